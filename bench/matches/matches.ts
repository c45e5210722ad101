import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findMatches, type MatchQuery } from '../../src/app/matching/find-matches.js';
import { indexWords } from '../../src/app/matching/index-words.js';
import { createUnreadableRecords } from '../../src/app/records/unreadable-records.js';
import { deriveFields } from '../../src/domain/commands/planning/derived-fields.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { ComplaintState } from '../../src/domain/complaint/facts.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import type { Calendar } from '../../src/domain/organisation/calendar.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import { silentLogger } from '../../src/ports/logger.js';
import { silentMeter } from '../../src/ports/meter.js';
import type { MatchStore } from '../../src/ports/stores/match-store.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { createPostedComplaint, createSampleOrganisation } from '../burst/sample-complaints.js';
import { type Figure, findPercentile, toTargetFigure } from '../figures.js';
import { createRandom, type Random } from '../month/random.js';
import { createFolder } from '../programs.js';
import { createText } from './sample-words.js';

const AMOUNT = 100_000;
const TEAMS = 20;
/** Every second complaint is this team's: some 8,000 of the last 60 days. */
const BUSY_TEAM = 0;
/** Each has some five complaints. */
const COMPLAINANTS = 20_000;
const YEAR_MS = 365 * 86_400_000;
const NOW = Date.UTC(2026, 10, 2, 12);
/** Words of what happened, and of the wish. */
const WORDS = 60;
const INSERTED_AT_ONCE = 200;
const QUERIES = 200;
/** Finding matches takes at most so long, ms. */
const TARGET_MS = 100;
/** Indexing one complaint keeps the process busy for at most so long, ms. */
const TARGET_INDEX_MS = 1;
/** A transaction that writes the index takes at most so long, ms. */
const TARGET_TRANSACTION_MS = 10;

const NINE_TO_FIVE = [{ from: 540, to: 1020 }];
const HOURS: Calendar = {
  zone: 'Europe/London',
  week: {
    1: NINE_TO_FIVE,
    2: NINE_TO_FIVE,
    3: NINE_TO_FIVE,
    4: NINE_TO_FIVE,
    5: NINE_TO_FIVE,
    6: [],
    7: [],
  },
  holidays: [],
};

/**
 * Measures how long it takes to find the matches of a complaint among 100,000 on the embedded file, for a team
 * of one in forty and for one that has half of them, and what indexing one takes. The peers are the targets.
 */
export async function measureMatches(): Promise<readonly Figure[]> {
  const folder = createFolder();
  const stores = await openEmbeddedStores({ file: join(folder, 'redress.db') });
  const organisation = { ...createSampleOrganisation(TEAMS, HOURS, 1), phoneCountry: 'GB' };
  try {
    await writeComplaints(stores, organisation);
    const indexed = await measureIndex(stores, organisation);
    const usual = await measureQueries(stores, organisation, 7);
    const busy = await measureQueries(stores, organisation, BUSY_TEAM);
    return [
      ...toSearchFigures('matches-100000', usual),
      ...toSearchFigures('matches-busy-team', busy),
      ...indexed,
    ];
  } finally {
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the file with complaints of a year; of those of the last 60 days one in four is not over. */
async function writeComplaints(
  { complaints }: EmbeddedStores,
  organisation: Organisation,
): Promise<void> {
  const random = createRandom(1);
  for (let n = 0; n < AMOUNT; n += INSERTED_AT_ONCE) {
    const some = Array.from({ length: INSERTED_AT_ONCE }, (_, at) =>
      createComplaint(n + at, organisation, random),
    );
    await Promise.all(some.map((complaint) => complaints.insert(complaint)));
  }
}

function createComplaint(n: number, organisation: Organisation, random: Random): Complaint {
  const team = n % 2 === 0 ? BUSY_TEAM : Math.floor(random.between(1, TEAMS));
  const at = NOW - YEAR_MS + Math.floor((n * YEAR_MS) / AMOUNT);
  const made = createPostedComplaint(n, team, at, organisation);
  const isOver = n < AMOUNT * 0.8 || random.next() < 0.75;
  const state: ComplaintState = isOver ? 'closed' : 'open';
  const complaint = { ...made, state, details: createDetails(made, random) };
  return { ...complaint, ...deriveFields(complaint, { organisation, now: at }) };
}

function createDetails({ details }: Complaint, random: Random): Complaint['details'] {
  const number = Math.floor(random.between(0, COMPLAINANTS));
  const digits = String(number).padStart(5, '0');
  return {
    ...details,
    complainant: { name: 'Mrs Smith', account: `A-${number}`, phone: `0113 49${digits}` },
    description: createText(WORDS, random),
    desiredOutcome: createText(5, random),
  };
}

async function measureIndex(
  stores: EmbeddedStores,
  organisation: Organisation,
): Promise<readonly Figure[]> {
  const times: number[] = [];
  const index: MatchStore['index'] = async (entries) => {
    const started = performance.now();
    const written = await stores.matches.index(entries);
    times.push(performance.now() - started);
    return written;
  };
  const { complaints, matches } = stores;
  const unreadable = createUnreadableRecords(silentLogger, silentMeter);
  const parts = { complaints, organisation, logger: silentLogger, unreadable };
  const started = performance.now();
  await indexWords({ ...parts, matches: { ...matches, index } });
  const each = (performance.now() - started) / AMOUNT;
  const slow = findPercentile(times, 0.99);
  return [
    toTargetFigure('matches-index', 'ms', each, TARGET_INDEX_MS),
    toTargetFigure('matches-index-p99', 'ms', slow, TARGET_TRANSACTION_MS),
    toTargetFigure('matches-index-max', 'ms', Math.max(...times), TARGET_TRANSACTION_MS),
  ];
}

/** What searches took, ms. */
interface SearchTimes {
  readonly each: readonly number[];
  /** CPU of one, on average. */
  readonly cpu: number;
}

function toSearchFigures(name: string, { each, cpu }: SearchTimes): readonly Figure[] {
  return [
    toTargetFigure(`${name}-p50`, 'ms', findPercentile(each, 0.5), TARGET_MS),
    toTargetFigure(`${name}-p99`, 'ms', findPercentile(each, 0.99), TARGET_MS),
    // On a busy machine this one says whether the others are the machine's fault.
    toTargetFigure(`${name}-cpu`, 'ms', cpu, TARGET_MS),
  ];
}

/** Searches for a lead of this team. */
async function measureQueries(
  { complaints, matches }: EmbeddedStores,
  organisation: Organisation,
  team: number,
): Promise<SearchTimes> {
  const random = createRandom(2);
  const key = `team-${team}`;
  const viewer = { ...toViewer('p_bench', organisation), memberOf: [key], leadOf: [key] };
  const sample = createPostedComplaint(0, team, NOW, organisation);
  const times: number[] = [];
  let found = 0;
  const before = process.cpuUsage();
  for (let n = 0; n < QUERIES; n += 1) {
    const query: MatchQuery = {
      details: createDetails(sample, random),
      team: key,
      viewer,
      now: NOW,
    };
    const started = performance.now();
    const { same, similar } = await findMatches({ complaints, matches, organisation }, query);
    times.push(performance.now() - started);
    found += same.length + similar.length;
  }
  // Searches that find nothing would be fast.
  if (found < QUERIES) throw new Error('the searches found too little');
  const { user, system } = process.cpuUsage(before);
  return { each: times, cpu: (user + system) / 1000 / QUERIES };
}
