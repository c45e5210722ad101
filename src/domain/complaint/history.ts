import type { Details } from '../intake/details.js';
import type { PersonId } from '../organisation/person.js';
import type { CommandOf, PersonCommandKind, PromiseAnswer } from './command.js';
import type { DeliveryKind } from './delivery.js';
import type { ComplaintId, NudgeKey, NudgeRecipient } from './facts.js';
import type { FailureReason } from './failure-reason.js';
import type { FollowUpOutcome, Means } from './handling.js';
import type { CardSlot, Slot } from './slot.js';
import type { ViewName } from './view-ref.js';

/** All that a person said with each command, but for a complaint's details: of these a correction records the changes. */
type CommandArgs = {
  readonly [K in PersonCommandKind]: Omit<CommandOf<K>, 'kind' | 'aliases' | 'details'>;
};

/** A nudge that was sent. `to`: whom it was for; absent in older entries. `standIn`: who got it in their place. */
export interface SentNudge extends NudgeKey {
  readonly to?: NudgeRecipient;
  readonly standIn?: PersonId;
}

/** How the complainant was told something. All of it is absent in entries of releases that did not ask. */
interface RecordedTelling {
  /** When they were told. */
  readonly at?: number;
  readonly means?: Means;
  readonly words?: string;
}

/**
 * The details of each kind of history entry, by its stored kind: a command's or an event's. A command
 * records at least what the person said; here stands what else is recorded. Times are ms UTC.
 */
export interface HistoryArgs
  extends Omit<
    CommandArgs,
    | 'acknowledge'
    | 'tell'
    | 'resolve'
    | 'follow-up'
    | 'complete'
    | 'add-report'
    | 'snooze'
    | 'name-colleague'
  > {
  /** `receivedAt`: when the complainant complained; absent in older entries. `links`: see `ComplaintFacts`. */
  readonly file: { readonly receivedAt?: number; readonly links?: readonly ComplaintId[] };
  /** `at`: when the complainant was told; absent in older entries. */
  readonly acknowledge: { readonly at?: number; readonly means: Means; readonly words: string };
  readonly assign: { readonly from: PersonId | null; readonly to: PersonId };
  readonly release: { readonly from: PersonId | null };
  readonly promise: {
    readonly promise: string;
    readonly what: string;
    readonly dueAt: number;
    /** Nobody works at `dueAt`, and the date was kept. */
    readonly unworked?: true;
    readonly basis: string;
  };
  /** `was`: when `promise` was due; `new`: the promise in its place, due at `dueAt`. */
  readonly renegotiate: {
    readonly promise: string;
    readonly was: number;
    readonly new: string;
    readonly dueAt: number;
    readonly unworked?: true;
    readonly basis: string;
  };
  /** `was`: the date that was recorded wrongly. */
  readonly 'correct-promise': {
    readonly promise: string;
    readonly was: number;
    readonly dueAt: number;
    readonly unworked?: true;
  };
  readonly waive: { readonly promise: string; readonly words: string };
  /** `telling`: how the complainant was told, if they were. It and `promises` are absent in older entries. */
  readonly resolve: Omit<CommandArgs['resolve'], 'told' | 'promises'> & {
    readonly told: boolean;
    readonly telling?: RecordedTelling;
    readonly promises?: readonly PromiseAnswer[];
  };
  readonly tell: RecordedTelling;
  /** Older entries have no outcome and no `closes`: the complainant answered, and it was closed. */
  readonly 'follow-up': {
    readonly outcome?: FollowUpOutcome;
    readonly satisfaction: number | null;
    readonly words: string;
    readonly closes?: boolean;
  };
  /** `was`: what was recorded before as the time at which the complainant complained. */
  readonly 'correct-received': {
    readonly was: number;
    readonly receivedAt: number;
    readonly reason: string;
  };
  /** The details that were corrected. */
  readonly correct: { readonly before: Partial<Details>; readonly after: Partial<Details> };
  /** What was left for later and is known now. */
  readonly complete: { readonly after: Partial<Details> };
  /** `receivedAt`: when the complainant complained again. */
  readonly 'add-report': {
    readonly receivedAt: number;
    readonly means: Means;
    readonly words: string;
  };
  /** `from`: what it was about before. Both are keys. */
  readonly recategorise: { readonly from: string; readonly category: string };
  /** Until when, as it was read back to the person; not how they said it. */
  readonly snooze: { readonly until: number };
  /** Whom it was about before, and from then on: every id of theirs. `from`: who had it and lost it by that. */
  readonly 'name-colleague': {
    readonly before: readonly PersonId[];
    readonly after: readonly PersonId[];
    readonly from?: PersonId;
  };
  /** Empty for a wake-up that only corrected the next time. */
  readonly nudge: { readonly sent: readonly SentNudge[] };
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
  /** A card that its place had refused since `since` is posted now. */
  readonly placed: { readonly slot: CardSlot; readonly since: number };
  /** The team has another channel in the configuration, and gets a card there. */
  readonly 'channel-changed': { readonly slot: CardSlot };
}

export type HistoryKind = keyof HistoryArgs;

/** A person, or Redress itself. */
export type HistoryAuthor = PersonId | 'redress';

/** What happened: the kind and its details. */
export type HistoryEvent = {
  readonly [K in HistoryKind]: { readonly what: K; readonly args: HistoryArgs[K] };
}[HistoryKind];

/**
 * One thing that happened. `at`: business time, ms UTC. People read the entries as a list, and the latest
 * one on a reminder; what anything is decided by, or is shown as the state, is a fact.
 */
export type HistoryEntry = HistoryEvent & { readonly at: number; readonly by: HistoryAuthor };
