import { expect } from 'chai';
import { COMPLAINT_STATES, type Complaint } from '../../src/domain/complaint.js';
import { mayDo, viewerOf } from '../../src/domain/permissions.js';
import { isAction } from '../../src/views/buttons.js';
import { details } from '../../src/views/details.js';
import {
  COMMANDS,
  filed,
  HOUR,
  happened,
  having,
  inState,
  details as intake,
  MONDAY,
  organisation,
  WHO,
} from '../support/domain.js';
import { actionsOf, buttonsOf, readable } from './plain.js';
import { viewing } from './viewing.js';

const to = (person: string, complaint: Complaint) =>
  details(viewing(complaint), viewerOf(person, organisation()));
const said = (person: string, complaint: Complaint): string => readable(to(person, complaint));

const NOTED = having(inState('assigned'), WHO.assignee, {
  kind: 'update',
  audience: 'team',
  text: 'between-us',
});
const TOLD = having(NOTED, WHO.assignee, {
  kind: 'update',
  audience: 'reporter',
  text: 'for the reporter',
});

describe('the details', () => {
  for (const state of COMPLAINT_STATES) {
    it(`offer exactly what the viewer may do, while ${state}`, () => {
      for (const person of Object.values(WHO)) {
        const complaint = inState(state);
        const actions = actionsOf(to(person, complaint)).filter(isAction);
        const viewer = viewerOf(person, organisation());
        for (const action of actions) {
          if (action === 'note' || action === 'details') continue;
          expect(mayDo(viewer, complaint, action), `${person} ${action}`).to.equal('yes');
        }
      }
    });
  }

  it('offer the assignee what is left to do', () => {
    expect(actionsOf(to(WHO.assignee, inState('assigned')))).to.deep.equal([
      'acknowledge',
      'promise',
      'update',
      'resolve',
      'assign',
      'release',
      'correct',
      'withdraw',
    ]);
    expect(actionsOf(to(WHO.reporter, inState('resolved')))).to.deep.equal([
      'update',
      'tell',
      'follow-up',
      'correct',
      'reopen',
    ]);
  });

  it('ask before it is given back', () => {
    const buttons = buttonsOf(to(WHO.assignee, inState('assigned')));
    const asking = buttons.filter(({ confirm }) => confirm !== undefined);
    expect(asking.map(({ action }) => action)).to.deep.equal(['release']);
  });

  it('show the team everything, and somebody who only reported it no note of the team', () => {
    expect(said(WHO.member, TOLD)).to.include('between-us').and.include('for the reporter');
    const reported = said(WHO.reporter, TOLD);
    expect(reported).to.include('for the reporter').and.not.include('between-us');
  });

  it('tell a reporter nothing of reminders, snoozes, the thread or failed messages', () => {
    const nudged = happened(TOLD, { kind: 'nudge' }, MONDAY + 5 * 24 * HOUR);
    const heard = happened(nudged, { kind: 'hear', by: WHO.member, at: MONDAY }, MONDAY);
    const snoozed = having(heard, WHO.assignee, COMMANDS.snooze);
    const words = ['sent a reminder', 'wrote in the thread', 'snoozed'];
    for (const word of words) {
      expect(said(WHO.assignee, snoozed)).to.include(word);
      expect(said(WHO.reporter, snoozed)).not.to.include(word);
    }
  });

  it('show a reporter who belongs to the team what the team sees', () => {
    const own = having({ ...NOTED, reporter: WHO.member }, WHO.member, COMMANDS.correct);
    expect(said(WHO.member, own)).to.include('between-us');
  });

  it('do not speak of a reminder that was none', () => {
    const { policy } = organisation();
    const untaken = [2 * HOUR, 4 * HOUR, 8 * HOUR] as const;
    const patient = { ...organisation(), policy: { ...policy, untaken } };
    const moved = happened(filed(), { kind: 'nudge' }, MONDAY + HOUR, { organisation: patient });
    expect(moved.history.at(-1)?.what).to.equal('nudge');
    expect(said(WHO.lead, moved)).not.to.include('reminder');
  });

  it('show what happened, what they want, what was done and what was promised in full', () => {
    const full = (letter: string): string => letter.repeat(3000);
    const start = filed({ details: intake({ description: full('a'), desiredOutcome: full('b') }) });
    const taken = having(start, WHO.assignee, COMMANDS.take);
    const promised = having(taken, WHO.assignee, { ...COMMANDS.promise, what: full('c') });
    const resolved = having(promised, WHO.assignee, { ...COMMANDS.resolve, done: full('d') });
    for (const letter of ['a', 'b', 'c', 'd']) {
      expect(said(WHO.assignee, resolved), letter).to.include(full(letter));
    }
  });

  it('show the latest twenty entries of a long history, the newest first, each shortened', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 30; n += 1) {
      const text = `note ${n}: ${'z'.repeat(1000)}`;
      complaint = having(complaint, WHO.assignee, { ...COMMANDS.update, text });
    }
    const lines = said(WHO.assignee, complaint)
      .split('\n')
      .filter((line) => line.includes('note '));
    expect(lines).to.have.length(20);
    expect(lines[0]).to.include('note 29').and.include('…');
    expect(lines[0]?.length).to.be.lessThan(320);
  });

  it('name whom it was given to', () => {
    const given = having(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    expect(said(WHO.lead, given)).to.include(`gave it to @Name of ${WHO.member}`);
  });

  it('are to be read, and fit a modal’s title', () => {
    const form = to(WHO.reporter, filed());
    expect(form).to.include({ id: 'details', submit: null, title: 'C-1001' });
    expect(form.fields).to.deep.equal([]);
  });
});
