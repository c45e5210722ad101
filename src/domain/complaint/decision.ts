import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { type Answer, NO_ANSWER } from './answer.js';
import { type Complaint, type ConsumedEvent, toFacts } from './complaint.js';
import type { Delivery, DeliveryDraft } from './delivery.js';
import type { ComplaintFacts, ComplaintState, RecordedFacts } from './facts.js';
import type { HistoryEntry, HistoryEvent } from './history.js';
import type { Viewer } from './permissions.js';
import type { NoArgs } from './view-ref.js';

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

/** Why a command is refused, by code, with what its sentence in `src/text` says besides. */
export interface RefusalArgs {
  readonly 'not-found': NoArgs;
  readonly 'not-permitted': NoArgs;
  readonly 'wrong-state': { readonly state: ComplaintState };
  readonly 'already-taken': { readonly assignee: PersonId };
  readonly 'no-such-colleague': NoArgs;
  readonly 'no-such-promise': NoArgs;
  readonly 'unknown-category': NoArgs;
  readonly 'unknown-choice': NoArgs;
  readonly missing: NoArgs;
  /** In characters. */
  readonly 'too-long': { readonly length: number; readonly limit: number };
  readonly 'no-date': NoArgs;
  readonly 'date-past': NoArgs;
  readonly 'date-far': NoArgs;
  readonly 'history-full': NoArgs;
  readonly 'document-full': NoArgs;
  readonly 'promises-full': NoArgs;
  readonly 'sent-by-another': NoArgs;
}

export type RefusalCode = keyof RefusalArgs;

interface RefusalOf<C extends RefusalCode> {
  readonly code: C;
  /** The form field with the fault; null when no single field has it. */
  readonly field: string | null;
  readonly args: RefusalArgs[C];
}

export type Refusal = { readonly [C in RefusalCode]: RefusalOf<C> }[RefusalCode];

/** The refusals whose sentences say nothing besides. */
type PlainRefusalCode = {
  readonly [C in RefusalCode]: NoArgs extends RefusalArgs[C] ? C : never;
}[RefusalCode];

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
      readonly answer: Answer;
    }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Creates a refusal. `args` fill its sentence in `src/text`. */
export function refusal<C extends PlainRefusalCode>(code: C, field?: string | null): RefusalOf<C>;
export function refusal<C extends RefusalCode>(
  code: C,
  field: string | null,
  args: RefusalArgs[C],
): RefusalOf<C>;
export function refusal<C extends RefusalCode>(
  code: C,
  field: string | null = null,
  args: RefusalArgs[C] | NoArgs = {},
): RefusalOf<C> {
  return { code, field, args: args as RefusalArgs[C] };
}

/** Creates a decision that refuses the command. */
export function rejectDecision(first: Refusal, ...more: readonly Refusal[]): Decision {
  return { kind: 'refused', refusals: [first, ...more] };
}

/**
 * What one command does to a complaint. `decide` adds what all commands share: cards, derived
 * fields, the history entry.
 */
export type Outcome =
  | {
      readonly kind: 'change';
      readonly event: HistoryEvent;
      readonly patch: Partial<RecordedFacts>;
      readonly drafts: readonly DeliveryDraft[];
      readonly answer: Answer;
    }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Creates an outcome that changes the complaint: the event for its history, and the facts that differ. */
export function changed(
  event: HistoryEvent,
  patch: Partial<RecordedFacts>,
  rest: { drafts?: readonly DeliveryDraft[]; answer?: Answer } = {},
): Outcome {
  const { drafts = [], answer: reply = NO_ANSWER } = rest;
  return { kind: 'change', event, patch, drafts, answer: reply };
}

/** Creates an outcome that changes nothing, with the answer that says why. */
export function unchanged(answer: Answer): Outcome {
  return { kind: 'unchanged', answer };
}

/** Creates an outcome that refuses the command for one reason. */
export function rejectOutcome(reason: Refusal): Outcome {
  return { kind: 'refused', refusals: [reason] };
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
