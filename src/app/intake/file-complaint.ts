import { fileComplaint } from '../../domain/commands/filing.js';
import type { Filing } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import { type PersonContext, type Refusal, refusal } from '../../domain/complaint/decision.js';
import { isViewer } from '../../domain/complaint/permissions.js';
import type { Dependencies } from '../dependencies.js';
import type { AfterCommit } from '../scheduling/commit.js';

export type FilingOutcome =
  | { readonly kind: 'filed'; readonly complaint: Complaint }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/**
 * Records a complaint durably. The same submission twice gives the same complaint, but never to
 * somebody who did not file it: theirs would not be recorded. Throws
 * `STORE_UNAVAILABLE`; sending the form again is safe then, even when the first write arrived.
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
