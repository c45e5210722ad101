import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import {
  DEFAULT_POLICY,
  type Organisation,
} from '../../../src/domain/organisation/organisation.js';
import {
  act,
  asSystem,
  at,
  COMMANDS,
  createOrganisation,
  createWeekCalendar,
  filed,
  HOUR,
  inState,
  organisationWithTeam,
  runSystem,
  WHO,
  workingHours,
} from '../../support/domain.js';
import { createPromised, formatMessages, formatPlan, NUDGE } from './nudge-helpers.js';

const EARLY = organisationWithTeam('repairs', {
  calendar: createWeekCalendar([workingHours(8, 16)]),
});
const LATE = organisationWithTeam('repairs', {
  calendar: createWeekCalendar([workingHours(12, 20)]),
});

function withPolicy(policy: Partial<Organisation['policy']>): Organisation {
  return { ...createOrganisation(), policy: { ...DEFAULT_POLICY, ...policy } };
}

function warnsBefore(...hours: readonly number[]): Organisation {
  return withPolicy({ beforePromise: hours.map((count) => count * HOUR) });
}

/** Returns the messages of a wake-up. */
function wake(complaint: Complaint, now: number, organisation: Organisation): readonly string[] {
  const decision = decideSystem(complaint, NUDGE, asSystem(now, { organisation }));
  return decision.kind === 'accepted' ? formatMessages(decision.deliveries) : [];
}

/** Wakes it at each of these times, London. */
function wakeAt(complaint: Complaint, ...times: readonly string[]): Complaint {
  return times.reduce((one, time) => runSystem(one, NUDGE, at(time)), complaint);
}

describe('a correction in the middle of a ladder', () => {
  const asked = (): Complaint => wakeAt(filed(), '2026-11-23T11:00', '2026-11-23T14:00');

  it('of the hours says nothing again, and the next rung comes', () => {
    for (const organisation of [EARLY, LATE]) {
      expect(wake(asked(), at('2026-11-23T14:00'), organisation)).to.deep.equal([]);
      const rungs = formatPlan(asked(), 'untaken', organisation).map((line) => line.slice(17));
      expect(rungs).to.deep.equal(['untaken 2 olga', 'untaken 2 omar']);
    }
  });

  it('of the holidays says nothing again, and the next rung comes', () => {
    const calendar = createWeekCalendar([workingHours(9, 17)], 'Europe/London', ['2026-11-24']);
    const organisation = organisationWithTeam('repairs', { calendar });
    expect(formatPlan(asked(), 'untaken', organisation)).to.deep.equal([
      '2026-11-25T10:00 untaken 2 olga',
      '2026-11-25T10:00 untaken 2 omar',
    ]);
    expect(wake(asked(), at('2026-11-25T09:30'), organisation)).to.deep.equal([
      'team: acknowledgement 0',
    ]);
  });

  it('of the policy says nothing again, and the next rung comes', () => {
    const organisation = withPolicy({ untaken: [2 * HOUR, 5 * HOUR, 6 * HOUR] });
    expect(formatPlan(asked(), 'untaken', organisation)).to.deep.equal([
      '2026-11-23T16:00 untaken 2 olga',
      '2026-11-23T16:00 untaken 2 omar',
    ]);
  });

  it('says to a new assignee once what is overdue', () => {
    const due = wakeAt(act(filed(), WHO.assignee, COMMANDS.take), '2026-11-23T16:00');
    const given = act(due, WHO.lead, COMMANDS.assign, at('2026-11-23T16:10'));
    expect(formatPlan(given, 'acknowledgement', EARLY)[0]).to.equal(
      '2026-11-24T09:00 acknowledgement 0 repairs-bob',
    );
    const told = wakeAt(given, '2026-11-24T09:10');
    expect(wake(told, at('2026-11-24T09:10'), EARLY)).to.deep.equal([]);
  });
});

