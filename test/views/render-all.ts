import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { detailsForm } from '../../src/views/details.js';
import { renderView } from '../../src/views/render.js';
import { toMessages } from '../support/complaint/outbox.js';
import { createOrganisation, WHO } from '../support/domain.js';
import { viewContext } from './view-context.js';

/** Both cards, the messages that wait in the outbox, and the details as each person sees them. */
export function renderAll(complaint: Complaint, context = viewContext(complaint)) {
  return {
    cards: [
      renderView({ name: 'team-card', args: {} }, context),
      renderView({ name: 'reporter-card', args: {} }, context),
      ...toMessages(complaint.outbox).map(({ view }) => renderView(view, context)),
    ],
    details: Object.values(WHO).map((person) =>
      detailsForm(context, toViewer(person, createOrganisation())),
    ),
  };
}
