import { isViewer, type Viewer } from '../../../domain/complaint/permissions.js';
import type { Reply } from '../../../ports/intake.js';
import { recordedForm } from '../../../views/intake/recorded-form.js';
import type { Dependencies } from '../../dependencies.js';

/** Somebody who has changed what a complaint is about. */
interface ChangedCategory {
  readonly id: string;
  readonly eventId: string;
  readonly viewer: Viewer;
  /** The answer to the change. */
  readonly reply: Reply;
}

/**
 * Continues after a change of what a complaint is about with the words to read to the complainant, if its
 * reporter has changed it and nobody has told them yet: they come from there, and the team is another one
 * now. Throws `STORE_UNAVAILABLE`.
 */
export async function continueRecording(
  { complaints, organisation, clock }: Dependencies,
  { id, eventId, viewer, reply }: ChangedCategory,
): Promise<Reply> {
  if (reply.kind !== 'notice') return reply;
  const complaint = await complaints.load(id);
  if (complaint === undefined || !isViewer(viewer, complaint.reporter)) return reply;
  const draft = recordedForm(complaint, organisation, clock.now(), [reply.notice.text]);
  if (draft === undefined) return reply;
  return { kind: 'form', form: { ...draft, submissionId: `${eventId}/told`, context: id } };
}
