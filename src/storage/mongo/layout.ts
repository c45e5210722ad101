import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Collection, type Db, MongoServerError } from 'mongodb';
import { RedressError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import { silentLogger } from '../../ports/logger.js';
import { DUE_INDEXES, LIST_INDEXES, MATCH_INDEXES, UNINDEXED_INDEX } from './indexes.js';
import {
  DECIDING_READ_OPTIONS,
  isDuplicateKeyError,
  isRejection,
  toStoreError,
  WRITE_OPTIONS,
} from './operation.js';

/**
 * Brings the collections and indexes of layout n to layout n + 1. A process may be killed in the middle,
 * and a stalled one may go on beside its successor, so a step does nothing to what it finds done. It also
 * runs on an empty database. An index that changes gets a new name; then the old one is dropped.
 */
export type LayoutStep = (db: Db) => Promise<void>;

/** The steps of this version, from layout 1 on: the first one makes layout 2. Append only. */
export const LAYOUT_STEPS: readonly LayoutStep[] = [
  // The number also keeps earlier releases away: their commits would leave `audience` as it was.
  async (db) => {
    await db.collection('complaints').createIndex({ audience: 1, state: 1, filedAt: -1, _id: -1 });
  },
  // A complaint is found by the threads of all its cards. The index by `refs.team-card.key` stays for
  // those that no commit has upgraded yet.
  async (db) => {
    await db.collection('complaints').createIndex({ threadKeys: 1 }, { sparse: true });
  },
  // Complaints note the generation of the configuration that planned them. The number keeps earlier
  // releases away: their commits would leave it as it was.
  async (db) => {
    await db.collection('complaints').createIndex({ state: 1, generation: 1 });
  },
  // Lists and stuck cards are read in the order of an index, which the indexes before did not have.
  async (db) => {
    const complaints = db.collection('complaints');
    for (const key of Object.values(LIST_INDEXES)) await complaints.createIndex(key);
    await complaints.createIndex({ stuckIn: 1, _id: 1 });
    for (const field of ['team', 'reporter', 'assignee']) {
      await dropIndex(complaints, `${field}_1_filedAt_-1`);
    }
    await dropIndex(complaints, 'filedAt_-1__id_-1');
    await dropIndex(complaints, 'stuckIn_1');
  },
  // What is due is found by `earliestDueAt`. The number keeps earlier releases away: they would leave it as
  // it was.
  async (db) => {
    const complaints = db.collection('complaints');
    await complaints.createIndex({ 'outbox.dueAt': 1, _id: 1 });
    const isMissing = { 'outbox.dueAt': { $gte: 0 }, earliestDueAt: { $exists: false } };
    const earliest = { earliestDueAt: { $min: '$outbox.dueAt' } };
    await complaints.updateMany(isMissing, [{ $set: earliest }], WRITE_CONCERN);
    for (const key of Object.values(DUE_INDEXES)) await complaints.createIndex(key);
  },
  // Complaints are found by complainant and by words. What is there is marked, and filled in later; what has
  // a mark or terms a newer process has written. The number keeps earlier releases away: they would set no mark.
  async (db) => {
    const complaints = db.collection<Marked>('complaints');
    const isMissing = { unindexed: { $exists: false }, terms: { $exists: false } };
    // each of them is read once, in the order of their ids
    const all = { _id: { $gte: '' }, ...isMissing };
    await complaints.updateMany(all, { $set: { unindexed: 1 } }, WRITE_CONCERN);
    for (const key of Object.values(MATCH_INDEXES)) await complaints.createIndex(key);
    await complaints.createIndex(UNINDEXED_INDEX, { sparse: true });
  },
];

/** What a complaint has for the search by words. */
interface Marked {
  readonly _id: string;
  readonly unindexed?: number;
  readonly terms?: readonly string[];
}

/** Without a time-out: it may be many documents. */
const WRITE_CONCERN = { writeConcern: { w: 'majority', j: true } } as const;

const INDEX_NOT_FOUND = 27;

/** Drops an index that may be gone already. */
async function dropIndex(collection: Collection, name: string): Promise<void> {
  try {
    await collection.dropIndex(name);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === INDEX_NOT_FOUND) return;
    throw error;
  }
}

/** The layout of databases that were made before they had a number. */
const FIRST_LAYOUT = 1;

/** Options of {@link prepareLayout}. */
export interface LayoutOptions {
  /** Default: {@link LAYOUT_STEPS}. */
  readonly layoutSteps?: readonly LayoutStep[];
  readonly logger?: Logger;
  /** How long a process that died keeps the others waiting, ms. */
  readonly leaseMs?: number;
  /** How often a waiting process looks again, ms. */
  readonly pollMs?: number;
}

