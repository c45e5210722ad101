import type { Answer } from '../../domain/complaint/answer.js';
import { isViewer, type Viewer } from '../../domain/complaint/permissions.js';
import type { DocumentDecision } from '../../domain/document/decision.js';
import {
  type ConsumedEvent,
  changedFacts,
  type LivingDocument,
} from '../../domain/document/document.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import { RedressError } from '../../errors.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { Meter } from '../../ports/meter.js';

/**
 * Runs after each commit, and nobody waits for it: sends the deliveries and schedules the next
 * wake-up. `nextActionAt`: business time, ms UTC.
 */
export type AfterCommit = (id: string, nextActionAt: number | null) => void;

/** How often a lost race is run again. Each loss means that another commit succeeded. */
const MAX_ATTEMPTS = 12;

/** The event a commit consumes once, however often it arrives. `by`: its author; null for the bot itself. */
export interface SourceEvent {
  readonly id: string;
  readonly by: Viewer | null;
}

/** The documents of one kind, and what follows a commit on one of them. */
export interface CommitParts<D extends LivingDocument> {
  readonly store: Pick<DocumentStore<D>, 'load' | 'change'>;
  readonly meter: Meter;
  readonly afterCommit: AfterCommit;
}

/** The outcome of a change. `absent`: the document does not exist. */
export type CommitOutcome<D extends LivingDocument> =
  | { readonly kind: 'done'; readonly answer: Answer; readonly document: D }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly kind: 'absent' };

/**
 * Loads a document, decides and writes the decision in one atomic update under the document's
 * version; after a lost race it loads and decides again. An event that was consumed before changes
 * nothing and gets its first answer again, unless another person sent it. `event` is null for a
 * wake-up of our own, which may arrive any number of times. Throws `STORE_UNAVAILABLE`, or
 * `STORE_CONFLICT` after too many lost races.
 */
export async function commitDocument<D extends LivingDocument>(
  parts: CommitParts<D>,
  id: string,
  event: SourceEvent | null,
  decide: (document: D) => DocumentDecision<D>,
): Promise<CommitOutcome<D>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const document = await parts.store.load(id);
    if (document === undefined) return { kind: 'absent' };
    const before = document.events.find(({ id: consumed }) => consumed === event?.id);
    const isAgain = before !== undefined && event !== null && isSameActor(event, before);
    if (isAgain) return { kind: 'done', answer: before.answer, document };
    const decision = decide(document);
    if (decision.kind === 'refused') return decision;
    // Only after the decision, which refuses people who may not see the document.
    if (before !== undefined) return { kind: 'refused', refusals: [refusal('sent-by-another')] };
    if (decision.kind === 'unchanged') return { kind: 'done', answer: decision.answer, document };
    if (await writeDecision(parts, document, decision, event)) {
      const changed = { ...document, ...decision.facts };
      parts.afterCommit(id, changed.nextActionAt);
      return { kind: 'done', answer: decision.answer, document: changed };
    }
  }
  throw new RedressError('STORE_CONFLICT', `${id} changed ${MAX_ATTEMPTS} times in between`);
}

/** The event id alone proves nothing: on some platforms it comes through the person's client. */
function isSameActor({ by }: SourceEvent, before: ConsumedEvent): boolean {
  return by === null ? before.by === undefined : isViewer(by, before.by ?? null);
}

async function writeDecision<D extends LivingDocument>(
  { store, meter }: CommitParts<D>,
  document: D,
  decision: Extract<DocumentDecision<D>, { kind: 'accepted' }>,
  event: SourceEvent | null,
): Promise<boolean> {
  const started = performance.now();
  const isWritten = await store.change(document.id, document.version, {
    set: changedFacts(document, decision.facts),
    history: decision.history,
    deliveries: decision.deliveries,
    event: event && {
      ...{ id: event.id, answer: decision.answer },
      ...(event.by === null ? {} : { by: event.by.person }),
    },
  });
  meter.observe('commit_ms', performance.now() - started);
  return isWritten;
}
