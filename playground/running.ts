import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfExists } from './saved-file.js';

/** File in the playground's folder that says where the playground on it runs. */
const FILE = 'running.json';
/** How long the other playground gets to answer, real ms. */
const ANSWER_MS = 2000;

/** The address of the playground that runs on this folder; undefined when none does, or its process was killed. */
export async function findRunning(folder: string): Promise<string | undefined> {
  const found = parse(await readIfExists(join(folder, FILE)));
  if (found === undefined || !isAlive(found.pid)) return undefined;
  // the process may be another that got the number since
  return (await answers(found.url)) ? found.url : undefined;
}

/** Notes where this playground runs. */
export async function noteRunning(folder: string, url: string): Promise<void> {
  await writeFile(join(folder, FILE), JSON.stringify({ url, pid: process.pid }), { mode: 0o600 });
}

/** Removes the note when this playground ends. */
export async function forgetRunning(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}

function parse(text: string | undefined): { url: string; pid: number } | undefined {
  try {
    const { url, pid } = JSON.parse(text ?? '{}');
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
  } catch {
    return undefined; // half written by a process that was killed
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
