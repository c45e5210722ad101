import type { ItemFailure } from '../../domain/complaint/delivery.js';
import type { DocumentChange, LivingDocument } from '../../domain/document/document.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { MessageRef } from '../../domain/organisation/place.js';
import { RedressError } from '../../errors.js';

/**
 * Stores the documents of one kind, see `LivingDocument`. Every write is durable when its promise
 * resolves (MongoDB: w majority, j). All methods may throw `STORE_UNAVAILABLE`; a write that may have been
 * made all the same throws an `UnknownOutcomeError`.
 *
 * What decides is read as it is durable (MongoDB: read concern majority): the result of `insert`, `load`
 * and `claim` is never undone. So `load` may be older than what another process writes just now, and than
 * what {@link change} has lost a race to. Lists of what is due may show what is not durable yet.
 */
export interface DocumentStore<D extends LivingDocument> {
  /**
   * Stores a new document. If one with the same `filedBy` exists, it returns that one, once it is
   * durable, and writes nothing; neither does it when another event has taken the id. So an insert may be
   * repeated until its outcome is certain.
   */
  insert(document: D): Promise<InsertOutcome<D>>;
  /** The document with this id, as it is durable. Throws `STORE_RECORD` and `STORE_RECORD_NEWER`. */
  load(id: string): Promise<D | undefined>;
  /**
   * Applies a change in one atomic update filtered on `{id, version}`: sets facts and the next
   * version, appends history, deliveries and the event (the last 200 kept). It never touches other
   * items of the outbox or refs, which the deliverer changes at the same time. Returns false when the
   * version has moved on.
   */
  change(id: string, version: number, change: DocumentChange<D>): Promise<boolean>;
  /** Documents whose `nextActionAt` is at or before `now` (business time), earliest first. By index. */
  dueActions(now: number, limit: number): Promise<readonly string[]>;
  /** Documents with an outbox item due at or before `realNow` (ms UTC), failed ones included, oldest first. By index. */
  dueDeliveries(realNow: number, limit: number): Promise<readonly string[]>;
  /**
   * Documents with a delivery that waits, created at or before `createdBy` (real time, ms UTC): one that the
   * platform has neither confirmed nor refused, whenever its next attempt is, and also if it waits for
   * another one. The longest wait first. By index. Reads no more than `limit` documents, and of more
   * than that any `limit` may be returned.
   */
  waitingDeliveries(createdBy: number, limit: number): Promise<readonly WaitingDocument[]>;
  /** The documents with the earliest `nextActionAt`, earliest first. By index. */
  upcoming(limit: number): Promise<readonly UpcomingAction[]>;
  /**
   * Claims an outbox item for `lease.token` until `lease.until` (real time), if it still exists, has not
   * failed and its `dueAt` is at or before `lease.now`. Sets `lease`, `dueAt = lease.until` and, if an
   * earlier lease was never finished, `uncertain` without `triedOn`: it is not known where that attempt
   * was made. Leaves `version` alone. Returns the item as stored now, or undefined when another
   * process holds it.
   */
  claim(id: string, item: string, lease: Lease): Promise<D['outbox'][number] | undefined>;
  /**
   * Stores `ref` under `slot` (if there is one) and removes the items, in one update guarded by
   * the lease token on the first of `deliveries`. False when the lease was lost.
   */
  finish(id: string, token: string, done: FinishedDeliveries): Promise<boolean>;
  /**
   * Returns a claimed item to the outbox for a later attempt: adds one to `attempts`, removes the
   * lease, sets `dueAt`, `uncertain`, `triedOn` and `refusedSince` from `retry`. False when the lease was lost.
   */
  postpone(id: string, item: string, token: string, retry: Retry): Promise<boolean>;
  /** Marks a claimed item as permanently failed; it stays until {@link drop}. False when the lease was lost. */
  fail(id: string, item: string, token: string, reason: ItemFailure): Promise<boolean>;
  /** Removes a failed item after its failure was reported. */
  drop(id: string, item: string): Promise<void>;
  /**
   * Makes every item leased by this owner due at `dueAt` (real time, ms UTC), unless its lease
   * ends sooner. Used at shutdown, and at the next start for the leases of a killed process, so that
   * nobody waits for them to end. The lease token stays, so the next claim is uncertain.
   */
  releaseLeases(owner: string, dueAt: number): Promise<void>;
  /**
   * Makes every item that is due after `after` due at `dueAt`, or at `leasedDueAt` if it is leased: the
   * process that holds it may be sending it. An update that waits for its turn (`isBeforeItsTurn`) keeps
   * its time. Times are real time, ms UTC. For a clock that was set back.
   * The lease token stays, so the next claim is uncertain. By index, in bounded batches. Returns how
   * many documents it changed.
   */
  hastenDeliveries(hasten: Hasten): Promise<number>;
}

/** Which deliveries lie too far ahead, and when they are due instead. Real time, ms UTC. */
export interface Hasten {
  readonly after: number;
  readonly dueAt: number;
  readonly leasedDueAt: number;
}

/** The outcome of an insert. `duplicate`: the document stored before. `taken`: another has this id. */
export type InsertOutcome<D extends LivingDocument> =
  | { readonly kind: 'inserted' }
  | { readonly kind: 'duplicate'; readonly document: D }
  | { readonly kind: 'taken' };

/** A document's next action. `at`: business time, ms UTC. */
export interface UpcomingAction {
  readonly id: string;
  readonly at: number;
}

/** A document with deliveries that wait. `since`: when the oldest of them was created, real time, ms UTC. */
export interface WaitingDocument {
  readonly id: string;
  readonly since: number;
}

/** A claim on an outbox item for a limited time. */
export interface Lease {
  /** `owner/random`: the owner part names the process. */
  readonly token: string;
  /** Real time, ms UTC. */
  readonly now: number;
  /** Real time, ms UTC. */
  readonly until: number;
}

/** Outbox items that one message or commit has settled, and the message's reference. */
export interface FinishedDeliveries {
  readonly deliveries: readonly [string, ...string[]];
  readonly slot: string;
  readonly ref: MessageRef | null;
  /**
   * To deliver them again changes nothing, so the store need not wait until this is durable: it may be undone when
   * the computer loses power before anything else is written. Absent: it is durable.
   */
  readonly mayBeUndone?: boolean;
}

/** When to try an outbox item again, and whether its message may have been posted already. */
export interface Retry {
  /** Real time, ms UTC. */
  readonly dueAt: number;
  readonly uncertain: boolean;
  /** See `Delivery`; absent: not known. */
  readonly triedOn?: Platform;
  /** See `Delivery`; absent: the last attempt was not refused. */
  readonly refusedSince?: number;
}

/**
 * A write was sent to the store, and no certain answer came: it may have been made, may be made yet, or
 * may be undone. Whoever sent it reads until it is there, or lets it be sent again. A store that always
 * knows (the embedded file) throws a plain `STORE_UNAVAILABLE` instead: then nothing was written.
 */
export class UnknownOutcomeError extends RedressError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('STORE_UNAVAILABLE', message, options);
    this.name = 'UnknownOutcomeError';
  }
}
