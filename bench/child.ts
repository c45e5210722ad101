import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process has used since it began. */
export interface Usage {
  /** User and system time, ms. */
  readonly cpuMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
}

/** A measured program in a process of its own. */
export interface Child {
  /** From the spawn until it was ready, ms. */
  readonly readyMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Compiled files stand beside this one. */
export function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Starts a program and waits until `isReady` says so. Its output goes to standard error. */
export async function start(
  file: string,
  env: Readonly<Record<string, string>>,
  isReady: () => Promise<boolean>,
): Promise<Child> {
  const { PATH = '', HOME = '' } = process.env;
  const started = performance.now();
  const child = fork(file, [], {
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    execArgv: ['--import', program('./probe.js')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`);
    if (performance.now() - started > 30_000) throw new Error(`${file} was not ready in 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const readyMs = performance.now() - started;
  return { readyMs, usage: () => usageOf(child), stop: () => stop(child) };
}

async function usageOf(child: ChildProcess): Promise<Usage> {
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
