import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A playground as `npm start` starts it. */
export interface PlaygroundProcess {
  /** Address of the page, e.g. `http://localhost:40123`. */
  readonly url: string;
  /** Ends it as Ctrl-C does; its files stay. */
  pause(): Promise<void>;
  /** Starts it again at the same address after {@link pause}. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** The built program that `npm start` runs. */
const START = resolve('dist/playground/start.js');

/** Time until it is ready: about 2 s, more on a busy machine. Real ms. */
const READY_MS = 40_000;
/** Longer than the 11 s in which it ends. Real ms. */
const END_MS = 13_000;

/**
 * Starts the playground on free ports with nothing configured. Its working directory is a new folder, so
 * that it finds no `.env`. Its output goes into the error when it fails.
 *
 * @throws Error when it is not ready in time or ends.
 */
export async function startPlayground(): Promise<PlaygroundProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-browser-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    let { url, end } = await run(folder, '0');
    return {
      url,
      pause: () => end(),
      async restart() {
        ({ url, end } = await run(folder, new URL(url).port));
      },
      async stop() {
        await end();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

interface RunningProcess {
  readonly url: string;
  end(): Promise<void>;
}

async function run(folder: string, port: string): Promise<RunningProcess> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, PORT: '0', PLAYGROUND_PORT: port, REDRESS_DATA: folder };
  const child = spawn(process.execPath, [START], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It ends with the tests, however they end, and the bot ends with its parent.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    await end(child);
    process.removeListener('exit', kill);
  };
  try {
    return { url: await readUrl(child), end: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The URL that it prints once the bot is ready. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string) => reject(new Error(`The playground ${what}. Output:\n${output}`));
    const timer = setTimeout(() => fail(`was not ready in ${READY_MS} ms`), READY_MS);
    const read = (text: Buffer): void => {
      output = (output + text.toString()).slice(-20_000);
      const url = /playground is at (http:\/\/localhost:\d+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
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
