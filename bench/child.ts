import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process has used since its start. */
export interface Usage {
  /** User and system time, ms. */
  readonly cpuMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
  /** How often the embedded file or its log was synced to the disk: once for each durable write, and now and then for a checkpoint. */
  readonly syncs: number;
}

/** A measured program in its own process. */
export interface Child {
  /** Time from the spawn until it was ready, ms. */
  readonly readyMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** A start that takes longer counts as failed, ms. */
const LONGEST_START_MS = 120_000;

/** Path of a compiled file, relative to this one. */
export function findProgram(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Starts a program and waits until `isReady` holds. Its errors go to standard error, its output to `onOutput`. */
export async function startProgram(
  file: string,
  env: Readonly<Record<string, string>>,
  isReady: () => Promise<boolean>,
  onOutput?: (text: string) => void,
): Promise<Child> {
  const { PATH = '', HOME = '' } = process.env;
  const started = performance.now();
  const child = fork(file, [], {
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    execArgv: ['--import', findProgram('./probe.js')],
    stdio: ['ignore', onOutput === undefined ? 'ignore' : 'pipe', 'inherit', 'ipc'],
  });
  if (onOutput !== undefined) child.stdout?.setEncoding('utf8').on('data', onOutput);
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`);
    if (performance.now() - started > LONGEST_START_MS)
      throw new Error(`${file} was not ready in time`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const readyMs = performance.now() - started;
  return { readyMs, usage: () => fetchUsage(child), stop: () => stop(child) };
}

async function fetchUsage(child: ChildProcess): Promise<Usage> {
  const answer = once(child, 'message');
  child.send('usage');
  const [usage] = await answer;
  return usage as Usage;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
