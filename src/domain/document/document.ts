import type { Answer } from '../complaint/answer.js';
import type { AnyView, OutboxItem, Refs } from '../complaint/delivery.js';
import { DERIVED_FIELDS } from '../complaint/facts.js';
import type { PersonId } from '../organisation/person.js';
import type { AnyRelay } from './relay.js';

/** A consumed platform event or relay, and its answer. The same event gets the same answer again. */
export interface ConsumedEvent {
  readonly id: string;
  /** The actor, who alone gets the answer again. Absent in events older than this field. */
  readonly by?: PersonId;
  readonly answer: Answer;
}

/** How many consumed events a document remembers. */
export const CONSUMED_EVENT_LIMIT = 200;

/**
 * What every document with a life has besides its facts. `Entry`: an entry of its history; `R`: what it relays;
 * `V`, `S`: the views and slots of its messages.
 */
export interface LivingDocument<
  Entry extends object = object,
  R extends AnyRelay = AnyRelay,
  V extends AnyView = AnyView,
  S extends string = string,
> {
  readonly id: string;
  /** Grows by one with every commit. Guards against lost updates. */
  readonly version: number;
  /** The id of the event that made it. Unique among the documents of its kind. */
  readonly filedBy: string;
  /** When to wake it next, business time, ms UTC; null when nothing is planned. */
  readonly nextActionAt: number | null;
  readonly history: readonly Entry[];
  /** What is still to be delivered, the oldest first. */
  readonly outbox: readonly OutboxItem<R, V, S>[];
  readonly refs: Refs;
  readonly events: readonly ConsumedEvent[];
}

/** The fields of a document that only the store and the deliverer change. */
type Bookkeeping = 'version' | 'filedBy' | 'history' | 'outbox' | 'refs' | 'events';

/** What commands read and change of a document: all but its bookkeeping. */
export type FactsOf<D extends LivingDocument> = Omit<D, Bookkeeping>;

/** What one commit changes in a stored document. The store writes it in one atomic update. */
export interface DocumentChange<D extends LivingDocument> {
  /** Top-level facts that differ. Each is replaced as a whole. */
  readonly set: Partial<FactsOf<D>>;
  readonly history: D['history'];
  readonly deliveries: D['outbox'];
  /** The consumed event, to append to the document's `events`; null for our own wake-ups. */
  readonly event: ConsumedEvent | null;
  /** Slots whose messages are not changed any more: their references go. Absent: none. */
  readonly forgets?: readonly string[];
}

/**
 * Returns the facts that differ from those of the stored document, compared by value, and all derived
 * fields: these may change between two commits without a version, and a commit must not leave a mixture.
 */
export function changedFacts<D extends LivingDocument>(
  before: D,
  facts: FactsOf<D>,
): Partial<FactsOf<D>> {
  const entries = (Object.keys(facts) as (keyof FactsOf<D>)[])
    .filter(
      (key) =>
        DERIVED_FIELDS.some((derived) => derived === key) ||
        JSON.stringify(before[key]) !== JSON.stringify(facts[key]),
    )
    .map((key) => [key, facts[key]]);
  return Object.fromEntries(entries) as Partial<FactsOf<D>>;
}
