import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { NUDGE_RULES } from '../../../src/domain/complaint/facts.js';
import type { NudgeReason } from '../../../src/domain/complaint/view-ref.js';
import { aboutText } from '../../../src/views/intake/intake-facts.js';
import { nudgeCard } from '../../../src/views/nudge-card.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { act, COMMANDS, filed, HOUR, MONDAY, runSystem, WHO } from '../../support/domain.js';
import { findActions, splitActions, toPlainText } from '../plain-text.js';
import { viewContext } from '../view-context.js';
import { nudged, reason } from './nudge-samples.js';

const ACTIONS: Readonly<Record<NudgeReason['rule'], readonly string[]>> = {
  untaken: ['take'],
  acknowledgement: ['acknowledge'],
  incomplete: ['complete'],
  'promise-near': ['keep', 'renegotiate'],
  'promise-passed': ['keep', 'renegotiate'],
  quiet: ['update'],
  tell: ['tell'],
  'follow-up': ['follow-up', 'reopen'],
};

describe('a reminder', () => {
  for (const rule of NUDGE_RULES) {
    const about = rule.startsWith('promise') ? 'p1' : null;

    it(`says what to do and offers it: ${rule}`, () => {
      const to = rule === 'untaken' ? WHO.lead : WHO.assignee;
      const context = viewContext(nudged(rule, 'damp', { person: to }));
      const card = nudgeCard(context, { reasons: [reason(rule, 0, about)], to });
      const own = ACTIONS[rule];
      const { shown, more } = splitActions(card);
      expect(shown.slice(0, 2)).to.deep.equal(own.length === 1 ? [...own, 'details'] : own);
      expect([...shown, ...more]).to.include.members(['snooze', 'details']);
      expect(toPlainText(card)).to.match(/<\d+>/);
    });

    it(`hides a confidential complaint from the team’s channel: ${rule}`, () => {
      const context = viewContext(nudged(rule, 'conduct', 'team'));
      const card = nudgeCard(context, { reasons: [reason(rule, 0, about)], to: null });
      const content = toPlainText(card).toLowerCase();
      expect(findActions(card)).to.deep.equal(['details']);
      expect(content).not.to.include('plasterer').and.not.include(WHO.assignee);
      expect(content).not.to.match(/<\d+>/);
    });
  }

  it('to the team separates whom it is for from what it says', () => {
    const context = viewContext(nudged('untaken', 'damp', 'team'));
    const card = nudgeCard(context, { reasons: [reason('untaken')], to: null });
    expect(toPlainText(card)).to.include('For @Team repairs: Nobody has it.');
  });

  it('says under its title whom and what it is about, in their own words', () => {
    const context = viewContext(nudged('acknowledgement'));
    const card = nudgeCard(context, { reasons: [reason('acknowledgement')], to: WHO.assignee });
    expect(card.blocks[0]).to.deep.equal({
      kind: 'text',
      text: [{ written: 'Jo Tenant' }, ' · “', { written: 'The bedroom wall is wet.' }, '”'],
    });
  });

  it('leaves the name out of what it is about while nobody knows it, and says what is missing', () => {
    const asked = nudged('incomplete');
    const nobody = { name: '', account: '' };
    const details = { ...asked.details, complainant: nobody };
    const show = (complaint: Complaint): string => {
      const args = { reasons: [reason('incomplete')], to: WHO.assignee };
      return toPlainText(nudgeCard(viewContext(complaint), args));
    };
    const both = { ...asked, details };
    expect(nudgeCard(viewContext(both), { reasons: [reason('incomplete')], to: null }).blocks[0])
      .to.have.property('text')
      .deep.equal(['“', { written: 'The bedroom wall is wet.' }, '”']);
    expect(show(both)).to.include('Still to be completed: who complained, what they want.');
    expect(show(asked)).to.include('Still to be completed: what they want. Please ask');
    expect(aboutText(both)).to.deep.equal([
      { strong: both.id },
      ' · “',
      { written: 'The bedroom wall is wet.' },
      '”',
    ]);
  });

  it('says what happened last, who did it and when, and nothing that they wrote', () => {
    const asked = nudged('promise-passed');
    const reasons = [reason('promise-passed', 0, 'p1')];
    const show = (complaint: Complaint, to: string | null = WHO.assignee): string =>
      toPlainText(nudgeCard(viewContext(complaint), { reasons, to }));
    const later = MONDAY + 3 * HOUR;
    const update = { kind: 'update', audience: 'reporter', text: 'The plasterer is ill.' } as const;
    const told = act(asked, WHO.member, update, later);
    expect(show(told)).to.include(`Last: Name of ${WHO.member} wrote to the reporter, <${later}>.`);
    expect(show(told)).not.to.include('ill');
    expect(show(told, null)).to.include('wrote to the reporter');
    const noted = act(asked, WHO.member, { ...update, audience: 'team' }, later);
    expect(show(noted)).to.include('wrote to the team, ').and.not.include('ill');
  });

  it('says on a higher rung who was reminded before and when, by name, as far as it arrived', () => {
    const asked = nudged('acknowledgement');
    const [first] = asked.nudges;
    if (first === undefined) throw new Error('no nudge');
    const sentAt = MONDAY + 5 * HOUR;
    const lead = { ...first, id: 'lead', rung: 1, to: { person: WHO.lead }, sentAt, delivery: 'e' };
    const team = { ...first, id: 'team', to: 'team', sentAt: MONDAY + 2 * HOUR } as const;
    const complaint = { ...asked, nudges: [first, team, lead] };
    const show = (shown: Complaint, rung: number, to: string): string =>
      toPlainText(
        nudgeCard(viewContext(shown), { reasons: [reason('acknowledgement', rung)], to }),
      );
    const toLead = `Reminded before you: Name of ${WHO.assignee}, <${MONDAY + HOUR}>; the team, <${MONDAY + 2 * HOUR}>.`;
    expect(show(complaint, 1, WHO.lead)).to.include(toLead);
    expect(show(complaint, 2, 'olga')).to.include(`Name of ${WHO.lead}, <${sentAt}>.`);
    expect(show(complaint, 0, WHO.assignee), 'the first rung').not.to.include('Reminded before');
    const { undelivered } = complaint;
    const gone = { ...complaint, undelivered: { ...undelivered, unreached: [WHO.assignee] } };
    expect(show(gone, 1, WHO.lead)).to.include(`before you: the team, <${MONDAY + 2 * HOUR}>.`);
  });

  it('does not say of a reminder that is still on its way that somebody was reminded', () => {
    const asked = nudged('acknowledgement');
    const view = { name: 'nudge', args: { reasons: [], to: WHO.assignee } } as const;
    const item = {
      ...({ id: 'd', kind: 'nudge', slot: 'nudge:d', person: WHO.assignee, view } as const),
      ...{ createdAt: 0, dueAt: 0, attempts: 0, lease: null, uncertain: false, failed: null },
    };
    const waiting = { ...asked, outbox: [item] };
    const args = { reasons: [reason('acknowledgement', 1)], to: WHO.lead };
    expect(toPlainText(nudgeCard(viewContext(waiting), args))).not.to.include('Reminded before');
  });

  it('does not take a snooze or a reminder for something that happened', () => {
    const asked = nudged('promise-passed');
    const snoozed = act(asked, WHO.assignee, COMMANDS.snooze, MONDAY + 2 * HOUR);
    const args = { reasons: [reason('promise-passed', 0, 'p1')], to: WHO.assignee };
    expect(toPlainText(nudgeCard(viewContext(snoozed), args))).to.include(
      `Last: Name of ${WHO.assignee} recorded a promise, <${MONDAY}>.`,
    );
  });

  it('says who recorded it and when, as long as nothing else happened', () => {
    const card = nudgeCard(viewContext(filed()), { reasons: [reason('untaken')], to: null });
    expect(toPlainText(card)).to.include(`Recorded by Name of ${WHO.reporter}, <${MONDAY}>.`);
  });

  it('does not show the team’s internal entries to somebody who is only its reporter now', () => {
    const asked = nudged('promise-passed', 'damp', { person: WHO.reporter });
    const note = { ...COMMANDS.update, text: 'Looked at it.' };
    const noted = act(asked, WHO.member, note, MONDAY + HOUR);
    const args = { reasons: [reason('promise-passed', 0, 'p1')], to: WHO.reporter };
    const content = toPlainText(nudgeCard(viewContext(noted), args));
    expect(content).to.include('recorded a promise').and.not.include('wrote');
  });

  it('says the next step where its rule does not, and who must take it first', () => {
    const say = (complaint: Complaint, rule: NudgeReason['rule'], about: string | null): string =>
      toPlainText(
        nudgeCard(viewContext(complaint), { reasons: [reason(rule, 0, about)], to: WHO.assignee }),
      );
    const near = nudged('promise-near');
    expect(say(near, 'promise-near', 'p1')).to.include('or agree a new date');
    const released = act(near, WHO.assignee, COMMANDS.release);
    expect(say(released, 'promise-near', 'p1'))
      .to.include('Please take it')
      .and.not.include('new date');
    expect(say(nudged('tell'), 'tell', null)).to.include('Please tell them what was done');
    const more = act(near, WHO.assignee, { ...COMMANDS.promise, what: 'a call' });
    const reasons = [reason('promise-passed', 0, 'p1'), reason('promise-passed', 0, 'p2')];
    const both = toPlainText(nudgeCard(viewContext(more), { reasons, to: WHO.assignee }));
    expect(both.match(/or agree a new date/g), 'once for both').to.have.length(1);
  });

  for (const rule of ['promise-near', 'promise-passed'] as const) {
    it(`about a promise offers to take a complaint that was given back: ${rule}`, () => {
      const released = act(nudged(rule), WHO.assignee, COMMANDS.release);
      const reasons = [reason(rule, 0, 'p1')];
      for (const to of [WHO.assignee, WHO.lead, null]) {
        const actions = findActions(nudgeCard(viewContext(released), { reasons, to }));
        const others = to === WHO.lead ? ['take', 'details', 'assign'] : ['take', 'details'];
        expect(actions.filter((one) => !one.startsWith('snooze'))).to.have.members(others);
      }
    });
  }

  it('to the next rung says who has the complaint and that nothing happened', () => {
    const context = viewContext(nudged('acknowledgement'));
    const reasons = [reason('acknowledgement', 1)];
    const content = toPlainText(nudgeCard(context, { reasons, to: WHO.lead }));
    expect(content)
      .to.include(`It is with @Name of ${WHO.assignee}.`)
      .and.include('nothing has happened');
  });

  it('says who could not be reached', () => {
    const context = viewContext(nudged('acknowledgement'));
    const args = { reasons: [reason('acknowledgement', 1)], to: WHO.lead };
    const person = toPlainText(nudgeCard(context, { ...args, unreachable: WHO.assignee }));
    expect(person).to.include(`@Name of ${WHO.assignee} could not be reached`);
    const team = toPlainText(nudgeCard(context, { ...args, unreachable: 'team' }));
    expect(team).to.include('channel could not be reached');
  });

  it('to the team tags the team and offers no snooze', () => {
    const card = nudgeCard(viewContext(filed()), {
      reasons: [reason('untaken')],
      to: null,
    });
    expect(JSON.stringify(card)).to.include('"team":');
    expect(findActions(card)).to.deep.equal(['take', 'details']);
  });

  it('that is snoozed says until when and does not offer to snooze', () => {
    const complaint = act(nudged('acknowledgement'), WHO.assignee, COMMANDS.snooze);
    const args = { reasons: [reason('acknowledgement')], to: WHO.assignee };
    const card = nudgeCard(viewContext(complaint), args);
    expect(toPlainText(card)).to.include('Snoozed until <');
    expect(findActions(card)).not.to.include('snooze');
  });

  it('about something that is done says that nothing is left to do', () => {
    const complaint = act(nudged('acknowledgement'), WHO.assignee, COMMANDS.acknowledge);
    const args = { reasons: [reason('acknowledgement')], to: WHO.assignee };
    const card = nudgeCard(viewContext(complaint), args);
    expect(findActions(card)).to.deep.equal([]);
    expect(card.summary).to.include('nothing left to do');
  });

  it('asks its own recipient, whatever is settled for another', () => {
    const complaint = nudged('quiet');
    const [sent] = complaint.nudges;
    if (sent === undefined) throw new Error('no nudge');
    const earlier = { ...sent, to: { person: WHO.lead }, sentAt: complaint.lastLifeAt };
    const context = viewContext({ ...complaint, nudges: [earlier, sent] });
    const reasons = [reason('quiet')];
    expect(findActions(nudgeCard(context, { reasons, to: WHO.assignee }))).to.include('update');
    expect(findActions(nudgeCard(context, { reasons, to: WHO.lead }))).to.deep.equal([]);
  });

  it('about quiet times asks for nothing once they are over and their records are dropped', () => {
    const taken = act(filed(), WHO.assignee, COMMANDS.take);
    const quiet = runSystem(taken, { kind: 'nudge' }, MONDAY + 7 * 24 * HOUR);
    const content = toMessages(quiet.outbox).find(({ kind }) => kind === 'nudge')?.view.args;
    const alive = act(quiet, WHO.assignee, COMMANDS.update, MONDAY + 7 * 24 * HOUR + 1);
    const next = runSystem(alive, { kind: 'nudge' }, MONDAY + 14 * 24 * HOUR);
    const old = quiet.nudges.filter(({ rule }) => rule === 'quiet');
    const isKept = next.nudges.some(({ id }) => id === old[0]?.id);
    expect([old.length > 0, isKept], 'the domain drops them').to.deep.equal([true, false]);
    expect(content).to.have.property('reasons');
    const reasons = old.map(({ rule, about, rung, round, repeat, dueAt }) => ({
      ...{ rule, about, rung, round, repeat, dueAt },
    }));
    const card = nudgeCard(viewContext(next), { reasons, to: WHO.assignee });
    expect(card.summary).to.include('nothing left to do');
  });
});
