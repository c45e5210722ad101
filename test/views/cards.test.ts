import { expect } from 'chai';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES, type ComplaintState } from '../../src/domain/complaint/facts.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import { text } from '../../src/text/index.js';
import { reporterCard, teamCard } from '../../src/views/complaint-cards.js';
import { moveToBilling } from '../domain/placements.js';
import {
  act,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  inState,
  MONDAY,
  organisationWithTeam,
  runSystem,
  WHO,
} from '../support/domain.js';
import { findActions, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const SECRETS = createDetails({
  complainant: { name: 'Secret Name', account: 'Secret-Account' },
  description: 'secret story',
  desiredOutcome: 'secret wish',
});

describe('the team’s card', () => {
  const TEAM: Readonly<Record<ComplaintState, readonly string[]>> = {
    open: ['take', 'acknowledge', 'assign', 'details'],
    assigned: ['acknowledge', 'promise', 'update', 'resolve', 'assign', 'details'],
    resolved: ['tell', 'follow-up', 'reopen', 'details'],
    closed: ['reopen', 'details'],
    withdrawn: ['details'],
  };

  for (const state of COMPLAINT_STATES) {
    it(`shows the state and offers the next steps, while ${state}`, () => {
      const card = teamCard(viewContext(inState(state)));
      expect(findActions(card)).to.deep.equal(TEAM[state]);
      expect(card.summary).to.include(text.states[state]);
      expect(toPlainText(card)).to.include(text.states[state]);
    });

    it(`hides a confidential complaint and its state, while ${state}`, () => {
      const card = teamCard(viewContext({ ...inState(state, 'conduct'), details: SECRETS }));
      const content = toPlainText(card).toLowerCase();
      expect(findActions(card)).to.deep.equal(['details']);
      expect(content).to.include('confidential').and.not.include('secret');
      for (const word of ['conduct', 'plasterer', 'rita', 'dried', WHO.assignee]) {
        expect(content).not.to.include(word);
      }
      expect(content).not.to.include(text.states[state].toLowerCase());
    });
  }

  it('calls nobody but whoever has it, so that no reporter is told of what they wrote', () => {
    const called = (complaint: Complaint): readonly string[] => {
      const card = JSON.stringify(teamCard(viewContext(complaint)));
      return [...card.matchAll(/"person":\{"name":"([^"]*)","accounts":\[\]\},"isCalled"/g)].map(
        ([, name = '']) => name,
      );
    };
    const wanting = { ...filed(), details: createDetails({ desiredOutcome: '' }) };
    expect(toPlainText(teamCard(viewContext(wanting)))).to.include(`@Name of ${WHO.reporter}`);
    expect(called(wanting)).to.deep.equal([]);
    const again = act(inState('assigned'), WHO.member, COMMANDS['add-report']);
    expect(called(again)).to.deep.equal([`Name of ${WHO.assignee}`]);
    expect(called(filed({ category: 'conduct' }))).to.deep.equal([`Name of ${WHO.lead}`]);
  });

  it('tags the team only while nobody has the complaint', () => {
    expect(JSON.stringify(teamCard(viewContext(inState('open'))))).to.include('"team":');
    expect(JSON.stringify(teamCard(viewContext(inState('assigned'))))).not.to.include('"team":');
  });

  it('separates whom it is for from what it says', () => {
    const open = toPlainText(teamCard(viewContext(inState('open'))));
    expect(open).to.include('For @Team repairs: Nobody has it yet.');
    const confidential = toPlainText(teamCard(viewContext(inState('open', 'conduct'))));
    expect(confidential).to.include(`For @Name of ${WHO.lead}: This complaint is confidential.`);
  });

  it('names the lead that a newer configuration has, and tells its zone', () => {
    const complaint = {
      ...inState('open', 'conduct'),
      generation: 2,
      shownOnCards: { acknowledgeBy: null, zone: 'Asia/Tokyo', lead: WHO.member },
    };
    const context = {
      ...viewContext(complaint),
      organisation: createOrganisation({ generation: 1 }),
    };
    expect(toPlainText(teamCard(context))).to.include(`For @Name of ${WHO.member}: `);
    const unled = { ...complaint, shownOnCards: { ...complaint.shownOnCards, lead: null } };
    expect(toPlainText(reporterCard({ ...context, complaint: unled }))).to.include(
      'only the complaints officers can open it',
    );
    const open = { ...complaint, confidential: false };
    expect(JSON.stringify(teamCard({ ...context, complaint: open }))).to.include('Asia/Tokyo');
  });

  it('promises no lead on a confidential complaint whose team has none, or is not configured', () => {
    const complaint = inState('open', 'conduct');
    const { teams } = createOrganisation();
    const others = new Map([...teams].filter(([key]) => key !== complaint.team));
    for (const organisation of [
      createOrganisation({ teams: others }),
      organisationWithTeam(complaint.team, { lead: null }),
    ]) {
      const words = toPlainText(teamCard({ ...viewContext(complaint), organisation }));
      expect(words).to.include('confidential. The complaints officers can open it.');
      expect(words).not.to.include('lead');
    }
  });

  it('does not offer to record twice what is already recorded', () => {
    const acknowledged = act(inState('assigned'), WHO.assignee, COMMANDS.acknowledge);
    expect(findActions(teamCard(viewContext(acknowledged)))).not.to.include('acknowledge');
    const told = act(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(findActions(teamCard(viewContext(told)))).not.to.include('tell');
  });

  it('says who has the complaint, when to acknowledge it, and how its promises stand', () => {
    const complaint = inState('assigned');
    const content = toPlainText(teamCard(viewContext(complaint)));
    expect(content).to.include(`With @Name of ${WHO.assignee}`);
    expect(content).to.match(/Acknowledge by: <\d+>/);
    expect(content).to.include('Promise: a plasterer').and.include('· open');
    const late = viewContext(complaint, (complaint.promises[0]?.dueAt ?? 0) + 1);
    expect(toPlainText(teamCard(late))).to.include('· not kept in time');
  });

  it('shortens long texts and offers the details', () => {
    const long = 'x'.repeat(3000);
    const details = createDetails({ description: long, desiredOutcome: long });
    const complaint = filed({ details });
    const promised = act(act(complaint, WHO.assignee, COMMANDS.take), WHO.assignee, {
      ...COMMANDS.promise,
      what: long,
    });
    const card = teamCard(viewContext(promised));
    expect(toPlainText(card).length).to.be.lessThan(2000);
    expect(findActions(card)).to.include('details');
  });

  it('cuts between whole characters, and adds an ellipsis only when it cuts', () => {
    const promised = (what: string): string =>
      toPlainText(
        teamCard(
          viewContext(
            act(act(filed(), WHO.assignee, COMMANDS.take), WHO.assignee, {
              ...COMMANDS.promise,
              what,
            }),
          ),
        ),
      );
    expect(promised('🙂'.repeat(120))).to.include(`${'🙂'.repeat(120)} ·`);
    expect(promised('🙂'.repeat(121))).to.include(`${'🙂'.repeat(120)}… ·`);
  });

  it('works when the team and the category are no longer configured', () => {
    const bare = { ...createOrganisation(), teams: new Map(), categories: new Map() };
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
    it(`offers what a reporter can do and hides what is internal, while ${state}`, () => {
      const noted = act(inState('assigned'), WHO.assignee, {
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

  it('does not say that the team got a confidential complaint, or is reminded of it', () => {
    const read = (complaint: Complaint) => toPlainText(reporterCard(viewContext(complaint)));
    const open = read(filed({ category: 'conduct' }));
    expect(open).to.match(/confidential: besides you, only the lead of .* can open it/);
    expect(open).to.include('Nobody has taken it yet. Redress will remind them.');
    expect(open).not.to.include('sent to').and.not.include('remind the team');
    const taken = read(inState('assigned', 'conduct'));
    expect(taken).to.include('Recorded. It is with').and.not.include('sent to');
  });

  it('shows what the reporter wrote, even if the complaint is confidential', () => {
    const card = reporterCard(viewContext(filed({ category: 'conduct' })));
    expect(toPlainText(card)).to.include('The bedroom wall is wet.');
  });

  it('says who has the complaint, or that nobody has it yet', () => {
    expect(toPlainText(reporterCard(viewContext(filed())))).to.include('Nobody has taken it yet.');
    const content = toPlainText(reporterCard(viewContext(inState('assigned'))));
    expect(content).to.include(`It is with @Name of ${WHO.assignee}`);
  });
});

describe('the reporter’s card when the team’s card was not posted', () => {
  const failed = (complaint: Complaint): Complaint => {
    const [card] = complaint.outbox.filter(({ slot }) => slot === 'card:1');
    if (card === undefined) throw new Error('a new complaint has a card for its team');
    const command = { kind: 'undelivered', delivery: card.id, reason: 'channel-gone' } as const;
    const after = runSystem(complaint, command, MONDAY);
    return { ...after, outbox: after.outbox.filter((item) => item !== card) };
  };
  const shown = (complaint: Complaint, parts: Partial<Organisation> = {}): string => {
    const organisation = createOrganisation(parts);
    return toPlainText(reporterCard({ ...viewContext(complaint), organisation }));
  };

  it('says that the channel could not be reached and who was told', () => {
    const unplaced = failed(filed());
    expect(shown(unplaced)).to.include('could not be reached. The team’s lead was told');
    expect(shown(unplaced)).not.to.include('sent to');
    const desk = failed(filed({ category: 'parcel' }));
    expect(shown(desk)).to.include('The complaints officers were told');
    expect(shown(desk, { officers: [] })).to.include('Please tell the team yourself');
  });

  it('says that it was sent before it failed, once it is posted or waits, and to the team that has it now', () => {
    const unplaced = failed(filed());
    const ref = { platform: 'slack', channel: 'C', ts: '1', key: 'C' } as const;
    const retried = act(unplaced, WHO.lead, COMMANDS.take);
    const posted = { ...unplaced, refs: { 'card:1': ref } };
    for (const one of [filed(), retried, posted, moveToBilling(unplaced)]) {
      expect(shown(one)).to.include('Recorded and sent to');
    }
  });
});
