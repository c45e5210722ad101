import { fileComplaint } from '../../domain/commands/filing.js';
import type { Answer } from '../../domain/complaint/answer.js';
import type { Filing } from '../../domain/complaint/command.js';
import type { Complaint, ConsumedEvent } from '../../domain/complaint/complaint.js';
import {
  changedFacts,
  type Decision,
  type PersonContext,
  type Refusal,
  refusal,
} from '../../domain/complaint/decision.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isViewer, type Viewer } from '../../domain/complaint/permissions.js';
import { RedressError } from '../../errors.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Runs after each commit, and nobody waits for it: sends the deliveries and schedules the next
 * wake-up. `nextActionAt`: business time, ms UTC.
 */
export type AfterCommit = (id: ComplaintId, nextActionAt: number | null) => void;

/** How often a lost race is run again. Each loss means that another commit succeeded. */
const MAX_ATTEMPTS = 12;

/** The event a commit consumes once, however often it arrives. `by`: its author; null for the bot itself. */
export interface SourceEvent {
  readonly id: string;
  readonly by: Viewer | null;
}

/** The outcome of a change. `absent`: the complaint does not exist. */
export type CommitOutcome =
  | { readonly kind: 'done'; readonly answer: Answer; readonly complaint: Complaint }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly kind: 'absent' };

/** The outcome of a filing: the stored complaint, or the reasons why it was refused. */
export type FilingOutcome =
  | { readonly kind: 'filed'; readonly complaint: Complaint }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/**
 * Stores a new complaint. The same submission twice gives the same complaint, but only to the person
 * who filed it; another person is refused, because their complaint would be lost. Throws
 * `STORE_UNAVAILABLE`; the form can be sent again then, even if the first write arrived.
 */
export async function commitFiling(
  deps: Dependencies,
  afterCommit: AfterCommit,
  filing: Filing,
  context: PersonContext,
  submissionId: string,
): Promise<FilingOutcome> {
  const checked = fileComplaint(filing, context, submissionId);
  if (!checked.ok) return { kind: 'refused', refusals: checked.refusals };
  const id = await deps.complaints.nextReference();
  const complaint = checked.value(id);
  const outcome = await deps.complaints.insert(complaint);
  if (outcome.kind === 'duplicate') {
    return isViewer(context.actor, outcome.complaint.reporter)
      ? { kind: 'filed', complaint: outcome.complaint }
      : { kind: 'refused', refusals: [refusal('sent-by-another')] };
  }
  afterCommit(complaint.id, complaint.nextActionAt);
  return { kind: 'filed', complaint };
}

/**
 * Loads a complaint, decides and writes the decision in one atomic update under the complaint's
 * version; after a lost race it loads and decides again. An event that was consumed before changes
 * nothing and gets its first answer again, unless another person sent it. `event` is null for a
 * wake-up of our own, which may arrive any number of times. Throws `STORE_UNAVAILABLE`, or
 * `STORE_CONFLICT` after too many lost races.
 */
export async function commit(
  deps: Dependencies,
  afterCommit: AfterCommit,
  id: ComplaintId,
  event: SourceEvent | null,
  decide: (complaint: Complaint) => Decision,
): Promise<CommitOutcome> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const complaint = await deps.complaints.load(id);
    if (complaint === undefined) return { kind: 'absent' };
    const before = complaint.events.find(({ id: consumed }) => consumed === event?.id);
    const isAgain = before !== undefined && event !== null && isSameActor(event, before);
    if (isAgain) return { kind: 'done', answer: before.answer, complaint };
    const decision = decide(complaint);
    if (decision.kind === 'refused') return decision;
    // Only after the decision, which refuses people who may not see the complaint.
    if (before !== undefined) return { kind: 'refused', refusals: [refusal('sent-by-another')] };
    if (decision.kind === 'unchanged') return { kind: 'done', answer: decision.answer, complaint };
    if (await writeDecision(deps, complaint, decision, event)) {
      afterCommit(id, decision.facts.nextActionAt);
      return {
        kind: 'done',
        answer: decision.answer,
        complaint: { ...complaint, ...decision.facts },
      };
    }
  }
  throw new RedressError('STORE_CONFLICT', `${id} changed ${MAX_ATTEMPTS} times in between`);
}

/** The event id alone proves nothing: on some platforms it comes through the person's client. */
function isSameActor({ by }: SourceEvent, before: ConsumedEvent): boolean {
  return by === null ? before.by === undefined : isViewer(by, before.by ?? null);
}

async function writeDecision(
  deps: Dependencies,
  complaint: Complaint,
  decision: Extract<Decision, { kind: 'accepted' }>,
  event: SourceEvent | null,
): Promise<boolean> {
  const started = performance.now();
  const isWritten = await deps.complaints.change(complaint.id, complaint.version, {
    set: changedFacts(complaint, decision.facts),
    history: decision.history,
    deliveries: decision.deliveries,
    event: event && {
      ...{ id: event.id, answer: decision.answer },
      ...(event.by === null ? {} : { by: event.by.person }),
    },
  });
  deps.meter.observe('commit_ms', performance.now() - started);
  return isWritten;
}
