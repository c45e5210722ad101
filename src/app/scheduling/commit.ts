import { fileComplaint } from '../../domain/commands/filing.js';
import type { Filing } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Decision, PersonContext } from '../../domain/complaint/decision.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isViewer } from '../../domain/complaint/permissions.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import { RedressError } from '../../errors.js';
import type { InsertOutcome } from '../../ports/stores/document-store.js';
import { UnknownOutcomeError } from '../../ports/stores/document-store.js';
import { Pauses } from '../../ports/waiting.js';
import type { Dependencies } from '../dependencies.js';
import {
  type AfterCommit,
  type CommitOutcome,
  commitDocument,
  type SourceEvent,
} from './commit-document.js';

/** The outcome of a filing: the stored complaint, or the reasons why it was refused. */
export type FilingOutcome =
  | { readonly kind: 'filed'; readonly complaint: Complaint }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** How long a filing waits for its write, ms, and how often it takes another reference. */
const FILING_LIMIT_MS = 2000;
const MAX_REFERENCES = 5;

/**
 * Stores a new complaint. The same submission twice gives the same complaint, but only to the person
 * who filed it; another person is refused, because their complaint would be lost. An insert whose outcome
 * is unknown is repeated until it is certain, or 2 s are over. Throws `STORE_UNAVAILABLE`; the form can
 * be sent again then, even if the first write arrived.
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
  const { complaint, outcome } = await insertComplaint(deps, checked.value);
  const stored = outcome.kind === 'inserted' ? complaint : outcome.document;
  if (stored.id === complaint.id) afterCommit(stored.id, stored.nextActionAt);
  else if (!isViewer(context.actor, stored.reporter)) {
    return { kind: 'refused', refusals: [refusal('sent-by-another')] };
  }
  return { kind: 'filed', complaint: stored };
}

/** A complaint and what became of its insert. */
interface InsertedComplaint {
  readonly complaint: Complaint;
  readonly outcome: Exclude<InsertOutcome<Complaint>, { kind: 'taken' }>;
}

/** A reference that is taken shows that the counter is behind the complaints, as after a restore. */
async function insertComplaint(
  { complaints, waiting }: Dependencies,
  create: (id: ComplaintId) => Complaint,
): Promise<InsertedComplaint> {
  const pauses = new Pauses(FILING_LIMIT_MS, waiting);
  for (let tried = 0; tried < MAX_REFERENCES; tried += 1) {
    const complaint = create(await complaints.nextReference());
    const outcome = await insertCertainly(complaints, complaint, pauses);
    if (outcome.kind !== 'taken') return { complaint, outcome };
    await complaints.catchUpReferences();
  }
  throw new RedressError('STORE_CONFLICT', `The last ${MAX_REFERENCES} references are taken.`);
}

/** A second insert of the same filing writes nothing, so it asks what became of the first. */
async function insertCertainly(
  complaints: Dependencies['complaints'],
  complaint: Complaint,
  pauses: Pauses,
): Promise<InsertOutcome<Complaint>> {
  for (;;) {
    try {
      return await complaints.insert(complaint);
    } catch (error) {
      if (!(error instanceof UnknownOutcomeError) || !(await pauses.pause())) throw error;
    }
  }
}

/** Decides and commits a change of a complaint, see {@link commitDocument}. */
export async function commit(
  { complaints, meter, waiting }: Pick<Dependencies, 'complaints' | 'meter' | 'waiting'>,
  afterCommit: AfterCommit,
  id: ComplaintId,
  event: SourceEvent | null,
  decide: (complaint: Complaint) => Decision,
): Promise<CommitOutcome<Complaint>> {
  return commitDocument({ store: complaints, meter, afterCommit, waiting }, id, event, decide);
}