describe('the warnings before a promise', () => {
  /** The promise is due on Tuesday 1 December at 12:00. */
  const plan = (complaint: Complaint, organisation: Organisation): readonly string[] =>
    formatPlan(complaint, 'promise-near', organisation).map((line) => line.slice(0, 16));
  const first = (): Complaint => wakeAt(createPromised(), '2026-11-26T12:00');
  const second = (): Complaint => wakeAt(first(), '2026-11-30T16:00');

  it('do not come again when the hours are corrected', () => {
    expect(plan(first(), LATE)).to.deep.equal(['2026-11-30T16:00', '2026-11-30T19:00']);
    expect(plan(second(), LATE)).to.deep.equal(['2026-11-30T19:00']);
  });

  it('still to come do come when others are left out, and none comes again', () => {
    const early = runSystem(createPromised(), NUDGE, at('2026-11-26T12:00'), {
      organisation: warnsBefore(24, 2),
    });
    for (const organisation of [warnsBefore(24, 2), warnsBefore(2), warnsBefore(23, 2)]) {
      expect(plan(early, organisation)).to.deep.equal(['2026-12-01T10:00']);
    }
    expect(plan(first(), warnsBefore(4, 1))).to.deep.equal([
      '2026-11-30T16:00',
      '2026-12-01T11:00',
    ]);
    expect(plan(first(), warnsBefore(24, 1))).to.deep.equal(['2026-12-01T11:00']);
    expect(plan(second(), warnsBefore(24, 1))).to.deep.equal(['2026-12-01T11:00']);
    expect(plan(second(), warnsBefore(4))).to.deep.equal([]);
    const late = wakeAt(second(), '2026-12-01T11:00');
    expect(plan(late, warnsBefore(2, 1))).to.deep.equal([]);
  });

  it('come once when one takes the place of another', () => {
    const only = runSystem(createPromised(), NUDGE, at('2026-11-26T12:00'), {
      organisation: warnsBefore(24),
    });
    expect(plan(only, warnsBefore(23))).to.deep.equal([]);
    expect(plan(only, warnsBefore(24, 2))).to.deep.equal(['2026-12-01T10:00']);
  });

  it('do not come again when there are more', () => {
    const once = runSystem(createPromised(), NUDGE, at('2026-12-01T10:00'), {
      organisation: warnsBefore(2),
    });
    expect(plan(once, warnsBefore(24, 2))).to.deep.equal([]);
    expect(plan(once, warnsBefore(24, 2, 1))).to.deep.equal(['2026-12-01T11:00']);
  });

  it('come all, in whatever order the policy names them', () => {
    expect(plan(createPromised(), warnsBefore(1, 24, 4))).to.deep.equal(
      plan(createPromised(), warnsBefore(24, 4, 1)),
    );
    expect(plan(first(), warnsBefore(1, 24, 4))).to.deep.equal([
      '2026-11-30T16:00',
      '2026-12-01T11:00',
    ]);
  });
});

