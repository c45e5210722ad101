import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type LaunchedChromium, launchChromium } from '../../bench/chromium.js';

/** Folder for the pictures of each step; git ignores it. */
const PICTURES = 'test/screenshots';

/** Window sizes, px. */
export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 420, height: 860 };
export const NARROWEST = { width: 320, height: 700 };

/** Longest wait for anything on a busy machine, real ms. */
export const TIMEOUT_MS = 30_000;

/** Closes the browser after the last test of the process. */
if (typeof after === 'function') after(closeBrowser);

let launched: Promise<LaunchedChromium> | undefined;

/** The browser of all these tests, launched once in a process. The launch removes old pictures of failures. */
export async function getBrowser(): Promise<Browser> {
  if (launched === undefined) {
    mkdirSync(PICTURES, { recursive: true });
    const failures = readdirSync(PICTURES).filter((name) => name.startsWith('failed-'));
    for (const name of failures) rmSync(join(PICTURES, name), { force: true });
    launched = launchChromium();
  }
  return (await launched).browser;
}

/** Closes the browser, if it was launched. */
export async function closeBrowser(): Promise<void> {
  const open = launched;
  launched = undefined;
  await (await open?.catch(() => undefined))?.browser.close();
}

export interface WindowOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Opens a tab of this window, with the same storage. */
  readonly beside?: BrowserWindow;
  /** Errors on the console that are expected, since the test injects faults. */
  readonly expectedErrors?: RegExp;
}

/** A window of one person's browser, with the errors in it. */
export interface BrowserWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What no page may do: an error, a refused style or script, a request to another origin. */
  readonly errors: readonly string[];
  /** Runs a tool of the tests in the page and ignores its console output. */
  runTool<T>(tool: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a window at a path of the playground, with its own storage unless it is a tab of another one. */
export async function openWindow(
  url: string,
  path = '/',
  options: WindowOptions = {},
): Promise<BrowserWindow> {
  const context = options.beside?.context ?? (await newContext(options));
  const page = await context.newPage();
  let isToolRunning = false;
  const errors = watchErrors(
    page,
    url,
    (text) => isToolRunning || options.expectedErrors?.test(text) === true,
  );
  await page.goto(url + path);
  return {
    page,
    context,
    errors,
    async runTool(tool) {
      isToolRunning = true;
      try {
        return await tool();
      } finally {
        isToolRunning = false;
      }
    },
    close: () => (options.beside ? page.close() : context.close()),
  };
}

async function newContext({ size = WIDE, dark = false }: WindowOptions): Promise<BrowserContext> {
  const browser = await getBrowser();
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  await context.addInitScript(REPORT_ERROR_BOXES);
  return context;
}

/**
 * The page shows an error box for content that it cannot show, and must be able to show all content of
 * the bot: this script reports each such box as an error on the console, even if it is there only briefly.
 */
const REPORT_ERROR_BOXES = `
  const seen = new Set();
  new MutationObserver(() => {
    for (const box of document.querySelectorAll('[role="alert"]')) {
      if (!/cannot show|could not show/i.test(box.textContent) || seen.has(box.textContent)) continue;
      seen.add(box.textContent);
      console.error('an error box: ' + box.textContent);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
`;

function watchErrors(page: Page, url: string, isExpected: (text: string) => boolean): string[] {
  const errors: string[] = [];
  const note = (text: string): void => {
    if (!isExpected(text)) errors.push(text);
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
      note(`a request to another origin: ${to}`);
    }
  });
  page.on('crash', () => note('the page crashed'));
  return errors;
}

/** Expects that the page had no errors. */
export function expectNoPageErrors(window: BrowserWindow): void {
  const { errors } = window;
  expect(errors.length, `errors in the page:\n${errors.join('\n')}\n`).to.equal(0);
}

/** Whether each step leaves its pictures. Off by default: they take a tenth of the time of these tests. */
const WITH_PICTURES = process.env.REDRESS_PICTURES !== undefined;

/** A picture of a step, if they are wanted. */
export async function savePicture(window: BrowserWindow, name: string): Promise<void> {
  if (WITH_PICTURES) await takePicture(window, name);
}

/** A picture of what the window shows, as `test/screenshots/NAME.png`. */
export async function takePicture({ page }: BrowserWindow, name: string): Promise<void> {
  await page.screenshot({
    path: join(PICTURES, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

/** Checks at 1280 and at 420 px that nothing scrolls sideways, and saves a picture of each. */
export async function savePictures(window: BrowserWindow, name: string): Promise<void> {
  const { page } = window;
  const before = page.viewportSize() ?? WIDE;
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await savePicture(window, `${name}-${size.width}`);
    await expectNoSidewaysScroll(page, name);
  }
  await page.setViewportSize(before);
}

/** Expects that the page does not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const [content, width] = (await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )) as [number, number];
  expect(content, `${what}: width of the content, px`).to.be.at.most(width);
}
