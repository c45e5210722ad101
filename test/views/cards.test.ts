import { expect } from 'chai';
import {
  COMPLAINT_STATES,
  type Complaint,
  type ComplaintState,
} from '../../src/domain/complaint.js';
import { text } from '../../src/text/index.js';
import { peopleIn } from '../../src/views/context.js';
import { renderView } from '../../src/views/render.js';
import { reporterCard } from '../../src/views/reporter-card.js';
import { teamCard } from '../../src/views/team-card.js';
import { COMMANDS, details, filed, having, inState, organisation, WHO } from '../support/domain.js';
import { actionsOf, readable } from './plain.js';
import { viewing } from './viewing.js';

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
      const card = teamCard(viewing(inState(state)));
      expect(actionsOf(card)).to.deep.equal(TEAM[state]);
      expect(card.summary).to.include(text.states[state]);
      expect(readable(card)).to.include(text.states[state]);
    });

    it(`shows nothing of a confidential complaint while ${state}, nor how it stands`, () => {
      const card = teamCard(viewing({ ...inState(state, 'conduct'), details: SECRETS }));
      const said = readable(card).toLowerCase();
      expect(actionsOf(card)).to.deep.equal(['details']);
      expect(said).to.include('confidential').and.not.include('secret');
      for (const word of ['conduct', 'plasterer', 'rita', 'dried', WHO.assignee]) {
        expect(said).not.to.include(word);
      }
      expect(said).not.to.include(text.states[state].toLowerCase());
    });
  }

  it('tags the team while nobody has it, and not afterwards', () => {
    expect(JSON.stringify(teamCard(viewing(inState('open'))))).to.include('"team":');
    expect(JSON.stringify(teamCard(viewing(inState('assigned'))))).not.to.include('"team":');
  });

  it('no longer offers to record what is recorded', () => {
    const acknowledged = ACKNOWLEDGED(inState('assigned'));
    expect(actionsOf(teamCard(viewing(acknowledged)))).not.to.include('acknowledge');
    const told = having(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(actionsOf(teamCard(viewing(told)))).not.to.include('tell');
  });

  it('says who has it, by when to acknowledge, and what became of promises', () => {
    const complaint = inState('assigned');
    const said = readable(teamCard(viewing(complaint)));
    expect(said).to.include(`With @Name of ${WHO.assignee}`);
    expect(said).to.match(/Acknowledge by: <\d+>/);
    expect(said).to.include('Promise: a plasterer').and.include('· open');
    const late = viewing(complaint, (complaint.promises[0]?.dueAt ?? 0) + 1);
    expect(readable(teamCard(late))).to.include('· not kept in time');
  });

  it('shortens long texts, with the details to read the rest', () => {
    const long = 'x'.repeat(3000);
    const complaint = filed({ details: details({ description: long, desiredOutcome: long }) });
    const promised = having(having(complaint, WHO.assignee, COMMANDS.take), WHO.assignee, {
      ...COMMANDS.promise,
      what: long,
    });
    const card = teamCard(viewing(promised));
    expect(readable(card).length).to.be.lessThan(2000);
    expect(actionsOf(card)).to.include('details');
  });

  it('cuts between whole characters, and adds no ellipsis to what fits', () => {
    const promised = (what: string): string =>
      readable(
        teamCard(
          viewing(
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
    const card = teamCard({ ...viewing(inState('open')), organisation: bare });
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
      const card = reporterCard(viewing(complaint));
      expect(actionsOf(card)).to.deep.equal(REPORTER[state]);
      expect(card.summary).to.include(text.states[state]);
      expect(JSON.stringify(card)).not.to.include('between-us').and.not.include('rota');
    });
  }

  it('shows what they wrote, also of a confidential complaint, which is theirs', () => {
    const card = reporterCard(viewing(filed({ category: 'conduct' })));
    expect(readable(card)).to.include('The bedroom wall is wet.');
  });

  it('says that nobody has it yet, or who has', () => {
    expect(readable(reporterCard(viewing(filed())))).to.include(text.card.reporter.nobody);
    const said = readable(reporterCard(viewing(inState('assigned'))));
    expect(said).to.include(`It is with @Name of ${WHO.assignee}`);
  });
});

describe('messages', () => {
  const shown = (name: string, args: Record<string, unknown>, complaint = inState('assigned')) =>
    renderView({ name, args }, viewing(complaint));
  const long = 'y'.repeat(3000);

  for (const name of ['reporter-update', 'team-update']) {
    it(`show all that was written: ${name}`, () => {
      const said = readable(shown(name, { by: WHO.assignee, text: long }));
      expect(said).to.include(long).and.include(`@Name of ${WHO.assignee}`);
    });
  }

  it('say in the reporter’s what was done', () => {
    const said = readable(shown('reporter-resolved', { by: WHO.assignee }, inState('resolved')));
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
      readable(shown('not-delivered', { what, reason: 'person-gone' })),
    );
    expect(new Set(said).size).to.equal(lost.length);
    for (const one of said) expect(one).to.include('another way').and.include('no longer in the');
    const notes = said.filter((one) => one.includes('reporter'));
    expect(notes, 'only what went to the reporter names them').to.have.length(2);
  });

  it('in the ops channel hold the reference and the reason, nothing of the complaint', () => {
    const complaint = { ...inState('assigned'), details: SECRETS };
    for (const slot of ['team-card', 'reporter-card', 'thread', 'nudge:x', 'dm:rita', 'ops']) {
      const said = readable(shown('alarm', { slot, reason: 'channel-gone' }, complaint));
      expect(said).to.include(complaint.id).and.include('does not exist');
      expect(said.toLowerCase()).not.to.include('secret');
      expect(said).not.to.include('rita');
    }
  });

  it('tell the lead of a card without a place nothing but that', () => {
    const card = shown('unplaced', { reason: 'channel-archived' }, filed({ category: 'conduct' }));
    expect(actionsOf(card)).to.deep.equal(['take', 'assign', 'details']);
    expect(readable(card)).not.to.include('wet');
  });

  it('name people who gave or got it once, though they left the team since', () => {
    const given = having(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    const back = having(given, WHO.lead, { kind: 'assign', to: WHO.assignee });
    expect(peopleIn(back, { ...organisation(), teams: new Map() })).to.include(WHO.member);
  });
});
