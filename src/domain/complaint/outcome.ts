import type { ComplaintFacts } from './complaint.js';
import { NO_ANSWER, type Refusal, refusal } from './decision.js';
import type { ViewRef } from './delivery.js';
import type { DeliveryDraft } from './delivery-drafts.js';

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
export function change(
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
