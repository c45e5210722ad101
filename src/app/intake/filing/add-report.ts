import type { Filing } from '../../../domain/complaint/command.js';
import type { ComplaintId } from '../../../domain/complaint/facts.js';
import { accessOf, toViewer } from '../../../domain/complaint/permissions.js';
import { refusal } from '../../../domain/document/refusal.js';
import { findAddingObstacle } from '../../../domain/intake/adding.js';
import type { Reply } from '../../../ports/intake.js';
import {
  addReportForm,
  toFormContext,
  toReportedWords,
} from '../../../views/forms/add-report-form.js';
import { toldOfText } from '../../../views/intake/added-report.js';
import { aboutText } from '../../../views/intake/intake-facts.js';
import { skipUnreadable } from '../../records/skip-unreadable.js';
import type { FilingEvent } from './filing-event.js';

/**
 * Opens the form to add to a complaint, for somebody who is filling in the form for a new one and entered the
 * account, e-mail address or telephone number of its complainant: with what they wrote so far. They need not see
 * the complaint; then the form says its reference, team, state and since when, nothing else. Whoever may not add
 * to it is told why, or that there is no such complaint, at the question in the form. Throws `STORE_UNAVAILABLE`.
 */
export async function openAddReportForm(
  { deps, person, onRefusal }: Pick<FilingEvent, 'deps' | 'person' | 'onRefusal'>,
  reference: ComplaintId,
  entered: Pick<Filing, 'details' | 'receivedAt'>,
): Promise<Reply> {
  const { organisation, clock } = deps;
  const { means, complainant } = entered.details;
  const { account, email = '', phone = '' } = complainant;
  const contact = { account, email, phone };
  const viewer = toViewer(person, organisation);
  const country = organisation.phoneCountry ?? null;
  const complaint = await skipUnreadable(() => deps.complaints.load(reference));
  const obstacle =
    complaint === undefined
      ? refusal('not-found')
      : findAddingObstacle(viewer, complaint, contact, country);
  if (complaint === undefined || obstacle !== null) {
    return onRefusal([{ ...(obstacle ?? refusal('not-found')), field: 'match' }]);
  }
  const isSeen = accessOf(viewer, complaint) !== 'none';
  const draft = addReportForm({
    ...{
      receivedAt: entered.receivedAt ?? clock.now(),
      means,
      words: toReportedWords(entered.details),
    },
    ...(isSeen ? {} : { toldOf: toldOfText(complaint, organisation) }),
  });
  const about = isSeen ? [{ kind: 'text', text: aboutText(complaint) } as const] : [];
  const context = toFormContext({ id: reference, promise: null, entered: contact });
  const blocks = [...about, ...draft.blocks];
  return { kind: 'form', form: { ...draft, blocks, submissionId: deps.newId(), context } };
}
