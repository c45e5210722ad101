import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { Browser } from 'playwright-core';
import { findFreePort } from '../playground/ports.js';
import { type Child, findProgram, startProgram } from './child.js';
import { launchChromium } from './chromium.js';
import { type Figure, toFigure } from './figures.js';

/** Window size of a laptop, px. */
const WINDOW = { width: 1280, height: 900 };
/** Longest wait for the samples, which are made one by one. Real ms. */
const SAMPLES_MS = 60_000;

const STATIC_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Static</title><link rel="icon" href="data:," /></head>
  <body><h1>A static page</h1><ul><li>One</li><li>Two</li><li>Three</li></ul></body>
</html>`;

/**
 * Measures the first contentful paint of both pages of the playground, with a running bot and three
 * complaints, beside a static page without script or style from the same kind of server. Each visit is
 * that of a new visitor, without a cache.
 */
export async function measurePagePaint(pairs: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  const port = await findFreePort();
  const playground = await startPlayground(port, folder);
  const peer = await startStaticPage();
  const { browser } = await launchChromium();
  try {
    const url = `http://localhost:${port}`;
    await addSamples(url);
    const slack = await measurePairs(browser, `${url}/`, peer.url, pairs);
    const teams = await measurePairs(browser, `${url}/in-teams`, peer.url, pairs);
    return [toFigure('page-paint-slack', 'ms', slack), toFigure('page-paint-teams', 'ms', teams)];
  } finally {
    await browser.close();
    await peer.stop();
    await playground.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts it with no platform configured: these variables override the lines of `.env`. */
function startPlayground(port: number, folder: string): Promise<Child> {
  const env = {
    SLACK_BOT_TOKEN: '',
    SLACK_SIGNING_SECRET: '',
    SLACK_APP_TOKEN: '',
    MICROSOFT_APP_ID: '',
    MICROSOFT_APP_PASSWORD: '',
    MICROSOFT_APP_CERTIFICATE: '',
    MICROSOFT_APP_TENANT_ID: '',
    MONGODB_URI: '',
    REDRESS_DATA: folder,
    PORT: '0',
    PLAYGROUND_PORT: String(port),
  };
  return startProgram(findProgram('../playground/start.js'), env, () => isBotUp(port));
}

async function isBotUp(port: number): Promise<boolean> {
  const answer = await fetch(`http://localhost:${port}/frame/state`).catch(() => undefined);
  if (answer?.ok !== true) return false;
  return ((await answer.json()) as { botUp: boolean }).botUp;
}

async function addSamples(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(`${url}/frame/samples`, { method: 'POST', headers, body: '{}' });
  if (!answer.ok) throw new Error(`The samples were refused: ${await answer.text()}`);
  const deadline = Date.now() + SAMPLES_MS;
  while (Date.now() < deadline) {
    const state = (await (await fetch(`${url}/frame/state`)).json()) as { samples: string };
    if (state.samples === 'there') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The samples were not there in ${SAMPLES_MS} ms.`);
}

async function startStaticPage(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = Fastify();
  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(STATIC_PAGE));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return { url: url.replace('127.0.0.1', 'localhost'), stop: () => server.close() };
}

async function measurePairs(
  browser: Browser,
  ours: string,
  theirs: string,
  pairs: number,
): Promise<readonly (readonly [number, number])[]> {
  const measured: (readonly [number, number])[] = [];
  for (let n = 0; n <= pairs; n += 1) {
    const pair = [await measurePaint(browser, ours), await measurePaint(browser, theirs)] as const;
    // The first pair warms up both servers and the browser and does not count.
    if (n > 0) measured.push(pair);
  }
  return measured;
}

/** Time from the start of the navigation to the first text on the screen, real ms. */
async function measurePaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: WINDOW });
  try {
    const page = await context.newPage();
    await page.goto(url);
    return Number(
      await page.evaluate(`new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry) resolve(entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      })`),
    );
  } finally {
    await context.close();
  }
}
