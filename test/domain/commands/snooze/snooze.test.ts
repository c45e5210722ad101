import { expect } from 'chai';
import { decide } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { planComplaintNudges } from '../../../../src/domain/nudges/next-action.js';
import type { Calendar } from '../../../../src/domain/organisation/calendar.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createDailyCalendar,
  createOrganisation,
  expectAccepted,
  formatLocal,
  inState,
  organisationWithTeam,
  runSystem,
  TELLING,
  WHO,
  workingHours,
} from '../../../support/domain.js';
import { createPromised, formatMessages, NUDGE, sendNudges } from '../../nudges/nudge-helpers.js';
import { formatPlanOf, toAnswerCode } from '../decide-accepted.js';

describe('a snooze', () => {
  const TUESDAY = at('2026-12-01T12:00');
  const passed = (): Complaint => runSystem(createPromised(), NUDGE, TUESDAY);
  const snoozed = (): Complaint => act(passed(), WHO.assignee, COMMANDS.snooze, TUESDAY);

  it('lasts until the team’s next business day and says so', () => {
    const decision = expectAccepted(
      decide(passed(), COMMANDS.snooze, asActor(WHO.assignee, TUESDAY)),
    );
    expect(decision.answer).to.deep.equal({
      name: 'said',
      args: { code: 'snoozed', until: at('2026-12-02T09:00') },
    });
  });

  it('lasts until the next morning or the next shift if the team works at night', () => {
    const endFor = (calendar: Calendar): string => {
      const now = at('2026-12-01T23:50');
      const organisation = organisationWithTeam('repairs', { calendar });
      const nudged = runSystem(createPromised(), NUDGE, now, { organisation });
      const quiet = act(nudged, WHO.assignee, COMMANDS.snooze, now, { organisation });
      return formatLocal(quiet.snoozes[WHO.assignee]?.until);
    };
    const always = createDailyCalendar([workingHours(0, 24)], 'Europe/London');
    const night = createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Europe/London');
    expect(endFor(always)).to.equal('2026-12-02T08:00');
    expect(endFor(night)).to.equal('2026-12-02T22:00');
  });

  it('needs a nudge that came and is not answered', () => {
    const early = decide(
      createPromised(),
      COMMANDS.snooze,
      asActor(WHO.assignee, at('2026-11-25T09:59')),
    );
    expect(toAnswerCode(early)).to.equal('nothing-to-snooze');
    const quiet = runSystem(createPromised(), NUDGE, at('2026-11-25T10:00'));
    const others = decide(quiet, COMMANDS.snooze, asActor(WHO.lead, at('2026-11-25T10:01')));
    expect(toAnswerCode(others)).to.equal('nothing-to-snooze');
    const active = act(quiet, WHO.member, COMMANDS.update, at('2026-11-25T10:02'));
    const late = decide(active, COMMANDS.snooze, asActor(WHO.assignee, at('2026-11-25T10:03')));
    expect(toAnswerCode(late)).to.equal('nothing-to-snooze');
  });

  it('past the last rung is for all that came past it: it cannot follow on the one before', () => {
    // without a promise, before whose date every snooze ends
    let complaint = act(inState('assigned'), WHO.assignee, COMMANDS.keep);
    let now = complaint.filedAt;
    const isSecondRound = () =>
      complaint.nudges.some(({ rule, rung }) => rule === 'acknowledgement' && rung === 4);
    while (!isSecondRound()) {
      now = complaint.nextActionAt ?? now;
      complaint = runSystem(complaint, NUDGE, now);
    }
    const quiet = act(complaint, WHO.officer, COMMANDS.snooze, now);
    const end = quiet.snoozes[WHO.officer]?.until ?? now;
    const again = decide(quiet, COMMANDS.snooze, asActor(WHO.officer, end));
    expect(toAnswerCode(again)).to.equal('nothing-to-snooze');
  });

  it('cannot be extended while it runs, and says when it ends', () => {
    for (const hour of ['2026-12-01T12:00', '2026-12-02T00:30', '2026-12-02T08:59']) {
      const again = decide(snoozed(), COMMANDS.snooze, asActor(WHO.assignee, at(hour)));
      expect(again, hour).to.deep.equal({
        kind: 'unchanged',
        answer: { name: 'said', args: { code: 'snoozed', until: at('2026-12-02T09:00') } },
      });
    }
  });

  it('cannot be repeated before its nudge came again, however late that is', () => {
    for (const hour of ['2026-12-02T09:00', '2026-12-02T15:00', '2026-12-03T08:00']) {
      const again = decide(snoozed(), COMMANDS.snooze, asActor(WHO.assignee, at(hour)));
      expect(toAnswerCode(again), hour).to.equal('nothing-to-snooze');
    }
    const came = runSystem(snoozed(), NUDGE, at('2026-12-02T15:00'));
    const more = act(came, WHO.assignee, COMMANDS.snooze, at('2026-12-02T15:00'));
    expect(formatLocal(more.snoozes[WHO.assignee]?.until)).to.equal('2026-12-03T09:00');
  });

  it('can be repeated for another nudge that came meanwhile, for a person who cannot be reached', () => {
    const { lead } = WHO;
    const both = runSystem(passed(), NUDGE, at('2026-12-01T16:00'));
    const quiet = act(both, lead, COMMANDS.snooze, at('2026-12-01T16:01'));
    const [first] = passed().nudges.filter((sent) => sent.rule === 'quiet');
    const lost = { kind: 'undelivered', delivery: first?.delivery ?? '' } as const;
    const instead = runSystem(quiet, { ...lost, reason: 'person-gone' }, at('2026-12-01T16:02'));
    const more = act(instead, lead, COMMANDS.snooze, at('2026-12-02T09:00'));
    expect(formatLocal(more.snoozes[lead]?.until)).to.equal('2026-12-03T09:00');
    expect(more.snoozes[lead]?.again.map((key) => `${key.rule} ${key.rung}`)).to.deep.equal([
      'promise-passed 1',
      'quiet 1',
    ]);
  });

  it('repeats what is still to be done at its end, in one message', () => {
    const again = sendNudges(snoozed(), at('2026-12-02T09:00'));
    expect(formatMessages(again.deliveries)).to.deep.equal([
      'repairs-lead: promise-passed 1',
      'repairs-ann: promise-passed 0, quiet 0',
    ]);
  });

  it('does not repeat what is done by then', () => {
    const kept = act(snoozed(), WHO.assignee, COMMANDS.keep, TUESDAY + 1);
    expect(formatPlanOf(kept, WHO.assignee)).to.deep.equal(['2026-12-03T12:00 quiet 0']);
  });

  it('does not change other people’s ladder', () => {
    for (const other of [WHO.lead, 'olga', 'omar']) {
      expect(formatPlanOf(snoozed(), other)).to.deep.equal(formatPlanOf(passed(), other));
    }
    expect(formatPlanOf(snoozed(), WHO.lead)).to.include('2026-12-01T16:00 promise-passed 1');
  });

  it('delays nudges that become due while it runs', () => {
    const due = at('2026-11-30T16:00');
    const reminder = (complaint: Complaint): readonly string[] =>
      planComplaintNudges(complaint, createOrganisation())
        .filter((plan) => plan.rule === 'promise-near' && plan.dueAt === due)
        .map((plan) => formatLocal(plan.at));
    const nudged = runSystem(createPromised(), NUDGE, at('2026-11-26T12:00'));
    expect(reminder(nudged)).to.deep.equal(['2026-11-30T16:00']);
    const early = act(nudged, WHO.assignee, COMMANDS.snooze, at('2026-11-30T15:00'));
    expect(reminder(early)).to.deep.equal(['2026-12-01T09:00']);
    expect(formatPlanOf(early, WHO.assignee)).not.to.include('2026-11-30T16:00 promise-near 0');
  });

  it('updates only the messages of the person who snoozed', () => {
    const { deliveries } = expectAccepted(
      decide(passed(), COMMANDS.snooze, asActor(WHO.assignee, TUESDAY)),
    );
    expect(toMessages(deliveries).map((item) => [item.kind, item.person])).to.deep.equal([
      ['update', WHO.assignee],
    ]);
  });

  it('repeats nothing to a person who released the complaint', () => {
    const given = act(snoozed(), WHO.assignee, COMMANDS.release, TUESDAY + 1);
    expect(formatPlanOf(given, WHO.assignee)).to.deep.equal([]);
  });

  it('does not repeat the follow-up of a resolution that was reopened', () => {
    const informed = act(inState('resolved'), WHO.assignee, COMMANDS.tell);
    const nudged = runSystem(informed, NUDGE, at('2026-11-30T10:00'));
    const quiet = act(nudged, WHO.assignee, COMMANDS.snooze, at('2026-11-30T10:30'));
    const resolve = { ...COMMANDS.resolve, told: TELLING };
    for (const before of [nudged, quiet]) {
      const again = act(before, WHO.reporter, COMMANDS.reopen, at('2026-11-30T11:00'));
      const resolved = act(again, WHO.assignee, resolve, at('2026-11-30T12:00'));
      expect(formatPlanOf(resolved, WHO.assignee)).to.deep.equal(['2026-12-07T12:00 follow-up 0']);
      const late = decide(resolved, COMMANDS.snooze, asActor(WHO.assignee, at('2026-12-01T10:00')));
      expect(toAnswerCode(late)).to.equal('nothing-to-snooze');
    }
  });

  it('makes one message of its repetition and a reminder that becomes due at its very end', () => {
    const due = { ...COMMANDS.promise, dueAt: at('2026-12-02T13:00') };
    const more = act(createPromised(), WHO.assignee, due);
    const near = runSystem(more, NUDGE, at('2026-12-01T12:00'));
    const quiet = act(near, WHO.assignee, COMMANDS.snooze, at('2026-12-01T12:30'));
    const { facts, deliveries } = sendNudges(quiet, at('2026-12-02T09:00'));
    const ids = facts.nudges.map((sent) => sent.id);
    expect(ids).to.include('promise-near/p2/0/2/repairs-ann');
    expect(ids).to.include('promise-near/p2/0/1-1/repairs-ann');
    expect(new Set(ids).size).to.equal(ids.length);
    const theirs = toMessages(deliveries).filter(
      ({ kind, person }) => kind === 'nudge' && person === 'repairs-ann',
    );
    expect(theirs).to.have.length(1);
  });
});
