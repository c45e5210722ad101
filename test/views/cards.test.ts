import { expect } from 'chai';
import {
  COMPLAINT_STATES,
  type Complaint,
  type ComplaintState,
} from '../../src/domain/complaint/complaint.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import { text } from '../../src/text/index.js';
import { collectPersonIds } from '../../src/views/context.js';
import type { Card } from '../../src/views/elements.js';
import { renderView } from '../../src/views/render.js';
import { reporterCard } from '../../src/views/reporter-card.js';
import { teamCard } from '../../src/views/team-card.js';
import {
  COMMANDS,
  details,
  filed,
  happened,
  having,
  inState,
  MONDAY,
  organisation,
  WHO,
} from '../support/domain.js';
import { findActions, findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const SECRETS = details({
  complainant: { name: 'Secret Name', account: 'Secret-Account' },
  description: 'secret story',
  desiredOutcome: 'secret wish',
});
const ACKNOWLEDGED = (complaint: Complaint): Complaint =>
  having(complaint, WHO.assignee, COMMANDS.acknowledge);

describe('the team’s card', () => {
  const TEAM: Readonly<Record<ComplaintState, readonly string[]>> = {
    open: ['take', 'acknowledge', 'assign', 'details'],
    assigned: ['acknowledge', 'promise', 'update', 'resolve', 'assign', 'details'],
    resolved: ['tell', 'follow-up', 'reopen', 'details'],
    closed: ['reopen', 'details'],
    withdrawn: ['details'],
  };

  for (const state of COMPLAINT_STATES) {
    it(`offers what comes next, and says how it stands, while ${state}`, () => {
      const card = teamCard(viewContext(inState(state)));
      expect(findActions(card)).to.deep.equal(TEAM[state]);
      expect(card.summary).to.include(text.states[state]);
      expect(toPlainText(card)).to.include(text.states[state]);
    });

    it(`shows nothing of a confidential complaint while ${state}, nor how it stands`, () => {
      const card = teamCard(viewContext({ ...inState(state, 'conduct'), details: SECRETS }));
      const said = toPlainText(card).toLowerCase();
      expect(findActions(card)).to.deep.equal(['details']);
      expect(said).to.include('confidential').and.not.include('secret');
      for (const word of ['conduct', 'plasterer', 'rita', 'dried', WHO.assignee]) {
        expect(said).not.to.include(word);
      }
      expect(said).not.to.include(text.states[state].toLowerCase());
    });
  }

  it('tags the team while nobody has it, and not afterwards', () => {
    expect(JSON.stringify(teamCard(viewContext(inState('open'))))).to.include('"team":');
    expect(JSON.stringify(teamCard(viewContext(inState('assigned'))))).not.to.include('"team":');
  });

  it('no longer offers to record what is recorded', () => {
    const acknowledged = ACKNOWLEDGED(inState('assigned'));
    expect(findActions(teamCard(viewContext(acknowledged)))).not.to.include('acknowledge');
    const told = having(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(findActions(teamCard(viewContext(told)))).not.to.include('tell');
  });

  it('says who has it, by when to acknowledge, and what became of promises', () => {
    const complaint = inState('assigned');
    const said = toPlainText(teamCard(viewContext(complaint)));
    expect(said).to.include(`With @Name of ${WHO.assignee}`);
    expect(said).to.match(/Acknowledge by: <\d+>/);
    expect(said).to.include('Promise: a plasterer').and.include('· open');
    const late = viewContext(complaint, (complaint.promises[0]?.dueAt ?? 0) + 1);
    expect(toPlainText(teamCard(late))).to.include('· not kept in time');
  });

  it('shortens long texts, with the details to read the rest', () => {
    const long = 'x'.repeat(3000);
    const complaint = filed({ details: details({ description: long, desiredOutcome: long }) });
    const promised = having(having(complaint, WHO.assignee, COMMANDS.take), WHO.assignee, {
      ...COMMANDS.promise,
      what: long,
    });
    const card = teamCard(viewContext(promised));
    expect(toPlainText(card).length).to.be.lessThan(2000);
    expect(findActions(card)).to.include('details');
  });

  it('cuts between whole characters, and adds no ellipsis to what fits', () => {
    const promised = (what: string): string =>
      toPlainText(
        teamCard(
          viewContext(
            having(having(filed(), WHO.assignee, COMMANDS.take), WHO.assignee, {
              ...COMMANDS.promise,
              what,
            }),
          ),
        ),
      );
    expect(promised('🙂'.repeat(120))).to.include(`${'🙂'.repeat(120)} ·`);
    expect(promised('🙂'.repeat(121))).to.include(`${'🙂'.repeat(120)}… ·`);
  });

  it('still says what it can when team and category are configured no more', () => {
    const bare = { ...organisation(), teams: new Map(), categories: new Map() };
    const card = teamCard({ ...viewContext(inState('open')), organisation: bare });
    expect(card.title).to.include('damp');
  });
});

describe('the reporter’s card', () => {
  const REPORTER: Readonly<Record<ComplaintState, readonly string[]>> = {
    open: ['note', 'details'],
    assigned: ['note', 'details'],
    resolved: ['follow-up', 'reopen', 'details'],
    closed: ['reopen', 'details'],
    withdrawn: ['details'],
  };

  for (const state of COMPLAINT_STATES) {
    it(`offers what a reporter can do, and nothing internal, while ${state}`, () => {
      const noted = having(inState('assigned'), WHO.assignee, {
        ...COMMANDS.update,
        text: 'between-us',
      });
      const complaint = { ...noted, ...inState(state), history: noted.history };
      const card = reporterCard(viewContext(complaint));
      expect(findActions(card)).to.deep.equal(REPORTER[state]);
      expect(card.summary).to.include(text.states[state]);
      expect(JSON.stringify(card)).not.to.include('between-us').and.not.include('rota');
    });
  }

  it('shows what they wrote, also of a confidential complaint, which is theirs', () => {
    const card = reporterCard(viewContext(filed({ category: 'conduct' })));
    expect(toPlainText(card)).to.include('The bedroom wall is wet.');
  });

  it('says that nobody has it yet, or who has', () => {
    expect(toPlainText(reporterCard(viewContext(filed())))).to.include(text.card.reporter.nobody);
    const said = toPlainText(reporterCard(viewContext(inState('assigned'))));
    expect(said).to.include(`It is with @Name of ${WHO.assignee}`);
  });
});

describe('the reporter’s card of a complaint that has no place', () => {
  const failed = (complaint: Complaint): Complaint => {
    const [card] = complaint.outbox.filter(({ slot }) => slot === 'team-card');
    if (card === undefined) throw new Error('a new complaint has a card for its team');
    const command = { kind: 'undelivered', delivery: card.id, reason: 'channel-gone' } as const;
    const after = happened(complaint, command, MONDAY);
    return { ...after, outbox: after.outbox.filter((item) => item !== card) };
  };
  const shown = (complaint: Complaint, parts: Partial<Organisation> = {}): string =>
    toPlainText(
      reporterCard({ ...viewContext(complaint), organisation: { ...organisation(), ...parts } }),
    );

  it('says that the channel could not be reached, and who was told', () => {
    const unplaced = failed(filed());
    expect(shown(unplaced)).to.include('could not be reached: its lead was told');
    expect(shown(unplaced)).not.to.include('sent to');
    const desk = failed(filed({ category: 'parcel' }));
    expect(shown(desk)).to.include('the complaints officers were told');
    expect(shown(desk, { officers: [] })).to.include('please tell them yourself');
  });

  it('says as always that it was sent, before it failed, and once it is posted or on its way', () => {
    const unplaced = failed(filed());
    const ref = { platform: 'slack', channel: 'C', ts: '1', key: 'C' } as const;
    const retried = having(unplaced, WHO.lead, COMMANDS.take);
    for (const one of [filed(), retried, { ...unplaced, refs: { 'team-card': ref } }]) {
      expect(shown(one)).to.include('Recorded and sent to');
    }
  });
});

describe('messages', () => {
  const shown = (name: string, args: Record<string, unknown>, complaint = inState('assigned')) =>
    renderView({ name, args }, viewContext(complaint));
  const long = 'y'.repeat(3000);

  for (const name of ['reporter-update', 'team-update']) {
    it(`show all that was written: ${name}`, () => {
      const said = toPlainText(shown(name, { by: WHO.assignee, text: long }));
      expect(said).to.include(long).and.include(`@Name of ${WHO.assignee}`);
    });
  }

  it('say in the reporter’s what was done', () => {
    const said = toPlainText(shown('reporter-resolved', { by: WHO.assignee }, inState('resolved')));
    expect(said).to.include('Dried it.');
  });

  it('say what did not arrive, and to tell them another way', () => {
    const lost = [
      'reporter-update',
      'team-update',
      'assigned',
      'reopened',
      'reporter-resolved',
      '?',
    ];
    const said = lost.map((what) =>
      toPlainText(shown('not-delivered', { what, reason: 'person-gone' })),
    );
    expect(new Set(said).size).to.equal(lost.length);
    for (const one of said)
      expect(one).to.include('another way').and.include('chat account is gone');
    const notes = said.filter((one) => one.includes('reporter'));
    expect(notes, 'only what went to the reporter names them').to.have.length(2);
  });

  it('in the ops channel hold the reference and the reason, nothing of the complaint', () => {
    const complaint = { ...inState('assigned'), details: SECRETS };
    for (const slot of ['team-card', 'reporter-card', 'thread', 'nudge:x', 'dm:rita', 'ops']) {
      const said = toPlainText(shown('alarm', { slot, reason: 'channel-gone' }, complaint));
      expect(said).to.include(complaint.id).and.include('does not exist');
      expect(said.toLowerCase()).not.to.include('secret');
      expect(said).not.to.include('rita');
    }
  });

  it('name what was promised to somebody who gets it, with what can be done', () => {
    const given = having(inState('assigned'), WHO.lead, COMMANDS.assign);
    const card = shown('assigned', { by: WHO.lead }, given);
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

  it('name no promise of a confidential complaint to who may have it no more', () => {
    const first = inState('assigned', 'conduct');
    expect(toPlainText(shown('assigned', { by: WHO.lead }, first))).to.include('a plasterer');
    const second = having(first, WHO.lead, COMMANDS.assign);
    expect(toPlainText(shown('assigned', { by: WHO.lead }, second))).not.to.include('a plasterer');
    for (const to of [WHO.assignee, WHO.member]) {
      const said = toPlainText(shown('assigned', { by: WHO.lead, to }, second));
      expect(said.includes('a plasterer'), to).to.equal(to === WHO.member);
    }
  });

  it('name who could not be reached, and nothing of the complaint, and say it of the reporter as such', () => {
    const complaint = { ...inState('assigned'), details: SECRETS };
    const [reporter, member] = [WHO.reporter, WHO.member].map((person) =>
      toPlainText(shown('unreached', { person }, complaint)),
    );
    expect(reporter).to.include(`@Name of ${WHO.reporter}`).and.include('they recorded');
    expect(member).to.include(`@Name of ${WHO.member}`).and.not.include('recorded');
    expect(`${reporter}${member}`.toLowerCase()).not.to.include('secret');
  });

  it('name who has it now only to somebody who may still see it', () => {
    const relieved = (category: string, from: string, to: string): Card => {
      const start = having(filed({ category }), WHO.officer, { kind: 'assign', to: from });
      const given = having(start, WHO.lead, { kind: 'assign', to });
      return shown('relieved', { by: WHO.lead, to }, given);
    };
    const open = relieved('damp', WHO.assignee, WHO.member);
    expect(toPlainText(open)).to.include(`It is with @Name of ${WHO.member}.`);
    const hidden = relieved('conduct', WHO.assignee, WHO.member);
    expect(toPlainText(hidden)).to.include('to somebody else.').and.not.include(WHO.member);
    expect(findActions(hidden)).to.deep.equal([]);
    const officer = relieved('conduct', 'omar', WHO.member);
    expect(toPlainText(officer)).to.include(`It is with @Name of ${WHO.member}.`);
  });

  it('tell the lead of a card without a place nothing but that', () => {
    const card = shown('unplaced', { reason: 'channel-archived' }, filed({ category: 'conduct' }));
    expect(findActions(card)).to.deep.equal(['take', 'assign', 'details']);
    expect(toPlainText(card)).not.to.include('wet');
  });

  it('name people who gave or got it once, though they left the team since', () => {
    const given = having(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    const back = having(given, WHO.lead, { kind: 'assign', to: WHO.assignee });
    expect(collectPersonIds(back, { ...organisation(), teams: new Map() })).to.include(WHO.member);
  });
});
