import { expect } from 'chai';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { ViewArgs, ViewName } from '../../src/domain/complaint/view-ref.js';
import { collectPersonIds } from '../../src/views/context.js';
import type { Card } from '../../src/views/elements.js';
import { renderView } from '../../src/views/render.js';
import {
  act,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  inState,
  WHO,
} from '../support/domain.js';
import { findActions, findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const SECRETS = createDetails({
  complainant: { name: 'Secret Name', account: 'Secret-Account' },
  description: 'secret story',
  desiredOutcome: 'secret wish',
});

describe('messages', () => {
  const shown = <N extends ViewName>(
    name: N,
    args: ViewArgs[N],
    complaint = inState('assigned'),
  ): Card => renderView({ name, args }, viewContext(complaint));
  const long = 'y'.repeat(3000);

  it('show a person without a visible name as a colleague', () => {
    const context = viewContext(inState('assigned'));
    const people = new Map(
      [...context.people].map(([id, person]) => [id, { ...person, name: '\u200b\u3164' }]),
    );
    const args = { by: WHO.assignee, text: long };
    const card = renderView({ name: 'team-update', args }, { ...context, people });
    expect(toPlainText(card)).to.include('@a colleague wrote to the team');
  });

  it('say nothing of a team that sees or reads a confidential complaint', () => {
    const confidential = filed({ category: 'conduct' });
    const toLead = { reason: 'channel-archived' } as const;
    for (const complaint of [filed(), confidential]) {
      const said = [
        shown('unplaced', toLead, complaint),
        shown('placed', {}, complaint),
        shown('reporter-waiting', {}, complaint),
      ].map((card) =>
        toPlainText({ ...card, blocks: card.blocks.filter(({ kind }) => kind === 'text') }),
      );
      for (const words of said) {
        expect(/confidential, so only/.test(words)).to.equal(complaint === confidential);
        expect(/The team can|write to the team/.test(words)).to.equal(complaint !== confidential);
      }
    }
  });

  for (const name of ['reporter-update', 'team-update'] as const) {
    it(`show the whole text: ${name}`, () => {
      const content = toPlainText(shown(name, { by: WHO.assignee, text: long }));
      expect(content).to.include(long).and.include(`@Name of ${WHO.assignee}`);
    });
  }

  it('say which complaint they are about, with the complainant and the first words', () => {
    const start = `It is ${'very '.repeat(30)}damp.`;
    const complaint = act(inState('assigned'), WHO.lead, {
      kind: 'correct',
      details: createDetails({ description: start }),
    });
    const line = `C-1001 · Jo Tenant · “${start.slice(0, 80)}…”`;
    const messages = [
      shown('reporter-update', { by: WHO.assignee, text: 'x' }, complaint),
      shown('team-update', { by: WHO.assignee, text: 'x' }, complaint),
      shown('assigned', { by: WHO.lead, to: WHO.assignee }, complaint),
      shown('reporter-resolved', { by: WHO.assignee }, complaint),
      shown('reporter-reopened', { by: WHO.assignee }, complaint),
      shown('reopened', { by: WHO.reporter, reason: 'x' }, complaint),
      shown('dissatisfied', { by: WHO.assignee, satisfaction: 1, words: '' }, complaint),
    ];
    for (const message of messages) expect(toPlainText(message)).to.include(line);
  });

  describe('of the reporter to the team', () => {
    const note = (by: string, complaint: Complaint): string =>
      toPlainText(shown('team-update', { by, text: 'She calls at four.' }, complaint));

    it('mention the person who has the complaint, or the team while nobody has it', () => {
      expect(note(WHO.reporter, inState('assigned'))).to.match(
        new RegExp(
          `^For @Name of ${WHO.assignee}: @Name of ${WHO.reporter} wrote to the team`,
          'm',
        ),
      );
      expect(note(WHO.reporter, filed())).to.match(
        /^For @.*repairs.*: @Name of rita wrote to the team/im,
      );
    });

    it('mention nobody when somebody else writes, or the reporter has it', () => {
      expect(note(WHO.member, inState('assigned'))).not.to.include('For @');
      const own = act(filed({ by: WHO.member }), WHO.member, COMMANDS.take);
      expect(note(WHO.member, own)).not.to.include('For @');
    });

    it('on a confidential complaint carry its reference and its buttons', () => {
      const complaint = inState('assigned', 'conduct');
      const card = shown('team-update', { by: WHO.reporter, text: 'x' }, complaint);
      expect(toPlainText(card)).to.include('C-1001');
      expect(findActions(card)).to.deep.equal(['update', 'details']);
      expect(findActions(shown('team-update', { by: WHO.reporter, text: 'x' }))).to.deep.equal([]);
    });
  });

  it('to the lead about a complainant who is not satisfied offer to reopen it, once', () => {
    const args = { by: WHO.assignee, satisfaction: 1, words: 'Still wet.' };
    const card = shown('dissatisfied', args, inState('closed'));
    expect(toPlainText(card)).to.include('1 of 5').and.include('Still wet.');
    expect(findActions(card)).to.deep.equal(['reopen', 'details']);
    const reopened = act(inState('closed'), WHO.lead, COMMANDS.reopen);
    expect(findActions(shown('dissatisfied', args, reopened))).to.deep.equal(['details']);
  });

  it('tell the reporter what was done', () => {
    const content = toPlainText(
      shown('reporter-resolved', { by: WHO.assignee }, inState('resolved')),
    );
    expect(content).to.include('Dried it.');
  });

  it('say what did not arrive and ask to tell the person another way', () => {
    const lost = [
      'reporter-update',
      'team-update',
      'assigned',
      'reopened',
      'reporter-resolved',
      'relieved',
    ] as const;
    const content = lost.map((what) =>
      toPlainText(shown('not-delivered', { what, reason: 'person-gone', to: WHO.member })),
    );
    expect(new Set(content).size).to.equal(lost.length);
    for (const one of content)
      expect(one).to.include('another way').and.include('chat account is gone');
    const notes = content.filter((one) => one.includes('reporter'));
    expect(notes, 'only what went to the reporter names them').to.have.length(2);
  });

  it('in the ops channel show the reference and the reason, and nothing else of the complaint', () => {
    const complaint = { ...inState('assigned'), details: SECRETS };
    for (const slot of [
      'card:1',
      'reporter-card',
      'thread:1',
      'nudge:x',
      'dm:rita',
      'ops',
    ] as const) {
      const content = toPlainText(shown('alarm', { slot, reason: 'channel-gone' }, complaint));
      expect(content).to.include(complaint.id).and.include('does not exist');
      expect(content.toLowerCase()).not.to.include('secret');
      expect(content).not.to.include('rita');
    }
  });

  it('in the ops channel say that complaints follow to another channel in redress.yml', () => {
    const card = { platform: 'slack', key: 'slack:C-1:1.1', channel: 'C-1', ts: '1.1' } as const;
    const posted: Complaint = { ...inState('assigned'), refs: { 'card:1': card } };
    const unposted = { ...posted, refs: {} };
    const say = (slot: ViewArgs['alarm']['slot'], complaint: Complaint) =>
      toPlainText(shown('alarm', { slot, reason: 'channel-archived' }, complaint));
    for (const slot of ['card:1', 'thread:1', 'nudge:x'] as const) {
      expect(say(slot, posted)).to.include('open complaints follow');
      expect(say(slot, unposted)).not.to.include('open complaints follow');
    }
    expect(say('reporter-card', posted)).not.to.include('open complaints follow');
  });

  it('show the new assignee the open promises with their buttons', () => {
    const given = act(inState('assigned'), WHO.lead, COMMANDS.assign);
    const card = shown('assigned', { by: WHO.lead, to: WHO.member }, given);
    expect(findActions(card)).to.deep.equal([
      'keep',
      'renegotiate',
      'promise',
      'update',
      'details',
    ]);
    expect(toPlainText(card)).to.include('a plasterer').and.include('Promise due <');
    expect(findButtons(card)[0]?.value).to.equal('C-1001/p1');
  });

  it('hide the promises of a confidential complaint from somebody who may no longer have it', () => {
    const first = inState('assigned', 'conduct');
    const second = act(first, WHO.lead, COMMANDS.assign);
    for (const to of [WHO.assignee, WHO.member]) {
      const content = toPlainText(shown('assigned', { by: WHO.lead, to }, second));
      expect(content.includes('a plasterer'), to).to.equal(to === WHO.member);
    }
  });

  it('name who could not be reached, the reporter as such, and nothing of the complaint', () => {
    const complaint = { ...inState('assigned'), details: SECRETS };
    const [reporter, member] = [WHO.reporter, WHO.member].map((person) =>
      toPlainText(shown('unreached', { person }, complaint)),
    );
    expect(reporter).to.include(`@Name of ${WHO.reporter}`).and.include('they recorded');
    expect(member).to.include(`@Name of ${WHO.member}`).and.not.include('recorded');
    expect(`${reporter}${member}`.toLowerCase()).not.to.include('secret');
  });

  it('name the new assignee only to somebody who may still see the complaint', () => {
    const relieved = (category: string, from: string, to: string): Card => {
      const start = act(filed({ category }), WHO.officer, { kind: 'assign', to: from });
      const given = act(start, WHO.lead, { kind: 'assign', to });
      return shown('relieved', { by: WHO.lead, from, to }, given);
    };
    const open = relieved('damp', WHO.assignee, WHO.member);
    expect(toPlainText(open)).to.include(`It is with @Name of ${WHO.member}.`);
    const hidden = relieved('conduct', WHO.assignee, WHO.member);
    expect(toPlainText(hidden)).to.include('to somebody else.').and.not.include(WHO.member);
    expect(findActions(hidden)).to.deep.equal([]);
    const officer = relieved('conduct', 'omar', WHO.member);
    expect(toPlainText(officer)).to.include(`It is with @Name of ${WHO.member}.`);
  });

  it('tell the lead that the card was not posted, and nothing else of the complaint', () => {
    const card = shown('unplaced', { reason: 'channel-archived' }, filed({ category: 'conduct' }));
    expect(findActions(card)).to.deep.equal(['take', 'assign', 'details']);
    expect(toPlainText(card)).not.to.include('wet');
  });

  it('name people who once assigned it or had it, even if they left the team', () => {
    const given = act(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    const back = act(given, WHO.lead, { kind: 'assign', to: WHO.assignee });
    expect(collectPersonIds(back, { ...createOrganisation(), teams: new Map() })).to.include(
      WHO.member,
    );
  });
});
