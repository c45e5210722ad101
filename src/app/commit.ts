import type { Complaint, ComplaintId } from '../domain/complaint.js';
import { changesOf } from '../domain/decide.js';
import type { Decision, Refusal } from '../domain/decision.js';
import type { ViewRef } from '../domain/delivery.js';
import { RedressError } from '../errors.js';
import type { AfterCommit } from './after-commit.js';
import type { Parts } from './parts.js';

/** How often a lost race is run again. Each loss means that somebody else's commit succeeded. */
const ATTEMPTS = 12;

export type Committed =
  | { readonly kind: 'done'; readonly answer: ViewRef; readonly complaint: Complaint }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly kind: 'absent' };

/**
 * Loads, decides and commits in one atomic write under the complaint's version; after a lost race
 * it loads and decides again. An event that was consumed before changes nothing and gets the answer
 * it got then; null for a wake-up of our own, which may come any number of times. Throws `STORE_UNAVAILABLE`, or `STORE_CONFLICT` after too many lost races.
 */
export async function commit(
  parts: Parts,
  after: AfterCommit,
  id: ComplaintId,
  eventId: string | null,
  decideOn: (complaint: Complaint) => Decision,
): Promise<Committed> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const complaint = await parts.complaints.load(id);
    if (complaint === undefined) return { kind: 'absent' };
    const before = complaint.events.find(({ id: consumed }) => consumed === eventId);
    if (before !== undefined) return { kind: 'done', answer: before.answer, complaint };
    const decision = decideOn(complaint);
    if (decision.kind === 'refused') return decision;
    if (decision.kind === 'unchanged') return { kind: 'done', answer: decision.answer, complaint };
    if (await write(parts, complaint, decision, eventId)) {
      after.committed(id, decision.facts.nextActionAt);
      return {
        kind: 'done',
        answer: decision.answer,
        complaint: { ...complaint, ...decision.facts },
      };
    }
  }
  throw new RedressError('STORE_CONFLICT', `${id} changed ${ATTEMPTS} times in between`);
}

async function write(
  parts: Parts,
  complaint: Complaint,
  decision: Extract<Decision, { kind: 'accepted' }>,
  eventId: string | null,
): Promise<boolean> {
  const started = performance.now();
  const isWritten = await parts.complaints.change(complaint.id, complaint.version, {
    set: changesOf(complaint, decision.facts),
    history: decision.history,
    deliveries: decision.deliveries,
    event: eventId === null ? null : { id: eventId, answer: decision.answer },
  });
  parts.meter.took('commit_ms', performance.now() - started);
  return isWritten;
}
