import type { Answer } from '../complaint/answer.js';
import type { DocumentChange, FactsOf, LivingDocument } from './document.js';
import type { Refusal } from './refusal.js';

/**
 * What a command leads to.
 *
 * - `accepted`: commit this
 * - `unchanged`: nothing is left to do (a double click, a repetition)
 * - `refused`: tell the person why
 */
export type DocumentDecision<D extends LivingDocument> =
  | {
      readonly kind: 'accepted';
      readonly facts: FactsOf<D>;
      readonly history: D['history'];
      readonly deliveries: D['outbox'];
      readonly answer: Answer;
      /** See {@link DocumentChange.forgets}. */
      readonly forgets?: readonly string[];
    }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };
