import type { FailureReason } from '../domain/complaint/delivery.js';
import type { Account, KnownAccount, Platform, Profile } from '../domain/organisation/person.js';
import type { MessageRef, Place } from '../domain/organisation/place.js';
import type { Card } from '../views/elements.js';

/**
 * Where a message goes: a channel, a person's DM, or the thread under a message. Of a person it
 * carries all accounts of the platform, for after a change of workspace there are several: the
 * channel writes to the one of its own workspace.
 */
export type Destination =
  | { readonly place: Place }
  | { readonly accounts: readonly KnownAccount[] }
  | { readonly thread: MessageRef };

/** A message to send, with the id by which it can be found again. */
export interface OutgoingMessage {
  readonly deliveryId: string;
  readonly card: Card;
}

/**
 * - `sent`: the platform confirmed it
 * - `refused`: it will never work like this
 * - `retry`: not now (rate limit, refused token, no way there); nothing was posted. `tokenRefused`:
 *   and nothing will be to anybody until somebody sees to the bot's credentials
 * - `unknown`: no answer, or none to rely on; it may or may not have been posted
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly ref: MessageRef }
  | { readonly kind: 'refused'; readonly reason: FailureReason; readonly detail: string }
  | {
      readonly kind: 'retry';
      readonly retryAfterMs: number | null;
      readonly detail: string;
      readonly tokenRefused?: true;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

export type FindOutcome =
  | { readonly kind: 'found'; readonly ref: MessageRef }
  | { readonly kind: 'absent' }
  /** The platform did not answer this time, or there is more to look through: ask again before posting. */
  | { readonly kind: 'retry'; readonly retryAfterMs: number | null }
  | { readonly kind: 'cannot-tell' };

/** One platform's way out. All members are safe to call from several deliveries at once and pace themselves. */
export interface Channel {
  readonly platform: Platform;
  /** Posts a new message. Never throws for what a platform may answer; see {@link SendOutcome}. */
  post(target: Destination, message: OutgoingMessage): Promise<SendOutcome>;
  /** Replaces a posted message's content. Doing it twice is harmless, so `unknown` may simply be repeated. */
  update(ref: MessageRef, message: OutgoingMessage): Promise<SendOutcome>;
  /**
   * Looks for a message with this delivery id, posted at or after `since` (real time, ms UTC).
   * `retry` when it did not answer this time or is not through yet, `cannot-tell` where the platform
   * has no such key or may not be read back.
   */
  findMessage(target: Destination, deliveryId: string, since: number): Promise<FindOutcome>;
  /** What the platform says of a person; undefined when it does not know or did not answer in time. */
  fetchProfile(account: Account): Promise<Profile | undefined>;
  /**
   * The account of the person with this e-mail address; undefined when the platform knows nobody by
   * it or did not answer in time. Never throws. Why it did not is logged, the address never.
   */
  findAccountByEmail(email: string): Promise<Account | undefined>;
}
