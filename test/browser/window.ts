import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type LaunchedChromium, launchChromium } from '../../bench/chromium.js';

/** Where the pictures of each step go; git ignores it. */
const PICTURES = 'test/screenshots';

/** Sizes of windows, px. */
export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 420, height: 860 };
export const NARROWEST = { width: 320, height: 700 };

/** How long anything that somebody waits for may take on a busy machine, real ms. */
export const SOON_MS = 15_000;

/** After the last test of the process. */
if (typeof after === 'function') after(closeTheBrowser);

let launched: Promise<LaunchedChromium> | undefined;

/** The browser of all these tests; started once in a process. Pictures of failures of before are removed. */
export async function theBrowser(): Promise<Browser> {
  if (launched === undefined) {
    mkdirSync(PICTURES, { recursive: true });
    const failures = readdirSync(PICTURES).filter((name) => name.startsWith('failed-'));
    for (const name of failures) rmSync(join(PICTURES, name), { force: true });
    launched = launchChromium();
  }
  return (await launched).browser;
}

/** Ends it, if it was started. */
export async function closeTheBrowser(): Promise<void> {
  const open = launched;
  launched = undefined;
  await (await open?.catch(() => undefined))?.browser.close();
}

export interface WindowOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Another tab of this window, with the same storage. */
  readonly beside?: Window;
  /** What says this on the console is expected: trouble is being made. */
  readonly expects?: RegExp;
}

/** A window of one person's browser, with what went wrong in it. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Whatever no page of ours may do: an error, a refused style or script, a request to elsewhere. */
  readonly faults: readonly string[];
  /** Runs a tool of ours in the page: what it says on the console is not the page's. */
  examine<T>(tool: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a window at an address of the playground, with storage of its own unless it is a tab of another. */
export async function openWindow(
  url: string,
  path = '/',
  options: WindowOptions = {},
): Promise<Window> {
  const context = options.beside?.context ?? (await newContext(options));
  const page = await context.newPage();
  let isExamined = false;
  const faults = watch(page, url, (words) => isExamined || options.expects?.test(words) === true);
  await page.goto(url + path);
  return {
    page,
    context,
    faults,
    async examine(tool) {
      isExamined = true;
      try {
        return await tool();
      } finally {
        isExamined = false;
      }
    },
    close: () => (options.beside ? page.close() : context.close()),
  };
}

async function newContext({ size = WIDE, dark = false }: WindowOptions): Promise<BrowserContext> {
  const browser = await theBrowser();
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(SOON_MS);
  await context.addInitScript(COMPLAIN_OF_ERROR_BOXES);
  return context;
}

/**
 * What the page cannot show it says in a box, and whatever we send it can show: wherever such a box
 * comes up, be it for a moment, it is an error on the console.
 */
const COMPLAIN_OF_ERROR_BOXES = `
  const seen = new Set();
  new MutationObserver(() => {
    for (const box of document.querySelectorAll('[role="alert"]')) {
      if (!/cannot show|could not show/i.test(box.textContent) || seen.has(box.textContent)) continue;
      seen.add(box.textContent);
      console.error('an error box: ' + box.textContent);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
`;

function watch(page: Page, url: string, isExpected: (words: string) => boolean): string[] {
  const faults: string[] = [];
  const note = (words: string): void => {
    if (!isExpected(words)) faults.push(words);
  };
  page.on('pageerror', (error) => note(`error in the page: ${error.stack ?? error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') {
      note(`${line.type()} on the console: ${line.text()} (${line.location().url})`);
    }
  });
  page.on('request', (request) => {
    const to = request.url();
    if (to !== url && !to.startsWith(`${url}/`) && !to.startsWith('data:')) {
      note(`a request to elsewhere: ${to}`);
    }
  });
  page.on('crash', () => note('the page crashed'));
  return faults;
}

/** No page may have done what none may do. */
export function expectNoFaults(window: Window): void {
  const { faults } = window;
  expect(faults.length, `what went wrong in the page:\n${faults.join('\n')}\n`).to.equal(0);
}

/** A picture of what the window shows, as `test/screenshots/NAME.png`. */
export async function picture({ page }: Window, name: string): Promise<void> {
  await page.screenshot({
    path: join(PICTURES, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

/** The same at 1280 and at 420 px; nothing sticks out at the side of the page in either. */
export async function pictures(window: Window, name: string): Promise<void> {
  const { page } = window;
  const before = page.viewportSize() ?? WIDE;
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await picture(window, `${name}-${size.width}`);
    await expectNoSidewaysScroll(page, name);
  }
  await page.setViewportSize(before);
}

/** The page can only be scrolled up and down. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const [content, room] = (await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )) as [number, number];
  expect(content, `${what}: width of the content, px`).to.be.at.most(room);
}