/** The record in `meta`. */
interface LayoutRecord {
  readonly _id: 'layout';
  readonly layout: number;
  /** The process that runs the next step, until this real time (ms UTC) unless it renews the lease. */
  readonly lease: { readonly owner: string; readonly until: number } | null;
}

/**
 * Brings the database to the layout of this version. Of several processes that start at once, one runs
 * the steps and the others wait; when it dies, another goes on with the step it did not finish. Throws
 * `STORE_SCHEMA` for a newer layout and for a step that fails (the next start tries it again), and
 * `STORE_UNAVAILABLE`. Has no time-out, because a step may build an index.
 */
export async function prepareLayout(db: Db, options: LayoutOptions = {}): Promise<void> {
  try {
    await new LayoutRun(db, options).run();
  } catch (error) {
    if (!isRejection(error)) throw toStoreError(error);
    throw createLayoutError('The layout of the database cannot be changed.', error);
  }
}

class LayoutRun {
  readonly #db: Db;
  readonly #meta: Collection<LayoutRecord>;
  readonly #steps: readonly LayoutStep[];
  readonly #logger: Logger;
  readonly #leaseMs: number;
  readonly #pollMs: number;
  readonly #owner = randomUUID();

  constructor(db: Db, options: LayoutOptions) {
    this.#db = db;
    this.#meta = db.collection('meta');
    this.#steps = options.layoutSteps ?? LAYOUT_STEPS;
    this.#logger = options.logger ?? silentLogger;
    this.#leaseMs = options.leaseMs ?? 30_000;
    this.#pollMs = options.pollMs ?? 500;
  }

  async run(): Promise<void> {
    let isWaiting = false;
    for (;;) {
      const layout = await this.#readLayout();
      const step = this.#steps[layout - FIRST_LAYOUT];
      if (step === undefined) return;
      if (await this.#claim(layout)) {
        await this.#runStep(step, layout);
        continue;
      }
      if (!isWaiting) {
        this.#logger.info({ layout }, 'another process changes the layout of the database, waits');
      }
      isWaiting = true;
      await pause(this.#pollMs);
    }
  }

  async #readLayout(): Promise<number> {
    const found = await this.#meta.findOne({ _id: 'layout' }, DECIDING_READ_OPTIONS);
    const layout = found?.layout ?? (await this.#create());
    const known = FIRST_LAYOUT + this.#steps.length;
    if (layout <= known) return layout;
    throw createLayoutError(
      `The database has layout ${layout}, and this version knows ${known} at most: run the newer version again, or restore the backup made before it.`,
    );
  }

  async #create(): Promise<number> {
    const first: LayoutRecord = { _id: 'layout', layout: FIRST_LAYOUT, lease: null };
    try {
      await this.#meta.insertOne(first, WRITE_OPTIONS);
      return FIRST_LAYOUT;
    } catch (error) {
      if (!isDuplicateKeyError(error)) throw error;
      // Another process created it at the same time; it may not be on a majority of the servers yet.
      await pause(this.#pollMs);
      return this.#readLayout();
    }
  }

  /** Takes the lease on the step that follows `layout`; false when another process has it. */
  async #claim(layout: number): Promise<boolean> {
    const free = [{ lease: null }, { 'lease.until': { $lt: Date.now() } }];
    return this.#update({ _id: 'layout', layout, $or: free }, { lease: this.#newLease() });
  }

  async #runStep(step: LayoutStep, layout: number): Promise<void> {
    this.#logger.info({ layout, next: layout + 1 }, 'layout step started');
    const mine = { _id: 'layout', layout, 'lease.owner': this.#owner } as const;
    const renewal = setInterval(() => {
      // A renewal that fails lets another process go on with the step, which does no harm.
      this.#update(mine, { lease: this.#newLease() }).catch((error: unknown) =>
        this.#logger.warn({ error }, 'lease on the layout step not renewed'),
      );
    }, this.#leaseMs / 3);
    try {
      await step(this.#db);
    } catch (error) {
      await this.#update(mine, { lease: null }).catch(() => false);
      throw createLayoutError(`The step to layout ${layout + 1} failed: see its cause.`, error);
    } finally {
      clearInterval(renewal);
    }
    await this.#update(mine, { layout: layout + 1, lease: null });
    this.#logger.info({ layout: layout + 1 }, 'layout step done');
  }

  /** True when the filter matched the record. */
  async #update(
    filter: Readonly<Record<string, unknown>>,
    set: Partial<LayoutRecord>,
  ): Promise<boolean> {
    const result = await this.#meta.updateOne(filter, { $set: set }, WRITE_OPTIONS);
    return result.matchedCount === 1;
  }

  #newLease(): LayoutRecord['lease'] {
    return { owner: this.#owner, until: Date.now() + this.#leaseMs };
  }
}

function createLayoutError(message: string, cause?: unknown): RedressError {
  return new RedressError('STORE_SCHEMA', message, { cause });
}
