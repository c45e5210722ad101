import { expect } from 'chai';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  accepted,
  acting,
  at,
  COMMANDS,
  context,
  filed,
  happened,
  having,
  inState,
  local,
  organisation,
  WHO,
} from '../../support/domain.js';

const NUDGE = { kind: 'nudge' } as const;

/** Acknowledged and with a promise for Tuesday 1 December, 12:00. */
const promised = (): Complaint => having(inState('assigned'), WHO.assignee, COMMANDS.acknowledge);

function messages(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries
    .filter((item) => item.kind === 'nudge')
    .map((item) => {
      const reasons = item.view.args.reasons as readonly { rule: string; rung: number }[];
      return `${item.person ?? 'team'}: ${reasons.map((r) => `${r.rule} ${r.rung}`).join(', ')}`;
    });
}

function nudged(complaint: Complaint, now: number) {
  return accepted(decideSystem(complaint, NUDGE, context(now)));
}

describe('a nudge', () => {
  it('is sent when it is due and remembered with the message it went out in', () => {
    const { deliveries, facts, history } = nudged(filed(), at('2026-11-23T11:00'));
    expect(messages(deliveries)).to.deep.equal(['team: untaken 0']);
    const [record] = facts.nudges;
    expect(record).to.include({ rule: 'untaken', to: 'team', settledAt: null });
    expect(record?.delivery).to.equal(deliveries[0]?.id);
    expect(deliveries[0]?.slot).to.equal(`nudge:${deliveries[0]?.id}`);
    expect(history[0]).to.include({ by: 'redress', what: 'nudge' });
  });

  it('is not sent before its time, and nothing changes', () => {
    const early = decideSystem(filed(), NUDGE, context(at('2026-11-23T10:59')));
    expect(early.kind).to.equal('unchanged');
  });

  it('does not count as life', () => {
    expect(nudged(filed(), at('2026-11-23T11:00')).facts.lastLifeAt).to.equal(filed().lastLifeAt);
  });

  it('says the weightiest first when several are due at once, in one message', () => {
    const complaint = inState('assigned');
    const { deliveries, facts } = nudged(complaint, at('2026-12-01T12:00'));
    expect(messages(deliveries)).to.deep.equal([
      'repairs-ann: promise-passed 0, acknowledgement 0, quiet 0',
    ]);
    const mine = facts.nudges.filter((sent) => sent.delivery === deliveries[0]?.id);
    expect(mine.map((sent) => sent.rule)).to.include('promise-near');
  });

  it('after an outage of weeks is one message to each person, officers after the lead after the holder', () => {
    const said: string[] = [];
    let complaint = promised();
    let now = at('2027-01-12T09:00');
    while (now < at('2027-01-14T09:00')) {
      const { deliveries } = nudged(complaint, now);
      said.push(...messages(deliveries).map((message) => `${local(now)} ${message}`));
      complaint = happened(complaint, NUDGE, now);
      now = complaint.nextActionAt ?? Number.POSITIVE_INFINITY;
    }
    expect(said).to.deep.equal([
      '2027-01-12T09:00 repairs-ann: promise-passed 0, quiet 0',
      '2027-01-12T13:00 repairs-lead: promise-passed 1',
      '2027-01-13T09:00 olga: promise-passed 2',
      '2027-01-13T09:00 omar: promise-passed 2',
    ]);
    expect(local(now), 'the next').to.equal('2027-01-14T09:00');
  });

  it('waits until the team works when an outage ends at night or at the weekend', () => {
    const SATURDAY = at('2026-11-28T22:00');
    const { facts, deliveries } = nudged(filed(), SATURDAY);
    expect(deliveries).to.deep.equal([]);
    expect(facts.nudges).to.deep.equal([]);
    expect(local(facts.nextActionAt)).to.equal('2026-11-30T09:00');
    const waiting = happened(filed(), NUDGE, SATURDAY);
    expect(decideSystem(waiting, NUDGE, context(SATURDAY + 1)).kind).to.equal('unchanged');
    const monday = nudged(waiting, at('2026-11-30T09:00'));
    expect(messages(monday.deliveries)).to.deep.equal([
      'team: acknowledgement 0, untaken 0, quiet 0',
    ]);
  });

  it('keeps to what it said when it is updated: of a promise that passed not also that it was near', () => {
    const passed = happened(inState('assigned'), NUDGE, at('2026-12-01T12:00'));
    const said = passed.outbox.find((item) => item.kind === 'nudge');
    const keep = decide(passed, COMMANDS.keep, acting(WHO.assignee, at('2026-12-01T12:05')));
    const update = accepted(keep).deliveries.find((item) => item.slot === said?.slot);
    expect(update?.view.args.reasons).to.deep.equal(said?.view.args.reasons);
  });

  it('brings the cards up to date when a promise was broken', () => {
    const { deliveries } = nudged(promised(), at('2026-12-01T12:00'));
    const cards = deliveries.filter((item) => item.kind === 'update').map((item) => item.slot);
    expect(cards).to.deep.equal(['team-card', 'reporter-card']);
  });

  it('is updated to say that nothing is left to do once it is answered, once', () => {
    const sent = happened(filed(), NUDGE, at('2026-11-23T11:00'));
    const take = decide(sent, COMMANDS.take, acting(WHO.assignee, at('2026-11-23T11:05')));
    const { facts, deliveries } = accepted(take);
    const slot = `nudge:${sent.nudges[0]?.delivery}`;
    expect(deliveries.filter((item) => item.slot === slot).map((item) => item.kind)).to.deep.equal([
      'update',
    ]);
    expect(facts.nudges[0]?.settledAt).to.equal(at('2026-11-23T11:05'));
    const taken = having(sent, WHO.assignee, COMMANDS.take, at('2026-11-23T11:05'));
    const more = accepted(
      decide(taken, COMMANDS.acknowledge, acting(WHO.assignee, at('2026-11-23T11:06'))),
    );
    expect(more.deliveries.filter((item) => item.slot === slot)).to.deep.equal([]);
  });

  it('gets its time put right when the settings have changed since it was worked out', () => {
    const stale = { ...filed(), nextActionAt: at('2026-11-23T10:30') };
    const { facts, deliveries } = nudged(stale, at('2026-11-23T10:30'));
    expect(local(facts.nextActionAt)).to.equal('2026-11-23T11:00');
    expect(deliveries).to.deep.equal([]);
  });
});

