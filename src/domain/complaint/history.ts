import type { PersonId } from '../organisation/person.js';
import type { CommandOf, PersonCommandKind } from './command.js';
import type { DeliveryKind } from './delivery.js';
import type { Details, NudgeKey, NudgeRecipient } from './facts.js';
import type { FailureReason } from './failure-reason.js';
import type { Slot } from './slot.js';
import type { NoArgs, ViewName } from './view-ref.js';

/** All that a person said with each command, but for a complaint's details: of these a correction records the changes. */
type CommandArgs = {
  readonly [K in PersonCommandKind]: Omit<CommandOf<K>, 'kind' | 'aliases' | 'details'>;
};

/**
 * The details of each kind of history entry, by its stored kind: a command's or an event's. A command
 * records at least what the person said; here stands what else is recorded. Times are ms UTC.
 */
export interface HistoryArgs extends CommandArgs {
  readonly file: NoArgs;
  readonly assign: { readonly from: PersonId | null; readonly to: PersonId };
  readonly release: { readonly from: PersonId | null };
  readonly promise: {
    readonly promise: string;
    readonly what: string;
    readonly dueAt: number;
    readonly basis: string;
  };
  /** `was`: when `promise` was due; `new`: the promise in its place, due at `dueAt`. */
  readonly renegotiate: {
    readonly promise: string;
    readonly was: number;
    readonly new: string;
    readonly dueAt: number;
    readonly basis: string;
  };
  /** The details that were corrected. */
  readonly correct: { readonly before: Partial<Details>; readonly after: Partial<Details> };
  readonly snooze: { readonly until: number };
  /** Empty for a wake-up that only corrected the next time. */
  readonly nudge: { readonly sent: readonly NudgeKey[] };
  /** A message in the thread. `at`: the platform's time. */
  readonly hear: { readonly at: number };
  /** `unreached`: who was said to be out of reach then. `from`: who was to get the nudge. */
  readonly undelivered: {
    readonly delivery: string;
    readonly slot: Slot;
    readonly kind: DeliveryKind;
    readonly view: ViewName;
    readonly reason: FailureReason;
    readonly unreached?: PersonId;
    readonly from?: NudgeRecipient;
  };
}

export type HistoryKind = keyof HistoryArgs;

/** A person, or Redress itself. */
export type HistoryAuthor = PersonId | 'redress';

/** What happened: the kind and its details. */
export type HistoryEvent = {
  readonly [K in HistoryKind]: { readonly what: K; readonly args: HistoryArgs[K] };
}[HistoryKind];

/**
 * One thing that happened. `at`: business time, ms UTC. People read the entries as a list; what anything
 * is decided by, or is shown as the state, is a fact.
 */
export type HistoryEntry = HistoryEvent & { readonly at: number; readonly by: HistoryAuthor };
