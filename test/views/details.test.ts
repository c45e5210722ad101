import { expect } from 'chai';
import { COMPLAINT_STATES, type Complaint } from '../../src/domain/complaint/complaint.js';
import { checkPermission, toViewer } from '../../src/domain/complaint/permissions.js';
import { isAction } from '../../src/views/buttons.js';
import { detailsForm } from '../../src/views/details.js';
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
import { findActions, findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const to = (person: string, complaint: Complaint) =>
  detailsForm(viewContext(complaint), toViewer(person, organisation()));
const said = (person: string, complaint: Complaint): string => toPlainText(to(person, complaint));

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
        const actions = findActions(to(person, complaint)).filter(isAction);
        const viewer = toViewer(person, organisation());
        for (const action of actions) {
          if (action === 'note' || action === 'details') continue;
          expect(checkPermission(viewer, complaint, action), `${person} ${action}`).to.equal('yes');
        }
      }
    });
  }

  it('offer the assignee what is left to do', () => {
    expect(findActions(to(WHO.assignee, inState('assigned')))).to.deep.equal([
      'acknowledge',
      'promise',
      'update',
      'resolve',
      'assign',
      'release',
      'correct',
      'withdraw',
      'keep',
      'renegotiate',
    ]);
    expect(findActions(to(WHO.reporter, inState('resolved')))).to.deep.equal([
      'update',
      'tell',
      'follow-up',
      'correct',
      'reopen',
    ]);
  });

  it('ask before it is given back', () => {
    const buttons = findButtons(to(WHO.assignee, inState('assigned')));
    const asking = buttons.filter(({ confirm }) => confirm !== undefined);
    expect(asking.map(({ action }) => action)).to.deep.equal(['release']);
  });

  it('show the team everything, and somebody who only reported it no note of the team', () => {
    expect(said(WHO.member, TOLD)).to.include('between-us').and.include('for the reporter');
    const reported = said(WHO.reporter, TOLD);
    expect(reported).to.include('for the reporter').and.not.include('between-us');
  });

  it('tell a reporter nothing of reminders, snoozes, the thread or failed messages', () => {
    const nudged = happened(TOLD, { kind: 'nudge' }, MONDAY + 7 * 24 * HOUR);
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

  it('show the latest fifty entries of a long history, the newest first', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 60; n += 1) {
      complaint = having(complaint, WHO.assignee, { ...COMMANDS.update, text: `note ${n}` });
    }
    const lines = said(WHO.assignee, complaint)
      .split('\n')
      .filter((line) => line.includes('note '));
    expect(lines).to.have.length(50);
    expect(lines[0]).to.include('note 59');
  });

  it('show long words of the history in full, and shorten only the oldest of very many', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 30; n += 1) {
      const text = `note ${n}: ${'z'.repeat(2900)} end ${n}`;
      complaint = having(complaint, WHO.assignee, { ...COMMANDS.update, text });
    }
    const shown = said(WHO.assignee, complaint);
    for (const n of [29, 28, 27, 26, 25, 24, 23]) expect(shown).to.include(`end ${n}`);
    expect(shown).to.include('note 0:').and.not.include('end 0');
    expect(shown.length).to.be.lessThan(40_000);
  });

  it('offer Done and New date for each open promise, with its words, date, state and basis', () => {
    const second = { ...COMMANDS.promise, what: 'a painter', dueAt: MONDAY + 50 * HOUR };
    const complaint = having(inState('assigned'), WHO.assignee, second);
    const targets = findButtons(to(WHO.assignee, complaint))
      .filter(({ action }) => action === 'keep' || action === 'renegotiate')
      .map(({ action, value }) => `${action} ${value}`);
    expect(targets, 'the nearest first').to.deep.equal([
      'keep C-1001/p2',
      'renegotiate C-1001/p2',
      'keep C-1001/p1',
      'renegotiate C-1001/p1',
    ]);
    const shown = said(WHO.assignee, complaint);
    expect(shown).to.include(`Promise due <${second.dueAt}> · open · @Name of ${WHO.assignee}`);
    expect(shown).to.include(': a painter').and.include('What makes it sure: rota');
  });

  it('offer no promise button to somebody who may not, nor for a promise that is settled', () => {
    const offered = (person: string, complaint: Complaint): readonly string[] =>
      findActions(to(person, complaint)).filter((one) => one === 'keep' || one === 'renegotiate');
    expect(offered(WHO.member, inState('assigned'))).to.deep.equal([]);
    expect(offered(WHO.reporter, inState('assigned'))).to.deep.equal([]);
    expect(offered(WHO.lead, inState('open'))).to.deep.equal(['keep']);
    const kept = having(inState('assigned'), WHO.assignee, COMMANDS.keep);
    expect(offered(WHO.assignee, kept)).to.deep.equal([]);
    expect(said(WHO.assignee, kept)).to.include('· kept ·').and.include('a plasterer');
  });

  it('show the nearest of very many open promises, and that there are more', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 20; n += 1) {
      const dueAt = MONDAY + (40 - n) * HOUR;
      complaint = having(complaint, WHO.assignee, { ...COMMANDS.promise, what: `no. ${n}`, dueAt });
    }
    const form = to(WHO.assignee, complaint);
    expect(findActions(form).filter((one) => one === 'keep')).to.have.length(8);
    expect(toPlainText(form)).to.include('13 more promises');
    expect(form.blocks.length).to.be.at.most(100);
  });

  it('show the old date of a promise with a new one, and why', () => {
    const agreed = having(inState('assigned'), WHO.assignee, COMMANDS.renegotiate);
    const { dueAt } = COMMANDS.promise;
    const shown = said(WHO.assignee, agreed);
    expect(shown).to.include(`Promise due <${COMMANDS.renegotiate.dueAt}>, instead of <${dueAt}>`);
    expect(shown).to.include('replaced by another date').and.include('What makes it sure: ill');
    expect(shown).to.match(/agreed a new date for <\d+> instead of <\d+>: “a plasterer” · .*“ill”/);
  });

  it('do not say of a promise of a withdrawn complaint that another date took its place', () => {
    const shown = said(WHO.lead, inState('withdrawn'));
    expect(shown).to.include('no longer owed').and.not.include('another date');
  });

  it('show all that is recorded at the beginning and at the end, in full length', () => {
    const full = (letter: string): string => letter.repeat(3000);
    const acknowledged = having(inState('assigned'), WHO.assignee, {
      ...COMMANDS.acknowledge,
      words: full('a'),
    });
    const resolved = having(acknowledged, WHO.assignee, {
      ...COMMANDS.resolve,
      delivered: 'partly',
    });
    const closed = having(resolved, WHO.assignee, { ...COMMANDS['follow-up'], words: full('b') });
    const shown = said(WHO.lead, closed);
    expect(shown).to.include(full('a')).and.include(full('b'));
    expect(shown).to.include('Was it what they wanted? Partly');
    const reopened = having(closed, WHO.assignee, { kind: 'reopen', reason: full('c') });
    expect(said(WHO.lead, reopened)).to.include(`Why it was reopened: ${full('c')}`);
    const gone = having(reopened, WHO.assignee, { kind: 'withdraw', reason: full('d') });
    expect(said(WHO.lead, gone)).to.include(`Why it was withdrawn: ${full('d')}`);
    expect(said(WHO.lead, gone)).to.include('Satisfaction: 4 of 5');
  });

  it('show of a correction what each field was and is', () => {
    const complainant = { name: 'Joe Tenant', account: '' };
    const next = intake({ complainant, impact: 'low', isPublic: true });
    const shown = said(WHO.lead, having(filed(), WHO.lead, { kind: 'correct', details: next }));
    expect(shown).to.include('Complainant: was “Jo Tenant”, is “Joe Tenant”');
    expect(shown).to.include('Account: was “T-17”, is “nothing”');
    expect(shown).to.match(/Impact: was “High[^”]*”, is “Low/);
    expect(shown).to.include('was “No”, is “Yes, in public”');
    expect(shown).not.to.include('What happened: was');
  });

  it('keep the words of the record from somebody who only reported it', () => {
    const corrected = having(inState('assigned'), WHO.assignee, {
      kind: 'correct',
      details: intake({ description: 'rewritten' }),
    });
    const changed = having(corrected, WHO.assignee, {
      ...COMMANDS.renegotiate,
      basis: 'why-later',
    });
    const acknowledged = having(changed, WHO.assignee, COMMANDS.acknowledge);
    const closed = having(having(acknowledged, WHO.assignee, COMMANDS.resolve), WHO.assignee, {
      ...COMMANDS['follow-up'],
      words: 'heard-at-end',
    });
    const reopened = having(closed, WHO.assignee, { kind: 'reopen', reason: 'why-again' });
    const gone = having(reopened, WHO.assignee, { kind: 'withdraw', reason: 'why-gone' });
    const secrets = ['rota', 'why-later', 'heard-at-end', 'why-again', 'why-gone', 'The bedroom'];
    for (const complaint of [closed, reopened, gone]) {
      const shown = said(WHO.reporter, complaint);
      for (const secret of secrets) expect(shown).not.to.include(secret);
      expect(shown).to.include('We have it.').and.include('a plasterer').and.include('Dried it.');
      expect(shown).to.include('followed up').and.include('corrected the details');
    }
    const team = said(WHO.member, gone);
    for (const secret of secrets) expect(team).to.include(secret);
  });

  it('show a reporter their own words', () => {
    const noted = having(inState('resolved'), WHO.reporter, {
      ...COMMANDS.update,
      text: 'my-note',
    });
    const reopened = having(noted, WHO.reporter, { kind: 'reopen', reason: 'my-reason' });
    expect(said(WHO.reporter, reopened)).to.include('my-note').and.include('my-reason');
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
