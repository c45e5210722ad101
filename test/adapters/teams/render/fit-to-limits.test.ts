import { expect } from 'chai';
import { type Dialog, renderForm } from '../../../../adapters/teams/render/form/dialog.js';
import { LIMITS, toDialogBytes } from '../../../../adapters/teams/render/limits.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { toViewer } from '../../../../src/domain/complaint/permissions.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import { detailsForm } from '../../../../src/views/details.js';
import type { Block, Form } from '../../../../src/views/elements.js';
import { act, createOrganisation, inState, WHO } from '../../../support/domain.js';
import { viewContext } from '../../../views/view-context.js';
import { TENANT } from './arbitraries.js';

const CONTEXT = { tenant: TENANT, zone: 'Europe/Berlin', seal: () => 'x'.repeat(22) };
const getBody = (dialog: Dialog): string => JSON.stringify(dialog.card.content.body);

function toReadOnlyForm(blocks: readonly Block[]): Form {
  return {
    ...{ id: 'details', submissionId: 's', context: 'C-1', title: 'C-1', submit: null },
    ...{ fields: [], blocks },
  };
}

function renderBody(blocks: readonly Block[]): string {
  const dialog = renderForm(toReadOnlyForm(blocks), CONTEXT);
  expect(toDialogBytes({ task: { type: 'continue', value: dialog } })).to.be.at.most(LIMITS.dialog);
  return getBody(dialog);
}

/** A resolved complaint with texts of full length and this number of updates. */
function createLongComplaint(letter: string, updates: number, length: number): Complaint {
  const resolved = inState('resolved');
  const full = (kind: string) => `${kind}${letter.repeat(3000)}`.slice(0, 3000);
  const description = full('D');
  const long: Complaint = {
    ...resolved,
    details: { ...resolved.details, description, desiredOutcome: full('W') },
    resolutions: resolved.resolutions.map((one) => ({ ...one, done: full('R') })),
  };
  return Array.from(
    { length: updates },
    (_, n) => `update-${n + 1}. ${letter.repeat(length)}`,
  ).reduce(
    (complaint, text) => act(complaint, WHO.assignee, { kind: 'update', audience: 'team', text }),
    long,
  );
}

function renderDetails(complaint: Complaint): readonly Block[] {
  return detailsForm(viewContext(complaint), toViewer(WHO.assignee, createOrganisation())).blocks;
}

const quote = (text: string, label = 'Said'): Block => ({
  kind: 'quote',
  label,
  text,
  max: 20_000,
});
const note = (text: string): Block => ({ kind: 'note', text: [text] });
const buttons: Block = {
  kind: 'buttons',
  buttons: [{ action: 'take', value: 'C-1', label: 'Take', style: 'primary', opens: false }],
};
const divider: Block = { kind: 'divider' };

describe('The details of a complaint in a Teams dialog', () => {
  it('keep description, desired outcome and resolution in full, and lose the oldest history', () => {
    for (const [letter, length] of [
      ['x', 400],
      ['é', 200],
    ] as const) {
      const complaint = createLongComplaint(letter, 60, length);
      const body = renderBody(renderDetails(complaint));
      for (const kind of ['D', 'W', 'R']) {
        expect(body).to.include(`"${`${kind}${letter.repeat(3000)}`.slice(0, 3000)}"`);
      }
      expect(body).to.include('update-60.').and.include('update-59.');
      expect(body).not.to.include('update-11.').and.not.to.include(TEAMS_TEXT.shortenedHere);
      const kept = body.match(/update-\d+\./g)?.length ?? 0;
      expect(kept).to.be.at.least(8);
      expect(body).to.include(TEAMS_TEXT.leftOut(50 - kept));
    }
  });

  it('show everything in 25 KB of plain text, because 28 KB of UTF-8 are allowed', () => {
    const body = renderBody([
      quote('x'.repeat(12_000)),
      divider,
      note('So far'),
      note('y'.repeat(7900)),
    ]);
    expect(body).to.include('x'.repeat(12_000)).and.to.include('y'.repeat(7900));
    expect(body).not.to.include(TEAMS_TEXT.shortenedHere);
  });

  it('keep their first texts even in Chinese, where no history fits beside them', () => {
    const body = renderBody(renderDetails(createLongComplaint('漢', 50, 300)));
    expect(body).to.include(TEAMS_TEXT.shortenedHere).and.to.include(TEAMS_TEXT.leftOut(50));
    const lengths = [...body.matchAll(/"([DWR])漢+…?"/g)].map(([text]) => text.length);
    expect(lengths).to.have.length(3);
    expect(Math.min(...lengths)).to.be.above(2200);
  });
});

describe('The first things to be cut in a Teams dialog', () => {
  const entry = (n: number, length: number): readonly Block[] => [
    note(`entry-${n}:`),
    quote(`quote-${n} ${'z'.repeat(length)}`, ''),
  ];

  it('are the oldest whole entries, and a line shows how many', () => {
    const entries = Array.from({ length: 10 }, (_, n) => entry(n, 3000)).flat();
    const body = renderBody([
      quote('x'.repeat(3000)),
      buttons,
      divider,
      note('So far'),
      ...entries,
    ]);
    const kept = body.match(/entry-\d+/g) ?? [];
    expect(kept).to.deep.equal(kept.map((_, n) => `entry-${n}`));
    expect(body.match(/quote-\d+/g)).to.have.length(kept.length);
    expect(kept.length).to.be.within(5, 9);
    expect(body)
      .to.include(TEAMS_TEXT.leftOut(10 - kept.length))
      .and.to.include('So far');
    expect(body).not.to.include(TEAMS_TEXT.shortenedHere);
  });

  it('are parts of long entries, before more than half of the entries', () => {
    const entries = [entry(0, 15_000), ...Array.from({ length: 9 }, (_, n) => entry(n + 1, 2000))];
    const body = renderBody([quote('x'.repeat(3000)), divider, note('So far'), ...entries.flat()]);
    expect(body.match(/entry-\d+/g)?.length).to.be.at.least(5);
    expect(body).to.include(TEAMS_TEXT.shortenedHere).and.to.include('x'.repeat(3000));
  });

  it('are then the quotes below the buttons, before those above them', () => {
    const body = renderBody([
      quote('a'.repeat(9000)),
      buttons,
      quote('b'.repeat(20_000)),
      divider,
      note('So far'),
    ]);
    expect(body).to.include('a'.repeat(9000)).and.not.to.include('b'.repeat(20_000));
    expect(body).to.include('b'.repeat(9000)).and.to.include(TEAMS_TEXT.shortenedHere);
  });
});
