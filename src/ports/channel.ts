import type { FailureReason } from '../domain/complaint/failure-reason.js';
import type { Account, KnownAccount, Platform, Profile } from '../domain/organisation/person.js';
import type { MessageRef, Place } from '../domain/organisation/place.js';
import type { Card } from '../views/elements.js';

/**
 * Where a message goes: a channel, a person's DM, or the thread under a message. A person comes with
 * all their accounts on the platform, because there are several after a change of workspace; the
 * channel uses the one in its own workspace.
 */
export type Destination =
  | { readonly place: Place }
  | { readonly accounts: readonly KnownAccount[] }
  | { readonly thread: MessageRef };

/** A message to send. The delivery id is the key by which {@link Channel.findMessage} finds it. */
export interface OutgoingMessage {
  readonly deliveryId: string;
  readonly card: Card;
}

/**
 * - `sent`: the platform confirmed the message
 * - `refused`: a retry will fail in the same way. `believeAfterMs`: the platform also says so for a while
 *   when nothing is wrong, so it is believed once it has said so for this long, ms of real time
 * - `retry`: not now (rate limit, refused token, no connection); nothing was posted. `tokenRefused`:
 *   no message will be posted until the bot's credentials are corrected
 * - `unknown`: no answer, or an unreliable one; the message may or may not have been posted
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly ref: MessageRef }
  | {
      readonly kind: 'refused';
      readonly reason: FailureReason;
      readonly detail: string;
      readonly believeAfterMs?: number;
    }
  | {
      readonly kind: 'retry';
      readonly retryAfterMs: number | null;
      readonly detail: string;
      readonly tokenRefused?: true;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

/** The outcome of looking for a message. */
export type FindOutcome =
  | { readonly kind: 'found'; readonly ref: MessageRef }
  | { readonly kind: 'absent' }
  /** The platform did not answer, or there are more messages to search: search again before posting. */
  | { readonly kind: 'retry'; readonly retryAfterMs: number | null }
  | { readonly kind: 'cannot-tell' };

/**
 * - `active`: the platform knows the account, and its owner can use it
 * - `deactivated`: the platform says that nobody can use the account
 * - `unknown`: the platform does not tell, or did not answer
 */
export type AccountState = 'active' | 'deactivated' | 'unknown';

/** What a message is about to do: a new one somewhere, or a change of one that is there. */
export type MessageTarget = Destination | { readonly update: MessageRef };

/** When a message may go by the platform's limits. */
export interface Turn {
  /** What waits for each other: the same for all messages to one channel, or to one person. */
  readonly queue: string;
  /** How long the limits make it wait if it is sent now, ms; 0: not at all. Reserves nothing. */
  waitMs(): number;
}

/** Sends messages on one platform. Several deliveries may call it at once; it limits its own rate. */
export interface Channel {
  readonly platform: Platform;
  /**
   * Where a message waits for its turn, and how long. Whoever waits for the turn before {@link Channel.post}
   * or `update` is not answered `retry` because of the pace. Any address is right, also one that the
   * platform refuses.
   */
  findTurn(target: MessageTarget): Turn;
  /** Posts a new message. Whatever the platform answers is a {@link SendOutcome}, never an error. */
  post(destination: Destination, message: OutgoingMessage): Promise<SendOutcome>;
  /** Replaces the content of a posted message. It is idempotent, so `unknown` can be retried. */
  update(ref: MessageRef, message: OutgoingMessage): Promise<SendOutcome>;
  /**
   * Looks for a message with this delivery id, posted at or after `since` (real time, ms UTC).
   * `retry`: the platform did not answer or the search is not finished. `cannot-tell`: the platform
   * keeps no such key, or its messages cannot be read back.
   */
  findMessage(destination: Destination, deliveryId: string, since: number): Promise<FindOutcome>;
  /** The person's profile on the platform; undefined when it has none or did not answer in time. */
  fetchProfile(account: Account): Promise<Profile | undefined>;
  /**
   * The account with this e-mail address; undefined when the platform has none or did not answer in
   * time. Never throws; a failure is logged, without the address.
   */
  findAccountByEmail(email: string): Promise<Account | undefined>;
  /** Whether an account can still be used. Never throws. */
  checkAccount(account: Account): Promise<AccountState>;
}
