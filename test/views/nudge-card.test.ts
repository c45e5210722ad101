import { expect } from 'chai';
import { type Complaint, NUDGE_RULES } from '../../src/domain/complaint/complaint.js';
import type { NudgeReason } from '../../src/domain/nudges/decide-nudge.js';
import { nudgeCard } from '../../src/views/nudge-card.js';
import {
  COMMANDS,
  filed,
  HOUR,
  happened,
  having,
  inState,
  MONDAY,
  WHO,
} from '../support/domain.js';
import { findActions, findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const reason = (rule: NudgeReason['rule'], rung = 0, about: string | null = null): NudgeReason => ({
  rule,
  about,
  rung,
  dueAt: MONDAY,
});
const ACTIONS: Readonly<Record<NudgeReason['rule'], readonly string[]>> = {
  untaken: ['take'],
  acknowledgement: ['acknowledge'],
  'promise-near': ['keep', 'renegotiate'],
  'promise-passed': ['keep', 'renegotiate'],
  quiet: ['update'],
  tell: ['tell'],
  'follow-up': ['follow-up', 'reopen'],
};

/** A complaint for which the rule still asks, with the nudge on record. */
function asked(rule: NudgeReason['rule'], category = 'damp'): Complaint {
  const told = rule === 'follow-up';
  const state = rule === 'untaken' ? 'open' : told || rule === 'tell' ? 'resolved' : 'assigned';
  const base = inState(state, category);
  const complaint = told ? having(base, WHO.assignee, COMMANDS.tell) : base;
  const about = rule.startsWith('promise') ? 'p1' : null;
  const record = {
    ...reason(rule, 0, about),
    id: rule,
    to: { person: WHO.assignee },
    sentAt: MONDAY + HOUR,
    delivery: 'd',
    settledAt: null,
  };
  return { ...complaint, nudges: [record] };
}

describe('a reminder', () => {
  for (const rule of NUDGE_RULES) {
    const about = rule.startsWith('promise') ? 'p1' : null;

    it(`says what is to be done and offers it: ${rule}`, () => {
      const context = viewContext(asked(rule));
      const card = nudgeCard(context, { reasons: [reason(rule, 0, about)], to: WHO.assignee });
      expect(findActions(card)).to.deep.equal([...ACTIONS[rule], 'snooze', 'details']);
      expect(toPlainText(card)).to.match(/<\d+>/);
    });

    it(`shows the team’s channel nothing of a confidential complaint: ${rule}`, () => {
      const context = viewContext(asked(rule, 'conduct'));
      const card = nudgeCard(context, { reasons: [reason(rule, 0, about)], to: null });
      const said = toPlainText(card).toLowerCase();
      expect(findActions(card)).to.deep.equal(['details']);
      expect(said).not.to.include('plasterer').and.not.include(WHO.assignee);
      expect(said).not.to.match(/<\d+>/);
    });
  }

  it('of a promise carries the promise in its buttons', () => {
    const context = viewContext(asked('promise-passed'));
    const reasons = [reason('promise-passed', 0, 'p1')];
    const [keep] = findButtons(nudgeCard(context, { reasons, to: WHO.assignee }));
    expect(keep).to.include({ action: 'keep', value: `${context.complaint.id}/p1` });
  });

  for (const rule of ['promise-near', 'promise-passed'] as const) {
    it(`of a promise of a complaint that was given back offers to take it: ${rule}`, () => {
      const released = having(asked(rule), WHO.assignee, COMMANDS.release);
      const reasons = [reason(rule, 0, 'p1')];
      for (const to of [WHO.assignee, WHO.lead, null]) {
        const actions = findActions(nudgeCard(viewContext(released), { reasons, to }));
        expect(actions.filter((one) => one !== 'snooze')).to.deep.equal(['take', 'details']);
      }
    });
  }

  it('to somebody higher up says whose it is and that nothing happened', () => {
    const context = viewContext(asked('acknowledgement'));
    const reasons = [reason('acknowledgement', 1)];
    const said = toPlainText(nudgeCard(context, { reasons, to: WHO.lead }));
    expect(said)
      .to.include(`It is with @Name of ${WHO.assignee}.`)
      .and.include('nothing has happened');
  });

  it('says who could not be reached', () => {
    const context = viewContext(asked('acknowledgement'));
    const args = { reasons: [reason('acknowledgement', 1)], to: WHO.lead };
    const person = toPlainText(nudgeCard(context, { ...args, unreachable: WHO.assignee }));
    expect(person).to.include(`@Name of ${WHO.assignee} could not be reached`);
    const team = toPlainText(nudgeCard(context, { ...args, unreachable: 'team' }));
    expect(team).to.include('channel could not be reached');
  });

  it('to the team tags it and offers no snooze', () => {
    const card = nudgeCard(viewContext(filed()), { reasons: [reason('untaken')], to: null });
    expect(JSON.stringify(card)).to.include('"team":');
    expect(findActions(card)).to.deep.equal(['take', 'details']);
  });

  it('that was snoozed says until when and offers it no more', () => {
    const complaint = having(asked('acknowledgement'), WHO.assignee, COMMANDS.snooze);
    const args = { reasons: [reason('acknowledgement')], to: WHO.assignee };
    const card = nudgeCard(viewContext(complaint), args);
    expect(toPlainText(card)).to.include('Snoozed until <');
    expect(findActions(card)).not.to.include('snooze');
  });

  it('for something that is done says that nothing is left to do', () => {
    const complaint = having(asked('acknowledgement'), WHO.assignee, COMMANDS.acknowledge);
    const args = { reasons: [reason('acknowledgement')], to: WHO.assignee };
    const card = nudgeCard(viewContext(complaint), args);
    expect(findActions(card)).to.deep.equal([]);
    expect(card.summary).to.include('nothing left to do');
  });

  it('keeps asking for what is left when one of two is done', () => {
    const complaint = having(asked('acknowledgement'), WHO.assignee, COMMANDS.acknowledge);
    const reasons = [reason('acknowledgement'), reason('promise-near', 0, 'p1')];
    const card = nudgeCard(viewContext(complaint), { reasons, to: WHO.assignee });
    expect(findActions(card)).to.deep.equal(['keep', 'renegotiate', 'snooze', 'details']);
  });

  it('about quiet times asks for nothing once they have ended and been forgotten', () => {
    const taken = having(filed(), WHO.assignee, COMMANDS.take);
    const quiet = happened(taken, { kind: 'nudge' }, MONDAY + 7 * 24 * HOUR);
    const said = quiet.outbox.find(({ kind }) => kind === 'nudge')?.view.args;
    const alive = having(quiet, WHO.assignee, COMMANDS.update, MONDAY + 7 * 24 * HOUR + 1);
    const next = happened(alive, { kind: 'nudge' }, MONDAY + 14 * 24 * HOUR);
    const old = quiet.nudges.filter(({ rule }) => rule === 'quiet');
    const isKept = next.nudges.some(({ id }) => id === old[0]?.id);
    expect([old.length > 0, isKept], 'the domain forgets them').to.deep.equal([true, false]);
    expect(said).to.have.property('reasons');
    const reasons = old.map(({ rule, about, rung, dueAt }) => ({ rule, about, rung, dueAt }));
    const card = nudgeCard(viewContext(next), { reasons, to: WHO.assignee });
    expect(card.summary).to.include('nothing left to do');
  });
});
