import type { DocumentDecision } from '../document/decision.js';
import type { Refusal } from '../document/refusal.js';
import type { Absences } from '../inbox/absence.js';
import type { Reach } from '../inbox/held.js';
import type { Organisation } from '../organisation/organisation.js';
import { type Answer, NO_ANSWER } from './answer.js';
import type { Complaint } from './complaint.js';
import type { OutboxDraft } from './delivery.js';
import type { RecordedFacts } from './facts.js';
import type { HistoryEvent } from './history.js';
import type { Viewer } from './permissions.js';

/** What a decision depends on besides the complaint and the command. */
export interface DecisionContext {
  /** Business time, ms UTC. */
  readonly now: number;
  /** Real time, ms UTC. Deliveries carry it. */
  readonly realNow: number;
  readonly organisation: Organisation;
  /** Who is away, or will be. Absent: nobody. */
  readonly absences?: Absences;
  /** When the people above the assignee can be reached. Absent: now. */
  readonly reach?: Reach;
}

/** A context with the acting person. */
export interface PersonContext extends DecisionContext {
  readonly actor: Viewer;
}

/** What a command leads to, see {@link DocumentDecision}. */
export type Decision = DocumentDecision<Complaint>;

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
      /** For the history, in their order. Empty for what nobody needs to read there. */
      readonly events: readonly HistoryEvent[];
      readonly patch: Partial<RecordedFacts>;
      readonly drafts: readonly OutboxDraft[];
      readonly answer: Answer;
    }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/**
 * Creates an outcome that changes the complaint: the event for its history, null if nobody needs to read
 * of it, and the facts that differ.
 */
export function changed(
  event: HistoryEvent | null,
  patch: Partial<RecordedFacts>,
  rest: { drafts?: readonly OutboxDraft[]; answer?: Answer } = {},
): Outcome {
  const { drafts = [], answer: reply = NO_ANSWER } = rest;
  return { kind: 'change', events: event === null ? [] : [event], patch, drafts, answer: reply };
}

/** Creates an outcome that does both. `second`: decided on the complaint with the first one's patch. */
export function joinChanges(
  first: Extract<Outcome, { kind: 'change' }>,
  second: Extract<Outcome, { kind: 'change' }>,
): Outcome {
  return {
    kind: 'change',
    events: [...first.events, ...second.events],
    patch: { ...first.patch, ...second.patch },
    drafts: [...first.drafts, ...second.drafts],
    answer: second.answer,
  };
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
