import { fileComplaint } from '../../domain/commands/filing.js';
import type { Filing } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Decision, PersonContext } from '../../domain/complaint/decision.js';
import type { RoutedItem } from '../../domain/complaint/delivery.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isViewer } from '../../domain/complaint/permissions.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import type { PersonId } from '../../domain/organisation/person.js';
import { UnknownOutcomeError } from '../../ports/stores/document-store.js';
import { Pauses } from '../../ports/waiting.js';
import type { Dependencies } from '../dependencies.js';
import {
  type ClaimNew,
  type CommitOutcome,
  type CommitParts,
  commitDocument,
  type SourceEvent,
} from './commit-document.js';

/** The outcome of a filing: the stored complaint, or the reasons why it was refused. */
export type FilingOutcome =
  /** `isRepeat`: the same submission had stored it before. */
  | { readonly kind: 'filed'; readonly complaint: Complaint; readonly isRepeat: boolean }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** What goes with each commit on a complaint, see `CommitParts`. */
export interface CommitHooks extends Pick<CommitParts<Complaint>, 'afterCommit'> {
  /** Also for a complaint that is not filed yet. */
  prepareClaims?(
    complaint: Pick<Complaint, 'reporter' | 'addedReports'>,
    deliveries: readonly RoutedItem[],
  ): Promise<ClaimNew<Complaint>>;
}

/** How long a filing waits for its write, ms. */
const FILING_LIMIT_MS = 2000;

/**
 * Stores a new complaint. The same submission twice gives the same complaint, but only to the person
 * who filed it; another person is refused, because their complaint would be lost. An insert whose outcome
 * is unknown is repeated until it is certain, or 2 s are over. Throws `STORE_UNAVAILABLE`; the form can
 * be sent again then, even if the first write arrived.
 */
export async function commitFiling(
  deps: Dependencies,
  hooks: CommitHooks,
  filing: Filing,
  context: PersonContext,
  submissionId: string,
): Promise<FilingOutcome> {
  const checked = fileComplaint(filing, context, submissionId);
  if (!checked.ok) return { kind: 'refused', refusals: checked.refusals };
  const create = await claimFiled(hooks, checked.value, context.actor.person);
  const { complaint, isOurs } = await fileCertainly(deps, submissionId, create);
  if (isOurs) hooks.afterCommit(complaint.id, complaint.nextActionAt);
  else if (!isViewer(context.actor, complaint.reporter)) {
    return { kind: 'refused', refusals: [refusal('sent-by-another')] };
  }
  return { kind: 'filed', complaint, isRepeat: !isOurs };
}

/** Claims the cards of a new complaint with its filing, if they can be posted at once. */
async function claimFiled(
  hooks: CommitHooks,
  create: (id: ComplaintId) => Complaint,
  reporter: PersonId,
): Promise<(id: ComplaintId) => Complaint> {
  const claim = await hooks.prepareClaims?.({ reporter }, [{ person: reporter }]);
  if (claim === undefined) return create;
  return (id) => {
    const complaint = create(id);
    return { ...complaint, outbox: claim(complaint, complaint.outbox) };
  };
}

/** A stored complaint. `isOurs`: this call has stored it, or may have. */
interface CertainFiling {
  readonly complaint: Complaint;
  readonly isOurs: boolean;
}

/** A second write of the same filing changes nothing, so it asks what became of the first. */
async function fileCertainly(
  { complaints, waiting }: Dependencies,
  submissionId: string,
  create: (id: ComplaintId) => Complaint,
): Promise<CertainFiling> {
  const pauses = new Pauses(FILING_LIMIT_MS, waiting);
  let tried: ComplaintId | undefined;
  const createNoting = (id: ComplaintId): Complaint => {
    tried = id;
    return create(id);
  };
  for (;;) {
    try {
      const { kind, complaint } = await complaints.file(submissionId, createNoting);
      return { complaint, isOurs: kind === 'filed' || complaint.id === tried };
    } catch (error) {
      if (!(error instanceof UnknownOutcomeError) || !(await pauses.pause())) throw error;
    }
  }
}

/** Decides and commits a change of a complaint, see {@link commitDocument}. */
export async function commit(
  { complaints, meter, waiting }: Pick<Dependencies, 'complaints' | 'meter' | 'waiting'>,
  hooks: CommitHooks,
  id: ComplaintId,
  event: SourceEvent | null,
  decide: (complaint: Complaint) => Decision,
): Promise<CommitOutcome<Complaint>> {
  return commitDocument({ store: complaints, meter, waiting, ...hooks }, id, event, decide);
}
