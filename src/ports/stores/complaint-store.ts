import type { Replan } from '../../domain/commands/planning/plan-again.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintId, ComplaintState, DerivedFields } from '../../domain/complaint/facts.js';
import type { Viewer } from '../../domain/complaint/permissions.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { KeyUse } from '../problems.js';
import type { DocumentStore } from './document-store.js';

/** Stores complaints, and answers what only complaints are asked. */
export interface ComplaintStore extends DocumentStore<Complaint> {
  /** Creates missing tables and indexes and checks them. Throws `STORE_SCHEMA` when it cannot. */
  prepare(): Promise<void>;
  /**
   * Resolves when the store reads and writes: it writes a small record as durably as any other. Throws
   * `STORE_UNAVAILABLE` otherwise: no answer, no primary, no majority, a full disk, no right to write.
   * Bounded to about 2 s.
   */
  ping(): Promise<void>;
  /**
   * Stores what `create` makes under the next reference, `C-1001` first: unique across processes, and never
   * one that another complaint has, also when the counter is behind the complaints, as after a restore of
   * these alone. `create` must be pure and set `filedBy`. If `filedBy` has filed a complaint before, it
   * returns that one, once it is durable, and uses up no reference; so a filing may be repeated until its
   * outcome is certain, see `insert`.
   *
   * Embedded file: one durable write, and no reference is ever skipped. MongoDB: each process takes {@link
   * REFERENCE_BLOCK} references in one durable write and gives back what is left when it is closed; one that
   * is killed skips these, one fewer than a block at most, and so may writes whose outcome stayed unknown.
   * Throws `STORE_CONFLICT` when reference after reference is taken.
   */
  file(filedBy: string, create: (id: ComplaintId) => Complaint): Promise<Filed>;
  /**
   * The complaints that match and that the viewer may see, newest first: officers see all, others those
   * whose `audience` has one of their keys (`isInAudience`). A complaint that is not filled yet is found
   * by the audience that it will get, so the answer is the same before, during and after the fill.
   */
  list(query: ListQuery): Promise<readonly Complaint[]>;
  /** Complaints that lack a derived field, in any order, those included that cannot be read. By index. */
  findUnfilled(limit: number): Promise<readonly ComplaintId[]>;
  /**
   * Sets derived fields if the complaint still has this version, and leaves version and history alone.
   * False when the version has moved on: then a commit has set them.
   */
  fill(id: ComplaintId, version: number, fields: Partial<DerivedFields>): Promise<boolean>;
  /**
   * Ongoing complaints that an older generation of the configuration planned, those included that cannot
   * be read; of releases that noted none, too. By index.
   */
  findOutdated(generation: number, limit: number): Promise<readonly ComplaintId[]>;
  /**
   * Writes what `plan` returns for each of these complaints: the derived fields, and deliveries at the end
   * of the outbox. Each is one atomic update guarded by the version and the generation that `plan` was
   * given, and leaves version and history alone. Takes as many from the front as about 10 ms of this
   * process's time allow, one at least, and returns an outcome for each of these. `plan` must be pure;
   * undefined: nothing to do.
   */
  replan(
    ids: readonly ComplaintId[],
    plan: (complaint: Complaint) => Replan | undefined,
  ): Promise<readonly ReplanOutcome[]>;
  /**
   * The teams or categories that ongoing complaints have and that are none of `known`. By index, in
   * bounded steps. A category is found once its complaint is planned by this release.
   */
  findUnknown(field: UsedField, known: readonly string[]): Promise<readonly UnknownUse[]>;
  /**
   * The complaint with a card that is this message, if any, and whose card it is. `key` is the adapter's
   * stable key of the message. Also finds complaints that are not upgraded yet. By index.
   */
  findByThread(key: string): Promise<FoundThread | undefined>;
  /**
   * The complaints with a card that is stuck in this team's channel (`stuckIn`), in the order of their
   * ids as text, those after `after`. By index.
   */
  findStuckCards(
    team: string,
    after: ComplaintId | null,
    limit: number,
  ): Promise<readonly ComplaintId[]>;
  /** Closes the store; no call may follow. */
  close(): Promise<void>;
}

/** A complaint as it is stored now. `duplicate`: the same event had filed it before. */
export interface Filed {
  readonly kind: 'filed' | 'duplicate';
  readonly complaint: Complaint;
}

/** How many references a process on MongoDB takes at once. Few: what a killed process skips, people ask about. */
export const REFERENCE_BLOCK = 10;

/** How often a filing takes another reference when one is taken. */
export const MAX_REFERENCES = 5;

/**
 * - `planned`: written
 * - `unchanged`: there was nothing to do, or no such complaint
 * - `overtaken`: a commit came in between
 * - `unreadable`: it cannot be read, which the store has reported
 */
export type ReplanOutcome = 'planned' | 'unchanged' | 'overtaken' | 'unreadable';

/** For about so long one call of `replan` keeps the process busy, ms. */
export const REPLAN_BUDGET_MS = 10;

/** What a complaint uses of the configuration. */
export type UsedField = 'team' | 'category';

/** A key that ongoing complaints use; `count` is {@link MOST_COUNTED} at most. */
export type UnknownUse = KeyUse;

/** So far uses are counted. */
export const MOST_COUNTED = 1000;

/** The complaint and the placement that a thread belongs to. */
export interface FoundThread {
  readonly id: ComplaintId;
  /** The number of the placement. */
  readonly placement: number;
}

/** Which complaints to list. */
export interface ListQuery {
  readonly viewer: Viewer;
  readonly states: readonly ComplaintState[];
  /** Only those of this team. */
  readonly team?: string;
  /** Only those this person reported or is assigned. */
  readonly person?: PersonId;
  readonly limit: number;
}
