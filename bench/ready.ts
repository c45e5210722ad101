import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calendar } from '../src/domain/organisation/calendar.js';
import { openEmbeddedStores } from '../src/storage/embedded/stores.js';
import { createSampleComplaint, createSampleOrganisation } from './burst/sample-complaints.js';
import { type Figure, toFigure } from './figures.js';
import { type RunningProgram, startBot, startBotIn, startLibraries } from './programs.js';
import { type SlackStub, startSlackStub } from './stubs/slack-stub.js';

const TEAMS = 3;
/** How many complaints have messages that are due when the bot starts again. */
const WAITING = 20_000;
const HOURS = [{ from: 540, to: 1020 }];
const CALENDAR: Calendar = {
  zone: 'UTC',
  week: { 1: HOURS, 2: HOURS, 3: HOURS, 4: HOURS, 5: HOURS, 6: [], 7: [] },
  holidays: [],
};
/** The name of the embedded file in its folder. */
const FILE = 'redress.db';

/**
 * Measures the time until ready, and the memory then: of a start without data, beside a program that only
 * imports all of the bot's libraries, those of the store that is not used too; and of a start with 20,000
 * complaints whose cards are due, beside the one without data.
 */
export async function measureReady(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const seed = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  await writeWaiting(join(seed, FILE));
  const runs: Runs[] = [];
  // The first one reads the files from disk and does not count.
  for (let n = 0; n <= pairs; n += 1) {
    const run = await measureOnce(stub, seed, n % 2 === 1);
    if (n > 0) runs.push(run);
  }
  rmSync(seed, { recursive: true });
  await stub.stop();
  const compare = (name: string, unit: 'ms' | 'mb', one: keyof Runs, other: keyof Runs) =>
    toFigure(
      name,
      unit === 'mb' ? 'MB' : unit,
      runs.map((run) => [run[one][unit], run[other][unit]]),
    );
  return [
    compare('ready-time', 'ms', 'empty', 'libraries'),
    compare('ready-memory', 'mb', 'empty', 'libraries'),
    compare('ready-time-20000-waiting', 'ms', 'waiting', 'empty'),
  ];
}

interface Start {
  readonly ms: number;
  readonly mb: number;
}

/** One start of each. */
type Runs = Readonly<Record<'empty' | 'libraries' | 'waiting', Start>>;

/** Measures each start once; the other way round for every second of them. */
async function measureOnce(stub: SlackStub, seed: string, isReversed: boolean): Promise<Runs> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  cpSync(seed, folder, { recursive: true });
  const starts = [
    ['empty', () => startBot(stub.url, TEAMS)],
    ['libraries', () => startLibraries()],
    ['waiting', () => startBotIn(folder, { apiUrl: stub.url, teams: TEAMS })],
  ] as const;
  const measured: Record<string, Start> = {};
  for (const [name, start] of isReversed ? starts.toReversed() : starts) {
    measured[name] = await measureAndStop(await start());
  }
  rmSync(folder, { recursive: true, force: true });
  return measured as Runs;
}

async function measureAndStop(program: RunningProgram): Promise<Start> {
  const { rss } = await program.usage();
  await program.stop();
  return { ms: program.readyMs, mb: rss / 1e6 };
}

/** Fills a new file, as a bot leaves it that was killed before it sent anything. */
async function writeWaiting(file: string): Promise<void> {
  const stores = await openEmbeddedStores({ file });
  // Nobody misses this file after a power failure.
  stores.database.all('PRAGMA synchronous=OFF');
  const account = { platform: 'slack', workspace: 'T1', userId: 'U0REPORTER' } as const;
  const { id } = await stores.people.ensure(account, { name: 'R', email: null, zone: null });
  // The first generation is also that of the start.
  const organisation = createSampleOrganisation(TEAMS, CALENDAR, 1);
  for (let n = 0; n < WAITING; n += 1) {
    const now = Date.now();
    const complaint = createSampleComplaint(n, n % TEAMS, now, organisation, id);
    // No reminder is due while it is measured.
    await stores.complaints.insert({ ...complaint, nextActionAt: now + 30 * 86_400_000 });
  }
  await stores.close();
}
