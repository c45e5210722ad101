import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { text } from '../../../src/text/index.js';
import { reporterCard, teamCard } from '../../../src/views/complaint-cards.js';
import { detailsForm } from '../../../src/views/details.js';
import { parseFormTarget, toFormContext } from '../../../src/views/forms/add-report-form.js';
import { reportAddedMessage, toldOfText } from '../../../src/views/intake/added-report.js';
import { unreachedMessage } from '../../../src/views/messages.js';
import { act, COMMANDS, createOrganisation, filed, inState, WHO } from '../../support/domain.js';
import { findActions, toPlainText } from '../plain-text.js';
import { readDetails } from '../read-details.js';
import { viewContext } from '../view-context.js';

const { outsider, assignee, reporter, member } = WHO;
const AGAIN = { ...COMMANDS['add-report'], entered: { account: 'T-17' } };
const JOINED = act(inState('assigned'), outsider, AGAIN);
const ARGS = { by: outsider, receivedAt: 0, means: 'phone', words: 'Still wet.' } as const;

describe('what people see of a complainant who complained again', () => {
  it('is on the cards: when, and to whom; and how often, if more than once', () => {
    const once = viewContext(JOINED);
    for (const card of [teamCard(once), reporterCard(once)]) {
      expect(toPlainText(card)).to.match(/Complained again: .*, to @Name of zoe/);
    }
    const twice = toPlainText(teamCard(viewContext(act(JOINED, member, COMMANDS['add-report']))));
    expect(twice).to.match(/Complained again: 2 times, last .*, to @Name of repairs-bob/);
    expect(toPlainText(teamCard(viewContext(inState('assigned'))))).not.to.include('again');
  });

  it('says when and to whom they complained last, whichever colleague wrote it down first', () => {
    const [now, first] = [viewContext(JOINED).now, COMMANDS['add-report']];
    const today = act(inState('assigned'), member, { ...first, receivedAt: now - 60_000 }, now);
    const late = act(today, outsider, { ...AGAIN, receivedAt: now - 24 * 3_600_000 }, now);
    const said = toPlainText(teamCard(viewContext(late)));
    expect(said).to.match(/2 times, last .*, to @Name of repairs-bob/);
  });

  it('is not on the card of a confidential one in the channel', () => {
    const added = act(inState('assigned', 'conduct'), reporter, COMMANDS['add-report']);
    expect(toPlainText(teamCard(viewContext(added)))).not.to.include('again');
  });

  it('is in the details with the words, for every reporter too', () => {
    for (const person of [assignee, member, reporter, outsider]) {
      const said = readDetails(person, JOINED);
      expect(said, person).to.include('recorded that the complainant complained again');
      expect(said, person).to.include('“They called again.”');
    }
  });

  it('is a message with the words and the next steps; in the thread it is for the team', () => {
    const to = reportAddedMessage(viewContext(JOINED), { ...ARGS, to: assignee });
    expect(toPlainText(to)).to.match(/@Name of zoe heard from the complainant of C-1001 again/);
    expect(toPlainText(to)).to.include('Still wet.').and.not.include('For @');
    expect(findActions(to)).to.deep.equal(['update', 'details']);
    const open = viewContext(act(inState('open'), outsider, AGAIN));
    const inThread = reportAddedMessage(open, { ...ARGS, to: null });
    expect(toPlainText(inThread)).to.include('For @Team repairs: @Name of zoe heard');
    expect(findActions(inThread)).to.deep.equal([]);
  });
});

describe('the card of a second reporter', () => {
  const read = (complaint: Complaint, to?: string) =>
    toPlainText(reporterCard(viewContext(complaint), to === undefined ? {} : { to }));

  it('says what the reporter’s says, under a title of its own', () => {
    const own = reporterCard(viewContext(JOINED), { to: outsider });
    const reporters = reporterCard(viewContext(JOINED));
    expect(own.title).to.equal('C-1001 · you added to it');
    expect({ ...own, title: null }).to.deep.equal({ ...reporters, title: null });
  });

  it('shows why it was reopened to whoever wrote that alone', () => {
    const resolved = act(JOINED, assignee, COMMANDS.resolve);
    const byFirst = act(resolved, reporter, COMMANDS.reopen);
    expect(read(byFirst)).to.include('wet again');
    expect(read(byFirst, outsider)).not.to.include('wet again');
    const bySecond = act(resolved, outsider, COMMANDS.reopen);
    expect(read(bySecond)).not.to.include('wet again');
    expect(read(bySecond, outsider)).to.include('wet again');
  });

  it('is a reporter’s when they cannot be reached', () => {
    const said = unreachedMessage(viewContext(JOINED), { person: outsider });
    expect(toPlainText(said)).to.include('how the complaint they recorded stands');
  });
});

describe('what is told of a complaint to whoever knows its complainant', () => {
  it('is its reference, team, state and since when, and nothing else', () => {
    const organisation = createOrganisation();
    const told = toldOfText(JOINED, organisation);
    expect(told).to.deep.equal([
      { strong: 'C-1001' },
      ` · Team repairs · ${text.states.assigned} · since `,
      { moment: JOINED.filedAt, zone: 'Europe/London' },
    ]);
  });
});

describe('the linked complaints in the details', () => {
  it('stand before the history, each with its state and a button', () => {
    const linked = [filed({ id: 'C-7' }), { ...inState('closed'), id: 'C-8' }];
    const viewer = toViewer(assignee, createOrganisation());
    const form = detailsForm({ ...viewContext(JOINED), linked }, viewer);
    const said = toPlainText(form);
    expect(said).to.include(`C-7: ${text.states.open}`).and.include(`C-8: ${text.states.closed}`);
    expect(said.indexOf('Linked complaints')).to.be.lessThan(said.indexOf('What happened so far'));
    expect(JSON.stringify(form)).to.include('"label":"Open C-8"');
  });
});

describe('the context of the form to add to a complaint', () => {
  it('keeps the reference and what was entered, as one line each', () => {
    const line = fc.string().map((one) => one.replace(/\s+/g, ' '));
    const entered = fc.record({ account: line, email: line, phone: line });
    fc.assert(
      fc.property(entered, (said) => {
        const target = { id: 'C-1042', promise: null, entered: said };
        const isNothing = Object.values(said).every((one) => one.trim() === '');
        const { entered: _, ...bare } = target;
        const read = parseFormTarget(toFormContext(target));
        if (!isNothing) expect(read).to.deep.equal(target);
        else expect(read?.id).to.equal(bare.id);
      }),
    );
  });

  it('is unknown if Redress did not write it', () => {
    for (const context of ['', 'C-', '\nT-17', 'C-1; drop\nT-17', 'C-1/p1/p2\n']) {
      expect(parseFormTarget(context), context).to.equal(undefined);
    }
    expect(parseFormTarget('C-1/p2')).to.deep.equal({ id: 'C-1', promise: 'p2' });
  });
});
