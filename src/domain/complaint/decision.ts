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

/** What a decision depends on besides the complaint and the command. */
export interface DecisionContext {
  /** Business time, ms UTC. */
  readonly now: number;
  /** Real time, ms UTC. Deliveries carry it. */
  readonly realNow: number;
  readonly organisation: Organisation;
}

/** A context with the acting person. */
export interface PersonContext extends DecisionContext {
  readonly actor: Viewer;
}

/** Why a command is refused. `src/text` has a sentence for each code. */
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
  /** The form field with the fault; null when no single field has it. */
  readonly field: string | null;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * What a command leads to.
 *
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

/** No answer to the actor: the card shows the change. */
export const NO_ANSWER: ViewRef = { name: 'none', args: {} };

/** Creates a short answer to the actor. `code` names its sentence in `src/text`. */
export function answer(code: string, args: Readonly<Record<string, unknown>> = {}): ViewRef {
  return { name: 'said', args: { code, ...args } };
}

/** Creates a refusal. `args` fill its sentence in `src/text`. */
export function refusal(
  code: RefusalCode,
  field: string | null = null,
  args: Readonly<Record<string, unknown>> = {},
): Refusal {
  return { code, field, args };
}

/** Creates a decision that refuses the command. */
export function rejectDecision(first: Refusal, ...more: readonly Refusal[]): Decision {
  return { kind: 'refused', refusals: [first, ...more] };
}

/**
 * What one command does to a complaint. `decide` adds what all commands share: cards, next action,
 * the history entry.
 */
export type Outcome =
  | {
      readonly kind: 'change';
      readonly patch: Partial<ComplaintFacts>;
      /** Details for the history entry. */
      readonly args: Readonly<Record<string, unknown>>;
      readonly drafts: readonly DeliveryDraft[];
      readonly answer: ViewRef;
    }
  | { readonly kind: 'unchanged'; readonly answer: ViewRef }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Creates an outcome that changes the complaint. */
export function changed(
  patch: Partial<ComplaintFacts>,
  rest: {
    args?: Readonly<Record<string, unknown>>;
    drafts?: readonly DeliveryDraft[];
    answer?: ViewRef;
  } = {},
): Outcome {
  const { args = {}, drafts = [], answer: reply = NO_ANSWER } = rest;
  return { kind: 'change', patch, args, drafts, answer: reply };
}

/** Creates an outcome that changes nothing, with the answer that says why. */
export function unchanged(answer: ViewRef): Outcome {
  return { kind: 'unchanged', answer };
}

/** Creates an outcome that refuses the command for one reason. */
export function rejectOutcome(...args: Parameters<typeof refusal>): Outcome {
  return { kind: 'refused', refusals: [refusal(...args)] };
}

/** Returns the outcome, or refuses the command if there are faults. */
export function validated(faults: readonly Refusal[], outcome: () => Outcome): Outcome {
  const [first, ...more] = faults;
  return first === undefined ? outcome() : { kind: 'refused', refusals: [first, ...more] };
}

/** What one commit changes in a stored complaint. The store writes it in one atomic update. */
export interface ComplaintChange {
  /** Top-level facts that differ. Each is replaced as a whole. */
  readonly set: Partial<ComplaintFacts>;
  readonly history: readonly HistoryEntry[];
  readonly deliveries: readonly Delivery[];
  /** The consumed event, to append to the complaint's `events`; null for our own wake-ups. */
  readonly event: ConsumedEvent | null;
}

/** Returns the facts that differ from those of the stored complaint, compared by value. */
export function changedFacts(complaint: Complaint, facts: ComplaintFacts): Partial<ComplaintFacts> {
  const before = toFacts(complaint);
  const entries = (Object.keys(facts) as (keyof ComplaintFacts)[])
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(facts[key]))
    .map((key) => [key, facts[key]]);
  return Object.fromEntries(entries) as Partial<ComplaintFacts>;
}