describe('the round of a rule', () => {
  const released = (from: Complaint, time: string): Complaint =>
    act(act(from, WHO.assignee, COMMANDS.take, at(time)), WHO.assignee, COMMANDS.release, at(time));

  it('grows when a complaint is given back after the rule has nudged', () => {
    expect(released(filed(), '2026-11-23T10:30').rounds).to.deep.equal({});
    const nudged = wakeAt(filed(), '2026-11-23T11:00');
    expect(nudged.rounds).to.deep.equal({});
    const again = released(nudged, '2026-11-23T11:30');
    expect(again.rounds).to.deep.equal({ untaken: 2 });
    expect(formatPlan(again, 'untaken')[0]).to.equal('2026-11-23T12:30 untaken 0 team');
    expect(released(wakeAt(again, '2026-11-23T12:30'), '2026-11-23T13:00').rounds).to.deep.equal({
      untaken: 3,
    });
  });

  it('grows when a complaint is resolved again', () => {
    const asked = wakeAt(inState('resolved'), '2026-11-24T10:00');
    const reopened = act(asked, WHO.reporter, COMMANDS.reopen, at('2026-11-24T11:00'));
    expect(reopened.rounds).to.deep.equal({});
    const resolved = act(reopened, WHO.assignee, COMMANDS.resolve, at('2026-11-24T12:00'));
    expect(resolved.rounds).to.deep.equal({ tell: 2 });
    expect(formatPlan(resolved)).to.deep.equal(['2026-11-25T12:00 tell 0 repairs-ann']);
  });

  it('grows with the first activity after a quiet nudge, and not with those that follow', () => {
    const quiet = wakeAt(act(filed(), WHO.assignee, COMMANDS.take), '2026-11-30T10:00');
    const update = (one: Complaint, time: string): Complaint =>
      act(one, WHO.assignee, COMMANDS.update, at(time));
    const active = update(quiet, '2026-11-30T11:00');
    expect(active.rounds).to.deep.equal({ quiet: 2 });
    expect(update(active, '2026-11-30T12:00').rounds).to.equal(active.rounds);
  });

  it('stays when the ladder climbs past a nudge that was repeated, until new activity', () => {
    const acknowledged = act(inState('assigned'), WHO.officer, COMMANDS.acknowledge);
    const kept = act(acknowledged, WHO.officer, COMMANDS.keep);
    const quiet = wakeAt(kept, '2026-11-25T10:00');
    const snoozed = act(quiet, WHO.assignee, COMMANDS.snooze, at('2026-11-26T17:30'));
    const climbed = wakeAt(snoozed, '2026-11-27T09:00', '2026-11-27T10:00');
    expect(climbed.rounds).to.deep.equal({});
    const heard = {
      kind: 'hear',
      placement: 1,
      by: WHO.member,
      at: at('2026-11-27T11:00'),
    } as const;
    const active = runSystem(climbed, heard, at('2026-11-27T11:00'));
    expect(active.rounds).to.deep.equal({ quiet: 2 });
    expect(formatPlan(active, 'quiet')).to.deep.equal(['2026-12-01T11:00 quiet 0 repairs-ann']);
  });

  it('stays when a message is reported late that is older than the last quiet nudge', () => {
    const acknowledged = act(inState('assigned'), WHO.officer, COMMANDS.acknowledge);
    const kept = act(acknowledged, WHO.officer, COMMANDS.keep);
    const quiet = wakeAt(kept, '2026-11-25T10:00', '2026-11-27T10:00');
    const late = {
      kind: 'hear',
      placement: 1,
      by: WHO.member,
      at: at('2026-11-27T09:59'),
    } as const;
    const reported = runSystem(quiet, late, at('2026-11-27T10:01'));
    expect(reported.rounds).to.deep.equal({});
    expect(wakeAt(reported, '2026-12-01T10:00').nudges.map(({ rung }) => rung)).to.deep.equal([
      0, 1, 2, 2,
    ]);
  });

  it('goes on from a repetition that came after a message that is reported late', () => {
    const acknowledged = act(inState('assigned'), WHO.officer, COMMANDS.acknowledge);
    const kept = act(acknowledged, WHO.officer, COMMANDS.keep);
    const quiet = wakeAt(kept, '2026-11-25T10:00', '2026-11-27T10:00');
    const snoozed = act(quiet, WHO.assignee, COMMANDS.snooze, at('2026-11-27T10:30'));
    const repeated = wakeAt(snoozed, '2026-11-30T09:00');
    const late = {
      kind: 'hear',
      placement: 1,
      by: WHO.member,
      at: at('2026-11-27T16:00'),
    } as const;
    const reported = runSystem(repeated, late, at('2026-11-30T09:01'));
    expect(formatPlan(reported, 'quiet')).to.deep.equal(['2026-12-02T09:00 quiet 1 repairs-lead']);
  });

  it('is the same for everybody when one person snoozes', () => {
    const passed = wakeAt(createPromised(), '2026-12-01T12:00');
    const snoozed = act(passed, WHO.assignee, COMMANDS.snooze, at('2026-12-01T12:01'));
    const repeated = wakeAt(snoozed, '2026-12-02T09:00');
    expect(repeated.rounds).to.deep.equal({});
    const turns = repeated.nudges
      .filter(({ rule }) => rule === 'promise-passed')
      .map(({ rung, round, repeat }) => [rung, round, repeat]);
    expect(turns).to.deep.equal([
      [0, 1, 0],
      [1, 1, 0],
      [0, 1, 1],
    ]);
  });
});
