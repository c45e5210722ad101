import { expect } from 'chai';
import type { PersonCommandKind } from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../src/domain/complaint/facts.js';
import {
  COMMAND_RULES,
  checkPermission,
  toViewer,
} from '../../src/domain/complaint/permissions.js';
import { isAction } from '../../src/views/buttons.js';
import {
  act,
  COMMANDS,
  createOrganisation,
  filed,
  HOUR,
  inState,
  createDetails as intake,
  MONDAY,
  runSystem,
  TELLING,
  WHO,
} from '../support/domain.js';
import { findActions, findButtons, toPlainText } from './plain-text.js';
import { openDetails, readDetails } from './read-details.js';

const WITH_TEAM_UPDATE = act(inState('assigned'), WHO.assignee, {
  kind: 'update',
  audience: 'team',
  text: 'between-us',
});
const WITH_REPORTER_UPDATE = act(WITH_TEAM_UPDATE, WHO.assignee, {
  kind: 'update',
  audience: 'reporter',
  text: 'for the reporter',
});

const NO_LONGER_OWED = [{ promise: 'p2', answer: 'released' }] as const;

describe('the details', () => {
  for (const state of COMPLAINT_STATES) {
    it(`offer exactly what the viewer may do, while ${state}`, () => {
      for (const person of Object.values(WHO)) {
        const complaint = inState(state);
        const actions = findActions(openDetails(person, complaint)).filter(isAction);
        const commands = actions.filter((action): action is PersonCommandKind =>
          Object.hasOwn(COMMAND_RULES, action),
        );
        const viewer = toViewer(person, createOrganisation());
        for (const action of commands) {
          expect(checkPermission(viewer, complaint, action), `${person} ${action}`).to.equal('yes');
        }
      }
    });
  }

  it('offer the assignee what is left to do', () => {
    expect(findActions(openDetails(WHO.assignee, inState('assigned')))).to.deep.equal([
      'acknowledge',
      'promise',
      'update',
      'resolve',
      'assign',
      'release',
      'add-report',
      'correct',
      'withdraw',
      'keep',
      'renegotiate',
      'waive',
    ]);
    expect(findActions(openDetails(WHO.reporter, inState('resolved')))).to.deep.equal([
      'update',
      'tell',
      'follow-up',
      'correct',
      'reopen',
    ]);
  });

  it('ask for confirmation before the complaint is given back', () => {
    const buttons = findButtons(openDetails(WHO.assignee, inState('assigned')));
    const asking = buttons.filter(({ confirm }) => confirm !== undefined);
    expect(asking.map(({ action }) => action)).to.deep.equal(['release']);
  });

  it('show the team everything, and hide the team’s notes from somebody who only reported it', () => {
    expect(readDetails(WHO.member, WITH_REPORTER_UPDATE))
      .to.include('between-us')
      .and.include('for the reporter');
    const reported = readDetails(WHO.reporter, WITH_REPORTER_UPDATE);
    expect(reported).to.include('for the reporter').and.not.include('between-us');
  });

  it('hide reminders, snoozes, the thread and failed messages from a reporter', () => {
    const nudged = runSystem(WITH_REPORTER_UPDATE, { kind: 'nudge' }, MONDAY + 7 * 24 * HOUR);
    const heard = { kind: 'hear', placement: 1, by: WHO.member, at: MONDAY } as const;
    const snoozed = act(runSystem(nudged, heard, MONDAY), WHO.assignee, COMMANDS.snooze);
    const words = ['Redress reminded', 'wrote in the thread', 'snoozed'];
    for (const word of words) {
      expect(readDetails(WHO.assignee, snoozed)).to.include(word);
      expect(readDetails(WHO.reporter, snoozed)).not.to.include(word);
    }
  });

  it('show a reporter who belongs to the team what the team sees', () => {
    const own = act({ ...WITH_TEAM_UPDATE, reporter: WHO.member }, WHO.member, COMMANDS.correct);
    expect(readDetails(WHO.member, own)).to.include('between-us');
  });

  it('leave out a wake-up that reminded nobody', () => {
    const { policy } = createOrganisation();
    const untaken = [2 * HOUR, 4 * HOUR, 8 * HOUR] as const;
    const patient = { ...createOrganisation(), policy: { ...policy, untaken } };
    const moved = runSystem(filed(), { kind: 'nudge' }, MONDAY + HOUR, {
      organisation: patient,
    });
    expect(moved.history.at(-1)?.what).to.equal('nudge');
    expect(readDetails(WHO.lead, moved)).not.to.include('reminder');
  });

  it('show in full what happened, what they want, what was done and what was promised', () => {
    const full = (letter: string): string => letter.repeat(3000);
    const start = filed({
      details: intake({ description: full('a'), desiredOutcome: full('b') }),
    });
    const taken = act(start, WHO.assignee, COMMANDS.take);
    const promised = act(taken, WHO.assignee, { ...COMMANDS.promise, what: full('c') });
    const resolved = act(promised, WHO.assignee, { ...COMMANDS.resolve, done: full('d') });
    for (const letter of ['a', 'b', 'c', 'd']) {
      expect(readDetails(WHO.assignee, resolved), letter).to.include(full(letter));
    }
  });

  it('show the latest fifty entries of a long history, newest first', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 60; n += 1) {
      complaint = act(complaint, WHO.assignee, { ...COMMANDS.update, text: `note ${n}` });
    }
    const lines = readDetails(WHO.assignee, complaint)
      .split('\n')
      .filter((line) => line.includes('note '));
    expect(lines).to.have.length(50);
    expect(lines[0]).to.include('note 59');
  });

  it('show long texts of the history in full, and shorten only the oldest of very many', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 30; n += 1) {
      const text = `note ${n}: ${'z'.repeat(2900)} end ${n}`;
      complaint = act(complaint, WHO.assignee, { ...COMMANDS.update, text });
    }
    const shown = readDetails(WHO.assignee, complaint);
    for (const n of [29, 28, 27, 26, 25, 24, 23]) expect(shown).to.include(`end ${n}`);
    expect(shown).to.include('note 0:').and.not.include('end 0');
    expect(shown.length).to.be.lessThan(40_000);
  });

  it('offer Done and New date for each open promise, with its text, date, state and basis', () => {
    const second = { ...COMMANDS.promise, what: 'a painter', dueAt: MONDAY + 50 * HOUR };
    const complaint = act(inState('assigned'), WHO.assignee, second);
    const targets = findButtons(openDetails(WHO.assignee, complaint))
      .filter(({ action }) => action === 'keep' || action === 'renegotiate')
      .map(({ action, value }) => `${action} ${value}`);
    expect(targets, 'nearest first').to.deep.equal([
      'keep C-1001/p2',
      'renegotiate C-1001/p2',
      'keep C-1001/p1',
      'renegotiate C-1001/p1',
    ]);
    const shown = readDetails(WHO.assignee, complaint);
    expect(shown).to.include(`Promise due <${second.dueAt}> · open · @Name of ${WHO.assignee}`);
    expect(shown).to.include(': a painter').and.include('Basis: rota');
  });

  it('offer no promise button to somebody who may not use it, nor for a settled promise', () => {
    const offered = (person: string, complaint: Complaint): readonly string[] =>
      findActions(openDetails(person, complaint)).filter(
        (one) => one === 'keep' || one === 'renegotiate',
      );
    expect(offered(WHO.member, inState('assigned'))).to.deep.equal([]);
    expect(offered(WHO.reporter, inState('assigned'))).to.deep.equal([]);
    expect(offered(WHO.lead, inState('open'))).to.deep.equal(['keep']);
    const kept = act(inState('assigned'), WHO.assignee, COMMANDS.keep);
    expect(offered(WHO.assignee, kept)).to.deep.equal([]);
    expect(readDetails(WHO.assignee, kept)).to.include('· kept ·').and.include('a plasterer');
  });

  it('show the nearest of very many open promises, and how many more there are', () => {
    let complaint = inState('assigned');
    for (let n = 0; n < 20; n += 1) {
      const dueAt = MONDAY + (40 - n) * HOUR;
      complaint = act(complaint, WHO.assignee, {
        ...COMMANDS.promise,
        what: `no. ${n}`,
        dueAt,
        unworked: true,
      });
    }
    const form = openDetails(WHO.assignee, complaint);
    expect(findActions(form).filter((one) => one === 'keep')).to.have.length(8);
    expect(toPlainText(form)).to.include('13 more promises');
    expect(form.blocks.length).to.be.at.most(100);
  });

  it('show the old and new date of a renegotiated promise, and why', () => {
    const agreed = act(inState('assigned'), WHO.assignee, COMMANDS.renegotiate);
    const { dueAt } = COMMANDS.promise;
    const shown = readDetails(WHO.assignee, agreed);
    expect(shown).to.include(`Promise due <${COMMANDS.renegotiate.dueAt}>, instead of <${dueAt}>`);
    expect(shown).to.include('replaced by a new date').and.include('Basis: ill');
    expect(shown).to.match(
      /agreed a new date, due <\d+> instead of <\d+>: “a plasterer” · .*“ill”/,
    );
  });

  it('say of the promise of a withdrawn complaint that it is no longer owed, also if it was late', () => {
    const late = act(inState('assigned'), WHO.lead, COMMANDS.withdraw, MONDAY + 500 * HOUR);
    for (const gone of [inState('withdrawn'), late]) {
      const shown = readDetails(WHO.lead, gone);
      expect(shown)
        .to.include('no longer owed')
        .and.not.match(/new date|not kept/);
    }
  });

  it('show the acknowledgement, the resolution and the reasons in full', () => {
    const full = (letter: string): string => letter.repeat(3000);
    const acknowledged = act(inState('assigned'), WHO.assignee, {
      ...COMMANDS.acknowledge,
      words: full('a'),
    });
    const resolved = act(acknowledged, WHO.assignee, {
      ...COMMANDS.resolve,
      delivered: 'partly',
      told: { ...TELLING, words: full('e') },
    });
    const closed = act(resolved, WHO.assignee, {
      ...COMMANDS['follow-up'],
      words: full('b'),
    });
    const shown = readDetails(WHO.lead, closed);
    expect(shown).to.include(full('a')).and.include(full('b')).and.include(full('e'));
    expect(shown).to.include('Was it what they wanted? Partly');
    const reopened = act(closed, WHO.assignee, { kind: 'reopen', reason: full('c') });
    expect(readDetails(WHO.lead, reopened)).to.include(`Why it was reopened: ${full('c')}`);
    const gone = act(reopened, WHO.assignee, { kind: 'withdraw', reason: full('d') });
    expect(readDetails(WHO.lead, gone)).to.include(`Why it was withdrawn: ${full('d')}`);
    expect(readDetails(WHO.lead, gone)).to.include('Satisfaction: 4 of 5');
  });

  it('hide what is written for the record from somebody who only reported it', () => {
    const corrected = act(inState('assigned'), WHO.assignee, {
      kind: 'correct',
      details: intake({ description: 'rewritten' }),
    });
    const changed = act(corrected, WHO.assignee, {
      ...COMMANDS.renegotiate,
      basis: 'why-later',
    });
    const acknowledged = act(changed, WHO.assignee, COMMANDS.acknowledge);
    const resolve = { ...COMMANDS.resolve, promises: NO_LONGER_OWED, told: TELLING };
    const closed = act(act(acknowledged, WHO.assignee, resolve), WHO.assignee, {
      ...COMMANDS['follow-up'],
      words: 'heard-at-end',
    });
    const reopened = act(closed, WHO.assignee, { kind: 'reopen', reason: 'why-again' });
    const gone = act(reopened, WHO.assignee, { kind: 'withdraw', reason: 'why-gone' });
    const secrets = ['rota', 'why-later', 'heard-at-end', 'why-again', 'why-gone', 'The bedroom'];
    for (const complaint of [closed, reopened, gone]) {
      const shown = readDetails(WHO.reporter, complaint);
      for (const secret of secrets) expect(shown).not.to.include(secret);
      expect(shown).to.include('We have it.').and.include('a plasterer').and.include('Dried it.');
      expect(shown).to.include('followed up').and.include('corrected the details');
    }
    const team = readDetails(WHO.member, gone);
    for (const secret of secrets) expect(team).to.include(secret);
  });

  it('show a reporter their own words', () => {
    const noted = act(inState('resolved'), WHO.reporter, {
      ...COMMANDS.update,
      text: 'my-note',
    });
    const reopened = act(noted, WHO.reporter, { kind: 'reopen', reason: 'my-reason' });
    expect(readDetails(WHO.reporter, reopened)).to.include('my-note').and.include('my-reason');
  });

  it('name the new assignee', () => {
    const given = act(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    expect(readDetails(WHO.lead, given)).to.include(`assigned it to @Name of ${WHO.member}`);
  });

  it('are only for reading, and fit a modal’s title', () => {
    const form = openDetails(WHO.reporter, filed());
    expect(form).to.include({ id: 'details', submit: null, title: 'C-1001' });
    expect(form.fields).to.deep.equal([]);
  });
});
