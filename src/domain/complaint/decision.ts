import type { Organisation } from '../organisation/organisation.js';
import {
  type Complaint,
  type ComplaintFacts,
  type ConsumedEvent,
  type HistoryEntry,
  toFacts,
} from './complaint.js';
import type { Delivery, DeliveryDraft, ViewRef } from './delivery.js';
import type { Viewer } from './permissions.js';

/** What a decision may look at besides the complaint and the command. */
export interface Context {
  /** Business time, ms UTC. */
  readonly now: number;
  /** Real time, ms UTC; deliveries are stamped with it. */
  readonly realNow: number;
  readonly organisation: Organisation;
}

/** A context with the person who acts. */
export interface PersonContext extends Context {
  readonly actor: Viewer;
}

/** Why something cannot be done; `src/text` has the sentence for each. */
export type RefusalCode =
  | 'not-found'
  | 'not-permitted'
  | 'wrong-state'
  | 'already-taken'
  | 'no-such-colleague'
  | 'no-such-promise'
  | 'unknown-category'
  | 'unknown-choice'
  | 'missing'
  | 'too-long'
  | 'no-date'
  | 'date-past'
  | 'date-far'
  | 'history-full'
  | 'sent-by-another';

export interface Refusal {
  readonly code: RefusalCode;
  /** The form field it is about; null when it is about the whole. */
  readonly field: string | null;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * - `accepted`: commit this
 * - `unchanged`: nothing is left to do (a double click, a repetition)
 * - `refused`: tell the person why
 */
export type Decision =
  | {
      readonly kind: 'accepted';
      readonly facts: ComplaintFacts;
      readonly history: readonly HistoryEntry[];
      readonly deliveries: readonly Delivery[];
      readonly answer: ViewRef;
    }
  | { readonly kind: 'unchanged'; readonly answer: ViewRef }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Nothing needs to be said: the card shows it. */
export const NO_ANSWER: ViewRef = { name: 'none', args: {} };

/** A short answer to the actor; `code` names its sentence in `src/text`. */
export function answer(code: string, args: Readonly<Record<string, unknown>> = {}): ViewRef {
  return { name: 'said', args: { code, ...args } };
}

export function refusal(
  code: RefusalCode,
  field: string | null = null,
  args: Readonly<Record<string, unknown>> = {},
): Refusal {
  return { code, field, args };
}

export function rejectDecision(first: Refusal, ...more: readonly Refusal[]): Decision {
  return { kind: 'refused', refusals: [first, ...more] };
}

/**
 * What one command does to a complaint, before what all commands share is added (cards, next
 * action, history's author).
 */
export type Outcome =
  | {
      readonly kind: 'change';
      readonly patch: Partial<ComplaintFacts>;
      /** Details for the history. */
      readonly args: Readonly<Record<string, unknown>>;
      readonly drafts: readonly DeliveryDraft[];
      readonly answer: ViewRef;
    }
  | { readonly kind: 'unchanged'; readonly answer: ViewRef }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** A change. */
export function changed(
  patch: Partial<ComplaintFacts>,
  rest: {
    args?: Readonly<Record<string, unknown>>;
    drafts?: readonly DeliveryDraft[];
    answer?: ViewRef;
  } = {},
): Outcome {
  const { args = {}, drafts = [], answer = NO_ANSWER } = rest;
  return { kind: 'change', patch, args, drafts, answer };
}

/** Nothing is left to do. */
export function unchanged(answer: ViewRef): Outcome {
  return { kind: 'unchanged', answer };
}

/** One reason why not. */
export function rejectOutcome(...args: Parameters<typeof refusal>): Outcome {
  return { kind: 'refused', refusals: [refusal(...args)] };
}

/** The change, unless there are faults. */
export function validated(faults: readonly Refusal[], outcome: () => Outcome): Outcome {
  const [first, ...more] = faults;
  return first === undefined ? outcome() : { kind: 'refused', refusals: [first, ...more] };
}

/** What one commit changes in a stored complaint; the store turns it into one atomic update. */
export interface ComplaintChange {
  /** Top-level facts that differ; replaced as wholes. */
  readonly set: Partial<ComplaintFacts>;
  readonly history: readonly HistoryEntry[];
  readonly deliveries: readonly Delivery[];
  /** The consumed event, appended to the complaint's `events`; null for a wake-up of our own. */
  readonly event: ConsumedEvent | null;
}

/** The facts that differ from those of the stored complaint, compared by value. */
export function changedFacts(complaint: Complaint, facts: ComplaintFacts): Partial<ComplaintFacts> {
  const before = toFacts(complaint);
  const entries = (Object.keys(facts) as (keyof ComplaintFacts)[])
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(facts[key]))
    .map((key) => [key, facts[key]]);
  return Object.fromEntries(entries) as Partial<ComplaintFacts>;
}
