import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A started playground, as `npm start` starts it. */
export interface Playground {
  /** Address of the page, e.g. `http://localhost:40123`. */
  readonly url: string;
  /** Ends it, as Ctrl-C does; what it kept stays, and {@link again} starts it at the same address. */
  pause(): Promise<void>;
  again(): Promise<void>;
  /** Ends it and forgets what it kept. */
  stop(): Promise<void>;
}

/** What `npm start` runs, built. */
const START = resolve('dist/playground/start.js');

/** The bot imports its libraries and opens its file: 2 s here, more on a busy machine. Real ms. */
const READY_MS = 40_000;
/** Longer than the 11 s in which it ends by itself. Real ms. */
const END_MS = 13_000;

/**
 * Starts the playground on free ports, on a fresh folder, with nothing configured: its working
 * directory is that folder, so that no `.env` is found. Its output goes into the error when it fails.
 *
 * @throws Error when it is not ready in time or ends.
 */
export async function startPlayground(): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-browser-'));
  const forget = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    let { url, end } = await run(folder, '0');
    return {
      url,
      pause: () => end(),
      async again() {
        ({ url, end } = await run(folder, new URL(url).port));
      },
      async stop() {
        await end();
        forget();
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}

interface Running {
  readonly url: string;
  end(): Promise<void>;
}

async function run(folder: string, port: string): Promise<Running> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, PORT: '0', PLAYGROUND_PORT: port, REDRESS_DATA: folder };
  const child = spawn(process.execPath, [START], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However the tests end, it does not outlive them; the bot ends with its parent.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    await end(child);
    process.removeListener('exit', kill);
  };
  try {
    return { url: await address(child), end: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where it says it is, once the bot is ready. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const fail = (what: string) => failed(new Error(`The playground ${what}. It said:\n${said}`));
    const timer = setTimeout(() => fail(`was not ready in ${READY_MS} ms`), READY_MS);
    const hear = (text: Buffer): void => {
      said = (said + text.toString()).slice(-20_000);
      const url = /playground is at (http:\/\/localhost:\d+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      found(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
}
