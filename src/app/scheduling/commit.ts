import { fileComplaint } from '../../domain/commands/filing.js';
import type { Filing } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Decision, PersonContext } from '../../domain/complaint/decision.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isViewer } from '../../domain/complaint/permissions.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
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
    return isViewer(context.actor, outcome.document.reporter)
      ? { kind: 'filed', complaint: outcome.document }
      : { kind: 'refused', refusals: [refusal('sent-by-another')] };
  }
  afterCommit(complaint.id, complaint.nextActionAt);
  return { kind: 'filed', complaint };
}

/** Decides and commits a change of a complaint, see {@link commitDocument}. */
export async function commit(
  { complaints, meter }: Pick<Dependencies, 'complaints' | 'meter'>,
  afterCommit: AfterCommit,
  id: ComplaintId,
  event: SourceEvent | null,
  decide: (complaint: Complaint) => Decision,
): Promise<CommitOutcome<Complaint>> {
  return commitDocument({ store: complaints, meter, afterCommit }, id, event, decide);
}
