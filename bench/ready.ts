import { type Figure, toFigure } from './figures.js';
import { type RunningProgram, startBot, startLibraries } from './programs.js';
import { startSlackStub } from './stubs/slack-stub.js';

/** Measures time until ready, and memory then, beside a program that only imports the same libraries. */
export async function measureReady(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const times: (readonly [number, number])[] = [];
  const memory: (readonly [number, number])[] = [];
  for (let n = 0; n <= pairs; n += 1) {
    const ours = await measureAndStop(await startBot(stub.url, 3));
    const theirs = await measureAndStop(await startLibraries());
    // The first pair reads the files from disk and does not count.
    if (n === 0) continue;
    times.push([ours.ms, theirs.ms]);
    memory.push([ours.mb, theirs.mb]);
  }
  await stub.stop();
  return [toFigure('ready-time', 'ms', times), toFigure('ready-memory', 'MB', memory)];
}

async function measureAndStop(program: RunningProgram): Promise<{ ms: number; mb: number }> {
  const { rss } = await program.usage();
  await program.stop();
  return { ms: program.readyMs, mb: rss / 1e6 };
}
