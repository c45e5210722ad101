import type { Complaint, ComplaintId, ComplaintState } from '../domain/complaint/complaint.js';
import type { ComplaintChange } from '../domain/complaint/decision.js';
import type { Delivery, FailureReason } from '../domain/complaint/delivery.js';
import type { Viewer } from '../domain/complaint/permissions.js';
import type { PersonId, Platform } from '../domain/organisation/person.js';
import type { MessageRef } from '../domain/organisation/place.js';

/** Where complaints are kept. Every write is durable when its promise resolves (MongoDB: w majority, j). */
export interface ComplaintStore {
  /** Creates what is missing (tables, indexes) and checks it. Throws `STORE_SCHEMA` when it cannot. */
  prepare(): Promise<void>;
  /** Resolves when the store answers; throws `STORE_UNAVAILABLE` otherwise. Bounded to about 2 s. */
  ping(): Promise<void>;
  /** The next reference, `C-1001` first. Never given twice, by however many processes; gaps are fine. */
  nextReference(): Promise<ComplaintId>;
  /**
   * Stores a new complaint unless one with the same `filedBy` is there already; then that one is
   * returned and nothing is written.
   */
  insert(complaint: Complaint): Promise<InsertOutcome>;
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
  /** Complaints with an outbox item due at or before `realNow`, failed ones included, oldest first. By index. */
  dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]>;
  /** Earliest `nextActionAt` first: what will fire next, for operators and the playground. */
  upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]>;
  /**
   * Takes a delivery for `lease.token` until `lease.until` (real time): only if it is still there,
   * not failed and its `dueAt` is at or before `lease.now`. Sets `lease`, `dueAt = lease.until`
   * and, when it had a lease before that was never finished, `uncertain`, without `triedOn`: where
   * that attempt was made nobody noted. Leaves `version` alone.
   * Returns the delivery as it is now, or undefined when somebody else has it.
   */
  claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined>;
  /**
   * In one update, guarded by the lease token on the first of `deliveries`: stores `ref` under
   * `slot` (when there is one) and removes the items. False when the lease was lost.
   */
  finish(id: ComplaintId, token: string, done: FinishedDeliveries): Promise<boolean>;
  /**
   * Gives a claimed delivery back for a later attempt: one more in `attempts`, no lease, `uncertain`
   * and `triedOn` as `retry` says. False when the lease was lost.
   */
  postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Promise<boolean>;
  /** Marks a claimed delivery as failed for good; it stays until {@link drop}. False when the lease was lost. */
  fail(id: ComplaintId, delivery: string, token: string, reason: FailureReason): Promise<boolean>;
  /** Removes a failed delivery after it was told to somebody. */
  drop(id: ComplaintId, delivery: string): Promise<void>;
  /**
   * Makes every delivery leased by this owner due at `dueAt` (real time, ms UTC), unless its lease
   * ends sooner, so that nobody need wait for that; used at shutdown, and at the next start for what
   * a killed process left. The lease token stays, so the next claim finds it uncertain.
   */
  releaseLeases(owner: string, dueAt: number): Promise<void>;
  /** The complaints that match and that the viewer may see, newest first. The viewer's filter is applied by the store. */
  list(query: ListQuery): Promise<readonly Complaint[]>;
  /** The complaint whose `team-card` message this is, if any; `key` is the adapter's stable text of the message. */
  findByThread(key: string): Promise<ComplaintId | undefined>;
  close(): Promise<void>;
}

export type InsertOutcome =
  | { readonly kind: 'inserted' }
  | { readonly kind: 'duplicate'; readonly complaint: Complaint };

export interface Lease {
  /** `owner/random`: the owner part names the process. */
  readonly token: string;
  readonly now: number;
  readonly until: number;
}

export interface FinishedDeliveries {
  readonly deliveries: readonly [string, ...string[]];
  readonly slot: string;
  readonly ref: MessageRef | null;
}

export interface Retry {
  /** Real time, ms UTC. */
  readonly dueAt: number;
  readonly uncertain: boolean;
  /** See {@link Delivery}; absent: not known. */
  readonly triedOn?: Platform;
}

export interface ListQuery {
  readonly viewer: Viewer;
  readonly states: readonly ComplaintState[];
  /** Only those of this team. */
  readonly team?: string;
  /** Only those this person reported or has. */
  readonly person?: PersonId;
  readonly limit: number;
}
