import type { Organisation } from '../organisation/organisation.js';
import type { ComplaintFacts, HistoryEntry } from './complaint.js';
import type { Delivery, ViewRef } from './delivery.js';
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
