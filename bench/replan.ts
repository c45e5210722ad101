import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileComplaint } from '../src/domain/commands/filing.js';
import type { Complaint } from '../src/domain/complaint/complaint.js';
import { toViewer } from '../src/domain/complaint/permissions.js';
import type { Calendar } from '../src/domain/organisation/calendar.js';
import { DEFAULT_POLICY, type Organisation } from '../src/domain/organisation/organisation.js';
import { openEmbeddedStores } from '../src/storage/embedded/stores.js';
import type { Figure } from './figures.js';
import { startBotIn } from './programs.js';
import { startSlackStub } from './stubs/slack-stub.js';

const AMOUNT = 10_000;
const TEAMS = 20;
/** Planning all of them again takes at most so long, ms. */
const TARGET_MS = 10_000;
/** Meanwhile 99 of 100 answers of `/healthz` take at most so long, ms. */
const TARGET_P99_MS = 100;
/** The wait between two requests, ms. */
const EVERY_MS = 5;
/** What the bot logs when nothing of an older generation is left. */
const DONE = 'complaints planned again by the present configuration';

/**
 * Measures how long a start with other hours takes to plan 10,000 open complaints again, from ready on,
 * and how long `/healthz` takes meanwhile. The peers are the targets. The date on each card moves.
 */
export async function measureReplan(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  await writeComplaints(join(folder, 'redress.db'));
  const stub = await startSlackStub();
  let doneAt: number | undefined;
  const bot = await startBotIn(folder, stub.url, TEAMS, (text) => {
    if (text.includes(DONE)) doneAt ??= performance.now();
  });
  const readyAt = performance.now();
  const before = await bot.usage();
  const answers: number[] = [];
  while (doneAt === undefined) {
    if (performance.now() - readyAt > 10 * TARGET_MS)
      throw new Error('complaints were not planned');
    answers.push(await timeAnswer(bot.port));
    await pause(EVERY_MS);
  }
  const tookMs = Math.max(0, doneAt - readyAt);
  const { cpuMs } = await bot.usage();
  await bot.stop();
  await stub.stop();
  return [
    toTargetFigure('replan-10000', tookMs, TARGET_MS),
    // On a busy machine this one says whether the other is the machine's fault.
    toTargetFigure('replan-10000-cpu', cpuMs - before.cpuMs, TARGET_MS),
    toTargetFigure('replan-healthz-p99', findP99(answers), TARGET_P99_MS),
  ];
}

function toTargetFigure(name: string, value: number, peer: number): Figure {
  return { name, value, peer, ratio: value / peer, unit: 'ms' };
}

async function timeAnswer(port: number): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  await answer.arrayBuffer();
  return performance.now() - started;
}

function findP99(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
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
  const filing = {
    category: `team-${n % TEAMS}`,
    receivedAt: at,
    details: {
      complainant: { name: `Mrs Smith ${n}`, account: String(4711 + n) },
      description: 'The bill has been wrong three times, and nobody calls back. '.repeat(5),
      desiredOutcome: 'A right bill and an apology.',
      impact: 'medium',
      means: 'phone',
      isPublic: false,
    },
  } as const;
  const context = { organisation, now: at, realNow: at, actor: toViewer('p_bench', organisation) };
  const checked = fileComplaint(filing, context, `bench-${n}`);
  if (!checked.ok) throw new Error('the sample complaint has a fault');
  const complaint = checked.value(`C-${1001 + n}`);
  const channel = `C00000000${String(n % TEAMS).padStart(2, '0')}`;
  const ts = `1700000000.${String(n).padStart(6, '0')}`;
  const ref = { platform: 'slack', key: `slack:${channel}:${ts}`, channel, ts } as const;
  // Nothing is due while it is measured.
  const nextActionAt = now + 30 * 86_400_000;
  return { ...complaint, outbox: [], nextActionAt, refs: { 'card:1': ref, 'reporter-card': ref } };
}

/** The bot's organisation, but with two hours of work a day in a zone of its own. */
function createOrganisation(generation: number): Organisation {
  const block = [{ from: 600, to: 720 }];
  const week = { 1: block, 2: block, 3: block, 4: block, 5: block, 6: [], 7: [] };
  const calendar: Calendar = { zone: 'Asia/Tokyo', week, holidays: [] };
  const keys = Array.from({ length: TEAMS }, (_, n) => `team-${n}`);
  return {
    generation,
    teams: new Map(
      keys.map((key) => [
        key,
        { ...EMPTY_TEAM, key, name: key, place: { platform: 'slack', channel: key }, calendar },
      ]),
    ),
    categories: new Map(
      keys.map((key) => [key, { key, name: key, team: key, confidential: false }]),
    ),
    officers: [],
    ops: null,
    policy: DEFAULT_POLICY,
  };
}

const EMPTY_TEAM = { group: null, members: [], lead: null } as const;
