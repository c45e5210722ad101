import type { ItemFailure } from '../../domain/complaint/delivery.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { SendOutcome } from '../../ports/channel.js';

/** The outcome of one attempt to deliver an outbox item. */
export type AttemptOutcome =
  | Exclude<SendOutcome, { kind: 'unknown' | 'refused' }>
  /** It failed for good. */
  | {
      readonly kind: 'refused';
      readonly reason: ItemFailure;
      readonly detail: string;
      /** See `SendOutcome`. */
      readonly believeAfterMs?: number;
    }
  /** `on`: where it may have been posted. */
  | (Extract<SendOutcome, { kind: 'unknown' }> & { readonly on: Platform })
  /** Nothing needs to be sent any more, or a relay's target has taken it. */
  | { readonly kind: 'moot' }
  /** The platform cannot say now whether an earlier attempt was posted. */
  | { readonly kind: 'still-unknown'; readonly retryAfterMs: number | null };

/** The outcome of an attempt that is followed by another. */
export type RetryableOutcome = Extract<
  AttemptOutcome,
  { kind: 'retry' | 'unknown' | 'still-unknown' }
>;

/** The outcome of an attempt that the platform refused. */
export type RefusedOutcome = Extract<AttemptOutcome, { kind: 'refused' }>;
