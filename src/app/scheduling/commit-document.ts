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
import type { Meter } from '../../ports/meter.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import { UnknownOutcomeError } from '../../ports/stores/document-store.js';
import { Pauses, type Waiting } from '../../ports/waiting.js';
import { loadNewer, type MissedWrite } from './load-newer.js';

/**
 * Claims new deliveries that can be sent at once in the commit that makes them, see `NewClaims`. `document`:
 * as the commit leaves it, with them. Returns them all.
 */
export type ClaimNew<D extends LivingDocument> = (
  document: D,
  deliveries: D['outbox'],
) => D['outbox'];

/** How often a lost race is run again. Each loss means that another commit succeeded. */
const MAX_ATTEMPTS = 12;

/** How long a commit waits for what others have written, ms: Slack waits 3 s for an answer. */
const COMMIT_LIMIT_MS = 2000;

/** The event a commit consumes once, however often it arrives. `by`: its author; null for the bot itself. */
export interface SourceEvent {
  readonly id: string;
  readonly by: Viewer | null;
}

/** The documents of one kind, and what follows a commit on one of them. */
export interface CommitParts<D extends LivingDocument> {
  readonly store: Pick<DocumentStore<D>, 'load' | 'change'>;
  readonly meter: Meter;
  /** Prepares the claims of these new deliveries. Without it each is claimed when its turn comes. */
  prepareClaims?(document: D, deliveries: D['outbox']): Promise<ClaimNew<D>>;
  /**
   * Runs after each commit, and nobody waits for it: sends the deliveries and schedules the next wake-up.
   * `nextActionAt`: business time, ms UTC.
   */
  afterCommit(id: string, nextActionAt: number | null): void;
  /** Default: real time. */
  readonly waiting?: Waiting | undefined;
}

/** The outcome of a change. `absent`: the document does not exist. */
export type CommitOutcome<D extends LivingDocument> =
  | { readonly kind: 'done'; readonly answer: Answer; readonly document: D }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly kind: 'absent' };

/**
 * Loads a document, decides and writes the decision in one atomic update under the document's
 * version; after a lost race it waits for a newer version and decides again. An event that was consumed
 * before changes nothing and gets its first answer again, unless another person sent it. After a write
 * whose outcome is unknown it reads until the event is there, or another change in its place. `event` is
 * null for a wake-up of our own, which may arrive any number of times. Throws `STORE_UNAVAILABLE`, also
 * when nothing newer can be read within 2 s, and `STORE_CONFLICT` after too many lost races.
 */
export async function commitDocument<D extends LivingDocument>(
  parts: CommitParts<D>,
  id: string,
  event: SourceEvent | null,
  decide: (document: D) => DocumentDecision<D>,
): Promise<CommitOutcome<D>> {
  const pauses = new Pauses(COMMIT_LIMIT_MS, parts.waiting);
  let missed: MissedWrite | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const document: D | undefined = await loadNewer(parts.store, { id, event, missed, pauses });
    if (document === undefined) return { kind: 'absent' };
    const earlier = findConsumed(document, event);
    const answer = findEarlierAnswer(event, earlier);
    if (answer !== null) return answerAgain(parts, document, answer, missed);
    const decision = decide(document);
    if (decision.kind === 'refused') return decision;
    // Only after the decision, which refuses people who may not see the document.
    if (earlier !== undefined) return { kind: 'refused', refusals: [refusal('sent-by-another')] };
    if (decision.kind === 'unchanged') return { kind: 'done', answer: decision.answer, document };
    missed = await writeDecision(parts, document, decision, event);
    if (missed === null) {
      const changed = { ...document, ...decision.facts };
      parts.afterCommit(id, changed.nextActionAt);
      return { kind: 'done', answer: decision.answer, document: changed };
    }
  }
  throw new RedressError('STORE_CONFLICT', `${id} changed ${MAX_ATTEMPTS} times in between`);
}

function findConsumed(
  { events }: LivingDocument,
  event: SourceEvent | null,
): ConsumedEvent | undefined {
  return event === null ? undefined : events.find(({ id }) => id === event.id);
}

function answerAgain<D extends LivingDocument>(
  parts: CommitParts<D>,
  document: D,
  answer: Answer,
  missed: MissedWrite | null,
): CommitOutcome<D> {
  // If our own write arrived after all, what follows a commit is still to be done.
  if (missed?.fault) parts.afterCommit(document.id, document.nextActionAt);
  return { kind: 'done', answer, document };
}

/** The event id alone proves nothing: on some platforms it comes through the person's client. */
function findEarlierAnswer(
  event: SourceEvent | null,
  earlier: ConsumedEvent | undefined,
): Answer | null {
  if (event === null || earlier === undefined) return null;
  const { by } = event;
  const isSameActor = by === null ? earlier.by === undefined : isViewer(by, earlier.by ?? null);
  return isSameActor ? earlier.answer : null;
}

/** Null when the decision is written. */
async function writeDecision<D extends LivingDocument>(
  parts: CommitParts<D>,
  document: D,
  decision: Extract<DocumentDecision<D>, { kind: 'accepted' }>,
  event: SourceEvent | null,
): Promise<MissedWrite | null> {
  const { store, meter } = parts;
  const { id, version } = document;
  const started = performance.now();
  const deliveries = await claimNew(parts, document, decision);
  const change = {
    set: changedFacts(document, decision.facts),
    history: decision.history,
    deliveries,
    ...(decision.forgets && { forgets: decision.forgets }),
    event: event && {
      ...{ id: event.id, answer: decision.answer },
      ...(event.by === null ? {} : { by: event.by.person }),
    },
  };
  try {
    return (await store.change(id, version, change)) ? null : { version, fault: null };
  } catch (fault) {
    if (fault instanceof UnknownOutcomeError) return { version, fault };
    throw fault;
  } finally {
    meter.observe('commit_ms', performance.now() - started);
  }
}

async function claimNew<D extends LivingDocument>(
  parts: CommitParts<D>,
  document: D,
  { facts, deliveries }: Extract<DocumentDecision<D>, { kind: 'accepted' }>,
): Promise<D['outbox']> {
  if (deliveries.length === 0 || parts.prepareClaims === undefined) return deliveries;
  const claim = await parts.prepareClaims(document, deliveries);
  const outbox = [...document.outbox, ...deliveries];
  return claim({ ...document, ...facts, outbox }, deliveries);
}
