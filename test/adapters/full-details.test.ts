import { expect } from 'chai';
import { renderForm as renderSlackForm } from '../../adapters/slack/render/modal.js';
import { renderForm as renderTeamsForm } from '../../adapters/teams/render/form/dialog.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { detailsForm } from '../../src/views/details.js';
import { act, COMMANDS, createOrganisation, filed, inState, WHO } from '../support/domain.js';
import { viewContext } from '../views/view-context.js';

const LINKED = Array.from({ length: 20 }, (_, n) => filed({ id: `C-${2000 + n}` }));

/** The details of a complaint to which a colleague added fifty times, and that is linked to twenty. */
function createFullDetails() {
  const again = { ...COMMANDS['add-report'], words: 'w'.repeat(3000) };
  const complaint = Array.from({ length: 50 }, () => again).reduce(
    (before, command) => act(before, WHO.reporter, command),
    inState('assigned'),
  );
  const viewer = toViewer(WHO.assignee, createOrganisation());
  const draft = detailsForm({ ...viewContext(complaint), linked: LINKED }, viewer);
  return { ...draft, submissionId: 's', context: complaint.id };
}

describe('the details of a complaint with as much added and linked as it takes', () => {
  it('fit into a modal of Slack and a dialog of Teams, with a button for each linked one', () => {
    const form = createFullDetails();
    const teams = { tenant: 'T', zone: 'Europe/London', seal: () => 'x'.repeat(22) };
    for (const shown of [
      renderSlackForm(form, { workspace: 'T1' }),
      renderTeamsForm(form, teams).card,
    ]) {
      const content = JSON.stringify(shown);
      for (const { id } of LINKED) expect(content).to.include(`Open ${id}`);
      expect(content).to.include('complained again');
    }
  });
});