describe('a snooze', () => {
  const TUESDAY = at('2026-12-01T12:00');
  const passed = (): Complaint => happened(promised(), NUDGE, TUESDAY);
  const snoozed = (): Complaint => having(passed(), WHO.assignee, COMMANDS.snooze, TUESDAY);

  function said(decision: Decision): unknown {
    return decision.kind === 'refused' ? decision.kind : decision.answer.args.code;
  }

  function planned(complaint: Complaint, person: string): readonly string[] {
    return planComplaintNudges(complaint, organisation())
      .filter((plan) => plan.to !== 'team' && plan.to.person === person)
      .map((plan) => `${local(plan.at)} ${plan.rule} ${plan.rung}`);
  }

  it('lasts until the team’s next working day and says so', () => {
    const decision = accepted(decide(passed(), COMMANDS.snooze, acting(WHO.assignee, TUESDAY)));
    expect(decision.answer).to.deep.equal({
      name: 'said',
      args: { code: 'snoozed', until: at('2026-12-02T09:00') },
    });
  });

  it('is of a nudge that came, and there is nothing to put off before or once it is answered', () => {
    const early = decide(promised(), COMMANDS.snooze, acting(WHO.assignee, at('2026-11-25T09:59')));
    expect(said(early)).to.equal('nothing-to-snooze');
    const quiet = happened(promised(), NUDGE, at('2026-11-25T10:00'));
    const others = decide(quiet, COMMANDS.snooze, acting(WHO.lead, at('2026-11-25T10:01')));
    expect(said(others)).to.equal('nothing-to-snooze');
    const alive = having(quiet, WHO.member, COMMANDS.update, at('2026-11-25T10:02'));
    const late = decide(alive, COMMANDS.snooze, acting(WHO.assignee, at('2026-11-25T10:03')));
    expect(said(late)).to.equal('nothing-to-snooze');
  });

  it('is not made longer while it runs, at whatever hour, and says until when it is', () => {
    for (const hour of ['2026-12-01T12:00', '2026-12-02T00:30', '2026-12-02T08:59']) {
      const again = decide(snoozed(), COMMANDS.snooze, acting(WHO.assignee, at(hour)));
      expect(again, hour).to.deep.equal({
        kind: 'unchanged',
        answer: { name: 'said', args: { code: 'snoozed', until: at('2026-12-02T09:00') } },
      });
    }
  });

  it('is not made anew before its nudge came again, however late that is', () => {
    for (const hour of ['2026-12-02T09:00', '2026-12-02T15:00', '2026-12-03T08:00']) {
      const again = decide(snoozed(), COMMANDS.snooze, acting(WHO.assignee, at(hour)));
      expect(said(again), hour).to.equal('nothing-to-snooze');
    }
    const came = happened(snoozed(), NUDGE, at('2026-12-02T15:00'));
    const more = having(came, WHO.assignee, COMMANDS.snooze, at('2026-12-02T15:00'));
    expect(local(more.snoozes[WHO.assignee]?.until)).to.equal('2026-12-03T09:00');
  });

  it('can be of another nudge that came meanwhile, in the place of somebody who cannot be reached', () => {
    const { lead } = WHO;
    const both = happened(passed(), NUDGE, at('2026-12-01T16:00'));
    const quiet = having(both, lead, COMMANDS.snooze, at('2026-12-01T16:01'));
    const [first] = passed().nudges.filter((sent) => sent.rule === 'quiet');
    const lost = { kind: 'undelivered', delivery: first?.delivery ?? '' } as const;
    const instead = happened(quiet, { ...lost, reason: 'person-gone' }, at('2026-12-01T16:02'));
    const more = having(instead, lead, COMMANDS.snooze, at('2026-12-02T09:00'));
    expect(local(more.snoozes[lead]?.until)).to.equal('2026-12-03T09:00');
    expect(more.snoozes[lead]?.again.map((key) => `${key.rule} ${key.rung}`)).to.deep.equal([
      'promise-passed 1',
      'quiet 1',
    ]);
  });

  it('brings what is still to be done again when it ends, in one message', () => {
    const again = nudged(snoozed(), at('2026-12-02T09:00'));
    expect(messages(again.deliveries)).to.deep.equal([
      'repairs-lead: promise-passed 1',
      'repairs-ann: promise-passed 0, quiet 0',
    ]);
  });

  it('brings nothing again that is done by then', () => {
    const kept = having(snoozed(), WHO.assignee, COMMANDS.keep, TUESDAY + 1);
    expect(planned(kept, WHO.assignee)).to.deep.equal(['2026-12-03T12:00 quiet 0']);
  });

  it('leaves the ladder of others as it was', () => {
    for (const other of [WHO.lead, 'olga', 'omar']) {
      expect(planned(snoozed(), other)).to.deep.equal(planned(passed(), other));
    }
    expect(planned(snoozed(), WHO.lead)).to.include('2026-12-01T16:00 promise-passed 1');
  });

  it('puts off what falls due while it lasts', () => {
    const due = at('2026-11-30T16:00');
    const reminder = (complaint: Complaint): readonly string[] =>
      planComplaintNudges(complaint, organisation())
        .filter((plan) => plan.rule === 'promise-near' && plan.dueAt === due)
        .map((plan) => local(plan.at));
    const asked = happened(promised(), NUDGE, at('2026-11-26T12:00'));
    expect(reminder(asked)).to.deep.equal(['2026-11-30T16:00']);
    const early = having(asked, WHO.assignee, COMMANDS.snooze, at('2026-11-30T15:00'));
    expect(reminder(early)).to.deep.equal(['2026-12-01T09:00']);
    expect(planned(early, WHO.assignee)).not.to.include('2026-11-30T16:00 promise-near 0');
  });

  it('updates the messages of the person who snoozed, and of nobody else', () => {
    const { deliveries } = accepted(
      decide(passed(), COMMANDS.snooze, acting(WHO.assignee, TUESDAY)),
    );
    expect(deliveries.map((item) => [item.kind, item.person])).to.deep.equal([
      ['update', WHO.assignee],
    ]);
  });

  it('brings nothing again to somebody who gave it away', () => {
    const given = having(snoozed(), WHO.assignee, COMMANDS.release, TUESDAY + 1);
    expect(planned(given, WHO.assignee)).to.deep.equal([]);
  });

  it('does not bring back the follow-up of a resolution that was reopened', () => {
    const told = having(inState('resolved'), WHO.assignee, COMMANDS.tell);
    const asked = happened(told, NUDGE, at('2026-11-30T10:00'));
    const quiet = having(asked, WHO.assignee, COMMANDS.snooze, at('2026-11-30T10:30'));
    const resolve = { ...COMMANDS.resolve, told: true };
    for (const before of [asked, quiet]) {
      const again = having(before, WHO.reporter, COMMANDS.reopen, at('2026-11-30T11:00'));
      const resolved = having(again, WHO.assignee, resolve, at('2026-11-30T12:00'));
      expect(planned(resolved, WHO.assignee)).to.deep.equal(['2026-12-07T12:00 follow-up 0']);
      const late = decide(resolved, COMMANDS.snooze, acting(WHO.assignee, at('2026-12-01T10:00')));
      expect(said(late)).to.equal('nothing-to-snooze');
    }
  });

  it('is one nudge where a reminder falls due at the very moment it ends', () => {
    const due = { ...COMMANDS.promise, dueAt: at('2026-12-02T13:00') };
    const more = having(promised(), WHO.assignee, due);
    const near = happened(more, NUDGE, at('2026-12-01T12:00'));
    const quiet = having(near, WHO.assignee, COMMANDS.snooze, at('2026-12-01T12:30'));
    const { facts } = nudged(quiet, at('2026-12-02T09:00'));
    const ids = facts.nudges.map((sent) => sent.id);
    expect(ids).to.include(`promise-near/p2/0/${at('2026-12-02T09:00')}/repairs-ann`);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
