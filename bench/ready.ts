import { type Figure, figure } from './figures.js';
import { type Running, startBot, startLibraries } from './programs.js';
import { startSlackStub } from './stubs/slack-stub.js';

/** From the spawn to ready, and memory then, beside a program that only imports the same libraries. */
export async function ready(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const times: (readonly [number, number])[] = [];
  const memory: (readonly [number, number])[] = [];
  for (let n = 0; n <= pairs; n += 1) {
    const ours = await measured(await startBot(stub.url, 3));
    const theirs = await measured(await startLibraries());
    // The first pair reads the files from the disk; it is not counted.
    if (n === 0) continue;
    times.push([ours.ms, theirs.ms]);
    memory.push([ours.mb, theirs.mb]);
  }
  await stub.stop();
  return [figure('ready-time', 'ms', times), figure('ready-memory', 'MB', memory)];
}

async function measured(program: Running): Promise<{ ms: number; mb: number }> {
  const { rss } = await program.usage();
  await program.stop();
  return { ms: program.readyMs, mb: rss / 1e6 };
}
