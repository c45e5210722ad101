import type { PersonId, Platform } from '../organisation/person.js';
import type { Delivered, Details, Means } from './facts.js';
import type { FailureReason } from './failure-reason.js';

/** What a person can do to a recorded complaint. Times are ms UTC, business time. */
export type PersonCommand =
  | { readonly kind: 'acknowledge'; readonly means: Means; readonly words: string }
  | { readonly kind: 'take' }
  | {
      readonly kind: 'assign';
      readonly to: PersonId;
      /** The ids of the records merged into the record of `to`. */
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

/** What happens to a complaint without a command from a person. */
export type SystemCommand =
  /** Its next action is due. */
  | { readonly kind: 'nudge' }
  /** A person wrote in one of its threads. */
  | {
      readonly kind: 'hear';
      readonly by: PersonId;
      /** The ids of the records merged into the record of `by`. */
      readonly aliases?: readonly PersonId[];
      /** The number of the placement whose thread it is. */
      readonly placement: number;
      /** The platform's time of the message, ms UTC. */
      readonly at: number;
    }
  /** A delivery failed permanently. */
  | { readonly kind: 'undelivered'; readonly delivery: string; readonly reason: FailureReason };

export type Command = PersonCommand | SystemCommand;
export type PersonCommandKind = PersonCommand['kind'];
/** The command of one kind. */
export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

/** What a colleague fills in to record a complaint. */
export interface Filing {
  readonly category: string;
  readonly details: Details;
  /** The platform it was recorded on. */
  readonly on?: Platform;
}

/** Longest text a person may write into one field, characters: the limit of a Slack input. */
export const TEXT_LIMIT = 3000;
/** Longest name or account reference, characters. */
export const NAME_LIMIT = 150;
