import type { DocumentDecision } from '../../domain/document/decision.js';
import type { LivingDocument } from '../../domain/document/document.js';
import type { Turn } from '../../ports/channel.js';
import { type CommitParts, commitDocument } from '../scheduling/commit-document.js';
import type { AttemptOutcome } from './attempt.js';

/** A relay on its way: the id of its outbox item, and the document it goes to. */
export interface SentRelay {
  readonly itemId: string;
  readonly targetId: string;
}

/** A relay waits for no platform: it has a queue of its own. */
export function toRelayTurn({ id }: { readonly id: string }): Turn {
  return { queue: `relay ${id}`, waitMs: () => 0 };
}

/**
 * Delivers a relay: commits its command on the target, with the item's id as event id, so that a second
 * attempt changes nothing. `decide` must recognise what it has added under that id: a document remembers
 * its last 200 events only. What the target refuses, the source is told; a store that does not answer is
 * tried again, for as long as it takes. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`, `STORE_RECORD`.
 */
export async function sendRelay<D extends LivingDocument>(
  target: CommitParts<D>,
  { itemId, targetId }: SentRelay,
  decide: (document: D) => DocumentDecision<D>,
): Promise<AttemptOutcome> {
  const outcome = await commitDocument(target, targetId, { id: itemId, by: null }, decide);
  switch (outcome.kind) {
    case 'done':
      return { kind: 'moot' };
    case 'refused':
      return { kind: 'refused', reason: outcome.refusals[0].code, detail: 'refused by the target' };
    case 'absent':
      return { kind: 'refused', reason: 'no-document', detail: 'no such document' };
  }
}
