import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Complaint } from '../src/domain/complaint/complaint.js';
import type { Calendar } from '../src/domain/organisation/calendar.js';
import type { Organisation } from '../src/domain/organisation/organisation.js';
import { openEmbeddedStores } from '../src/storage/embedded/stores.js';
import { createPostedComplaint, createSampleOrganisation } from './burst/sample-complaints.js';
import { type Figure, findPercentile, toTargetFigure } from './figures.js';
import { createFolder, startBotIn } from './programs.js';
import { startSlackStub } from './stubs/slack-stub.js';
import { timeHealth, watchEvery } from './watch.js';

const AMOUNT = 10_000;
const TEAMS = 20;
/** Planning all of them again takes at most so long, ms. */
const TARGET_MS = 10_000;
/** Meanwhile 99 of 100 answers of `/healthz` take at most so long, ms. */
const TARGET_P99_MS = 100;
/** The time between two requests, ms. */
const EVERY_MS = 25;
/** What the bot logs when nothing of an older generation is left. */
const DONE = 'complaints planned again by the present configuration';

/**
 * Measures how long a start with other hours takes to plan 10,000 open complaints again, from ready on,
 * and how long `/healthz` takes meanwhile. The peers are the targets. The date on each card moves.
 */
export async function measureReplan(): Promise<readonly Figure[]> {
  const folder = createFolder();
  await writeComplaints(join(folder, 'redress.db'));
  const stub = await startSlackStub();
  let doneAt: number | undefined;
  const onLog = (text: string): void => {
    if (text.includes(DONE)) doneAt ??= performance.now();
  };
  const bot = await startBotIn(folder, { apiUrl: stub.url, teams: TEAMS, onLog });
  const readyAt = performance.now();
  const before = await bot.usage();
  const health = watchEvery(EVERY_MS, () => timeHealth(bot.port));
  while (doneAt === undefined) {
    if (performance.now() - readyAt > 10 * TARGET_MS)
      throw new Error('complaints were not planned');
    await pause(EVERY_MS);
  }
  const answers = await health.stop();
  const tookMs = Math.max(0, doneAt - readyAt);
  const { cpuMs } = await bot.usage();
  await bot.stop();
  await stub.stop();
  rmSync(folder, { recursive: true, force: true });
  return [
    toTargetFigure('replan-10000', 'ms', tookMs, TARGET_MS),
    // On a busy machine this one says whether the other is the machine's fault.
    toTargetFigure('replan-10000-cpu', 'ms', cpuMs - before.cpuMs, TARGET_MS),
    toTargetFigure('replan-healthz-p99', 'ms', findPercentile(answers, 0.99), TARGET_P99_MS),
  ];
}

/** Fills a new file with complaints that another configuration planned. */
async function writeComplaints(file: string): Promise<void> {
  const stores = await openEmbeddedStores({ file });
  const { number: generation } = await stores.generations.begin('of other hours');
  const organisation = createOrganisation(generation);
  for (let n = 0; n < AMOUNT; n += 1) {
    await stores.complaints.insert(createComplaint(n, organisation, Date.now()));
  }
  await stores.close();
}

/** A complaint of the last half hour with both cards posted: no reminder is due yet, by any hours. */
function createComplaint(n: number, organisation: Organisation, now: number): Complaint {
  const at = now - (n % 30) * 60_000;
  // Nothing is due while it is measured.
  const nextActionAt = now + 30 * 86_400_000;
  return { ...createPostedComplaint(n, n % TEAMS, at, organisation), nextActionAt };
}

/** The bot's organisation, but with two hours of work a day in a zone of its own. */
function createOrganisation(generation: number): Organisation {
  const block = [{ from: 600, to: 720 }];
  const week = { 1: block, 2: block, 3: block, 4: block, 5: block, 6: [], 7: [] };
  const calendar: Calendar = { zone: 'Asia/Tokyo', week, holidays: [] };
  return createSampleOrganisation(TEAMS, calendar, generation);
}
