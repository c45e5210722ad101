import type { Complaint } from '../domain/complaint/complaint.js';
import type { ComplaintChange } from '../domain/complaint/decision.js';
import type { Delivery } from '../domain/complaint/delivery.js';
import type { ComplaintId, ComplaintState, DerivedFields } from '../domain/complaint/facts.js';
import type { FailureReason } from '../domain/complaint/failure-reason.js';
import type { Viewer } from '../domain/complaint/permissions.js';
import type { PersonId, Platform } from '../domain/organisation/person.js';
import type { MessageRef } from '../domain/organisation/place.js';

/** Stores complaints. Every write is durable when its promise resolves (MongoDB: w majority, j). */
export interface ComplaintStore {
  /** Creates missing tables and indexes and checks them. Throws `STORE_SCHEMA` when it cannot. */
  prepare(): Promise<void>;
  /** Resolves when the store answers; throws `STORE_UNAVAILABLE` otherwise. Bounded to about 2 s. */
  ping(): Promise<void>;
  /** The next reference, `C-1001` first. Unique across processes; gaps are possible. */
  nextReference(): Promise<ComplaintId>;
  /**
   * Stores a new complaint. If one with the same `filedBy` exists, it returns that one and writes
   * nothing.
   */
  insert(complaint: Complaint): Promise<InsertOutcome>;
  /** The complaint with this reference. Throws `STORE_UNAVAILABLE`, `STORE_RECORD`. */
  load(id: ComplaintId): Promise<Complaint | undefined>;
  /**
   * Applies a change in one atomic update filtered on `{id, version}`: sets facts and the next
   * version, appends history, deliveries and the event (the last 200 kept). It never touches other
   * deliveries or refs, which the deliverer changes at the same time. Returns false when the
   * version has moved on.
   */
  change(id: ComplaintId, version: number, change: ComplaintChange): Promise<boolean>;
  /** Complaints whose `nextActionAt` is at or before `now` (business time), earliest first. By index. */
  dueActions(now: number, limit: number): Promise<readonly ComplaintId[]>;
  /** Complaints with a delivery due at or before `realNow` (ms UTC), failed ones included, oldest first. By index. */
  dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]>;
  /** The complaints with the earliest `nextActionAt`, for operators and the playground. */
  upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]>;
  /**
   * Claims a delivery for `lease.token` until `lease.until` (real time), if it still exists, has not
   * failed and its `dueAt` is at or before `lease.now`. Sets `lease`, `dueAt = lease.until` and, if an
   * earlier lease was never finished, `uncertain` without `triedOn`: it is not known where that attempt
   * was made. Leaves `version` alone. Returns the delivery as stored now, or undefined when another
   * process holds it.
   */
  claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined>;
  /**
   * Stores `ref` under `slot` (if there is one) and removes the deliveries, in one update guarded by
   * the lease token on the first of `deliveries`. False when the lease was lost.
   */
  finish(id: ComplaintId, token: string, done: FinishedDeliveries): Promise<boolean>;
  /**
   * Returns a claimed delivery to the outbox for a later attempt: adds one to `attempts`, removes the
   * lease, sets `dueAt`, `uncertain` and `triedOn` from `retry`. False when the lease was lost.
   */
  postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Promise<boolean>;
  /** Marks a claimed delivery as permanently failed; it stays until {@link drop}. False when the lease was lost. */
  fail(id: ComplaintId, delivery: string, token: string, reason: FailureReason): Promise<boolean>;
  /** Removes a failed delivery after its failure was reported. */
  drop(id: ComplaintId, delivery: string): Promise<void>;
  /**
   * Makes every delivery leased by this owner due at `dueAt` (real time, ms UTC), unless its lease
   * ends sooner. Used at shutdown, and at the next start for the leases of a killed process, so that
   * nobody waits for them to end. The lease token stays, so the next claim is uncertain.
   */
  releaseLeases(owner: string, dueAt: number): Promise<void>;
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
  /** The complaint whose `team-card` is this message, if any; `key` is the adapter's stable key of the message. */
  findByThread(key: string): Promise<ComplaintId | undefined>;
  /** Closes the store; no call may follow. */
  close(): Promise<void>;
}

/** The outcome of an insert. `duplicate`: the complaint stored before. */
export type InsertOutcome =
  | { readonly kind: 'inserted' }
  | { readonly kind: 'duplicate'; readonly complaint: Complaint };

/** A claim on a delivery for a limited time. */
export interface Lease {
  /** `owner/random`: the owner part names the process. */
  readonly token: string;
  /** Real time, ms UTC. */
  readonly now: number;
  /** Real time, ms UTC. */
  readonly until: number;
}

/** Deliveries that one message has settled, and the message's reference. */
export interface FinishedDeliveries {
  readonly deliveries: readonly [string, ...string[]];
  readonly slot: string;
  readonly ref: MessageRef | null;
}

/** When to try a delivery again, and whether it may have been posted already. */
export interface Retry {
  /** Real time, ms UTC. */
  readonly dueAt: number;
  readonly uncertain: boolean;
  /** See {@link Delivery}; absent: not known. */
  readonly triedOn?: Platform;
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
