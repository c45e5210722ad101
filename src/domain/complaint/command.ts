import type { PersonId, Platform } from '../organisation/person.js';
import type { Delivered, Details, Means } from './complaint.js';
import type { FailureReason } from './delivery.js';

/** What a person can do to a complaint that is there. Times are ms UTC, business time. */
export type PersonCommand =
  | { readonly kind: 'acknowledge'; readonly means: Means; readonly words: string }
  | { readonly kind: 'take' }
  | {
      readonly kind: 'assign';
      readonly to: PersonId;
      /** The ids of records merged into theirs. */
      readonly aliases?: readonly PersonId[];
    }
  | { readonly kind: 'release' }
  | {
      readonly kind: 'promise';
      readonly what: string;
      readonly dueAt: number | null;
      readonly basis: string;
    }
  | { readonly kind: 'keep'; readonly promise: string }
  | {
      readonly kind: 'renegotiate';
      readonly promise: string;
      readonly dueAt: number | null;
      readonly basis: string;
    }
  | { readonly kind: 'update'; readonly audience: 'reporter' | 'team'; readonly text: string }
  | {
      readonly kind: 'resolve';
      readonly done: string;
      readonly delivered: Delivered;
      readonly told: boolean;
    }
  | { readonly kind: 'tell' }
  | { readonly kind: 'follow-up'; readonly satisfaction: number; readonly words: string }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'correct'; readonly details: Details }
  | { readonly kind: 'snooze' };

/** What happens to a complaint without a person commanding it. */
export type SystemCommand =
  /** The time of its next action has come. */
  | { readonly kind: 'nudge' }
  /** Somebody (with the ids of records merged into theirs) wrote in its thread; `at` is the platform's time of that message. */
  | {
      readonly kind: 'hear';
      readonly by: PersonId;
      readonly aliases?: readonly PersonId[];
      readonly at: number;
    }
  /** A delivery failed for good. */
  | { readonly kind: 'undelivered'; readonly delivery: string; readonly reason: FailureReason };

export type Command = PersonCommand | SystemCommand;
export type PersonCommandKind = PersonCommand['kind'];

/** What is asked at intake. */
export interface Filing {
  readonly category: string;
  readonly details: Details;
  /** Where it was recorded. */
  readonly on?: Platform;
}

/** Longest text a person may write into one field: what a Slack input takes. */
export const TEXT_LIMIT = 3000;
/** Longest name or account reference. */
export const NAME_LIMIT = 150;
