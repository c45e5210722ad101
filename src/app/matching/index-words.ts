import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { type ComplaintId, isOngoing } from '../../domain/complaint/facts.js';
import { toMatchKeys } from '../../domain/matching/match-keys.js';
import { toMatchedText, toStems } from '../../domain/matching/stems.js';
import type { IndexEntry } from '../../ports/stores/match-store.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';

/** So long after a commit its words are indexed, ms; several commits together. */
const DELAY_MS = 1000;
/** How many complaints are indexed before others may run: less than 10 ms. */
const BATCH_SIZE = 10;
/** How many complaints a run looks past: those that cannot be read, or that others change. */
const MOST_PASSED = 1000;
/** How many of those that could not be read before a run tries again, in case they were restored. */
const MOST_TRIED_AGAIN = 20;

type IndexParts = Pick<
  Dependencies,
  'complaints' | 'matches' | 'unreadable' | 'organisation' | 'logger'
>;

/** Keeps the index of words up to date. */
export interface Indexer {
  /** Plans a run soon after a commit on a complaint. */
  afterCommit(): void;
  /**
   * Indexes what is not indexed as it is, whatever process changed it. Call it with each sweep: a process may
   * have died after its commit. A call during a run lets that look once more. Throws `STORE_UNAVAILABLE`.
   */
  run(): Promise<void>;
}

/** Creates the indexer of a process. */
export function createIndexer(deps: IndexParts, background: BackgroundTasks): Indexer {
  const state = { isPlanned: false, isRunning: false, isAgain: false };
  async function run(): Promise<void> {
    state.isAgain = true;
    if (state.isRunning) return;
    state.isRunning = true;
    try {
      while (state.isAgain && !background.isClosed) {
        state.isAgain = false;
        await indexWords(deps, () => background.isClosed);
      }
    } finally {
      state.isRunning = false;
    }
  }
  return {
    afterCommit() {
      // Not moved by the next commit: under load it would never come.
      if (state.isPlanned) return;
      state.isPlanned = true;
      background.runLater('index words', DELAY_MS, 'index words', async () => {
        state.isPlanned = false;
        await run();
      });
    },
    run,
  };
}

/**
 * Writes the words of all complaints that are not indexed as they are, what commits have changed first, some at
 * once. Also fills in the keys of complaints that an earlier release stored. Needs no note of how far it came:
 * what is indexed is not found again. Throws `STORE_UNAVAILABLE`.
 */
export async function indexWords(
  parts: IndexParts,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const passed = new Set<ComplaintId>();
  let filled = 0;
  let triedAgain = 0;
  const isGivenUp = (id: ComplaintId): boolean => {
    if (!parts.unreadable.has('complaint', id)) return false;
    triedAgain += 1;
    return triedAgain > MOST_TRIED_AGAIN;
  };
  while (passed.size <= MOST_PASSED && !isStopped()) {
    const found = await parts.matches.findUnindexed(BATCH_SIZE + passed.size);
    const batch = found.filter(({ id }) => !passed.has(id)).slice(0, BATCH_SIZE);
    if (batch.length === 0) break;
    const ids = batch.map(({ id }) => id);
    const indexed = await indexBatch(
      parts,
      ids.filter((id) => !isGivenUp(id)),
    );
    for (const id of ids.filter((one) => !indexed.has(one))) passed.add(id);
    filled += batch.filter(({ id, isOld }) => isOld && indexed.has(id)).length;
    await yieldToOthers();
  }
  if (filled > 0) parts.logger.info({ filled, passed: passed.size }, 'keys and words filled in');
}

/** Returns which of them are indexed. Not one that cannot be read, or that a commit has changed meanwhile. */
async function indexBatch(
  parts: IndexParts,
  ids: readonly ComplaintId[],
): Promise<ReadonlySet<ComplaintId>> {
  const entries: IndexEntry[] = [];
  for (const id of ids) {
    const entry = await toEntry(parts, id);
    if (entry !== undefined) entries.push(entry);
  }
  const written = await parts.matches.index(entries);
  return new Set(entries.filter((_entry, n) => written[n] === true).map(({ id }) => id));
}

/** Fills in the keys first: with the entry the complaint is no longer found. */
async function toEntry(
  { complaints, organisation }: IndexParts,
  id: ComplaintId,
): Promise<IndexEntry | undefined> {
  const complaint = await skipUnreadable(() => complaints.load(id));
  if (complaint === undefined) return undefined;
  const { version, team, filedAt, details } = complaint;
  if (complaint.keys === undefined) {
    const keys = toMatchKeys(details, organisation.phoneCountry ?? null);
    if (!(await complaints.fill(id, version, { keys }))) return undefined;
  }
  // Nobody looks for similar ones that are over.
  const stems = isOngoing(complaint) ? toStems(toMatchedText(details)) : [];
  return { id, version, team, filedAt, stems };
}
