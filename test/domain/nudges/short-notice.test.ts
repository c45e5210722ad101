import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findShortNotice } from '../../../src/domain/nudges/short-notice.js';
import type { Calendar } from '../../../src/domain/organisation/calendar.js';
import {
  DEFAULT_POLICY,
  type Organisation,
} from '../../../src/domain/organisation/organisation.js';
import {
  act,
  at,
  COMMANDS,
  createDailyCalendar,
  createOrganisation,
  createWeekCalendar,
  filed,
  formatLocal,
  HOUR,
  OFFICE,
  organisationWithTeam,
  runSystem,
  WHO,
  workingHours,
} from '../../support/domain.js';
import { formatMessages, formatPlan, NUDGE, sendNudges } from './nudge-helpers.js';

const LUNCH = createWeekCalendar([workingHours(9, 12), workingHours(13, 17)]);
const ALWAYS = createDailyCalendar([workingHours(0, 24)], 'Europe/London');

describe('a warning at short notice', () => {
  const warn = (calendar: Calendar, from: string, dueAt: string): string =>
    formatLocal(findShortNotice(calendar, at(from), at(dueAt)));

  it('comes when work begins again, if that leaves a quarter of an hour', () => {
    expect(warn(OFFICE, '2026-11-27T16:30', '2026-11-30T09:15')).to.equal('2026-11-30T09:00');
    expect(warn(OFFICE, '2026-11-27T16:55', '2026-11-30T09:50')).to.equal('2026-11-30T09:00');
    expect(warn(OFFICE, '2026-11-28T12:00', '2026-11-30T09:45')).to.equal('2026-11-30T09:00');
    expect(warn(LUNCH, '2026-11-27T11:30', '2026-11-27T13:20')).to.equal('2026-11-27T13:00');
  });

  it('comes halfway otherwise', () => {
    expect(warn(OFFICE, '2026-11-27T16:16', '2026-11-30T09:10')).to.equal('2026-11-27T16:43');
    expect(warn(OFFICE, '2026-11-27T10:00', '2026-11-27T10:50')).to.equal('2026-11-27T10:25');
    expect(warn(OFFICE, '2026-11-27T16:20', '2026-11-28T14:00')).to.equal('2026-11-27T16:40');
    expect(warn(ALWAYS, '2026-11-27T23:30', '2026-11-28T00:20')).to.equal('2026-11-27T23:55');
  });

  it('comes at the earlier of the two when there is much time, but not within an hour', () => {
    expect(warn(OFFICE, '2026-11-24T10:00', '2026-11-25T10:00')).to.equal('2026-11-24T14:00');
    expect(warn(OFFICE, '2026-11-24T16:30', '2026-11-26T12:00')).to.equal('2026-11-25T09:00');
    expect(warn(LUNCH, '2026-11-24T11:45', '2026-11-24T16:00')).to.equal('2026-11-24T13:00');
    expect(warn(OFFICE, '2026-11-24T08:30', '2026-11-24T09:44')).to.equal('2026-11-24T09:22');
  });

  it('does not come when less than half an hour of working time is left', () => {
    expect(warn(OFFICE, '2026-11-27T10:00', '2026-11-27T10:30')).to.equal('2026-11-27T10:15');
    for (const due of ['2026-11-27T10:29', '2026-11-27T10:00', '2026-11-27T09:00']) {
      expect(findShortNotice(OFFICE, at('2026-11-27T10:00'), at(due)), due).to.equal(undefined);
    }
    const overTheWeekend = findShortNotice(OFFICE, at('2026-11-27T16:45'), at('2026-11-30T09:14'));
    expect(overTheWeekend).to.equal(undefined);
  });
});

describe('a promise made after all of its warnings', () => {
  const FRIDAY = at('2026-11-27T16:30');
  const MONDAY_MORNING = at('2026-11-30T09:00');

  function warnsBefore(...hours: readonly number[]): Organisation {
    const beforePromise = hours.map((count) => count * HOUR);
    return { ...createOrganisation(), policy: { ...DEFAULT_POLICY, beforePromise } };
  }

  /** An acknowledged complaint, with a promise made on Friday at 16:30 for Monday at 9:15. */
  function promiseFor(due = '2026-11-30T09:15', now = FRIDAY): Complaint {
    const taken = act(filed(), WHO.assignee, COMMANDS.take);
    const acknowledged = act(taken, WHO.assignee, COMMANDS.acknowledge);
    return act(acknowledged, WHO.assignee, { ...COMMANDS.promise, dueAt: at(due) }, now);
  }

  const plan = (complaint: Complaint, organisation?: Organisation): readonly string[] =>
    formatPlan(complaint, 'promise-near', organisation);
  const warned = (): Complaint => runSystem(promiseFor(), NUDGE, MONDAY_MORNING);

  it('has one warning before its date', () => {
    expect(plan(promiseFor())).to.deep.equal(['2026-11-30T09:00 promise-near 0 repairs-ann']);
    expect(promiseFor().nextActionAt).to.equal(MONDAY_MORNING);
    expect(formatMessages(sendNudges(promiseFor(), MONDAY_MORNING).deliveries)).to.deep.equal([
      'repairs-ann: promise-near 0',
    ]);
    expect(plan(warned())).to.deep.equal([]);
  });

  it('has none when less than half an hour of working time is left, or the policy has none', () => {
    expect(plan(promiseFor('2026-11-27T16:59'))).to.deep.equal([]);
    expect(plan(promiseFor(), warnsBefore())).to.deep.equal([]);
  });

  it('has one like every other when its date is agreed anew', () => {
    const moved = { ...COMMANDS.renegotiate, dueAt: at('2026-11-30T10:00') };
    const later = act(promiseFor(), WHO.assignee, moved, at('2026-11-30T09:05'));
    expect(plan(later)).to.deep.equal(['2026-11-30T09:32 promise-near 0 repairs-ann']);
  });

  it('has the last of its warnings then, which does not come again when the policy changes', () => {
    expect(warned().nudges.map(({ id, lastRound }) => [id, lastRound])).to.deep.include([
      'promise-near/p1/0/3/repairs-ann',
      3,
    ]);
    for (const hours of [[1], [4], [48, 24, 4, 1], [24, 4, 1, 0.5], [0.5, 0.25]]) {
      expect(plan(warned(), warnsBefore(...hours)), hours.join()).to.deep.equal([]);
    }
    const closer = plan(warned(), warnsBefore(24, 4, 1, 0.1));
    expect(closer).to.deep.equal(['2026-11-30T09:09 promise-near 0 repairs-ann']);
  });

  it('does not have it again when the hours are corrected, whichever warnings fit then', () => {
    for (const [from, to] of [
      [8, 17],
      [9, 18],
      [6, 12],
      [0, 24],
    ] as const) {
      const calendar = createWeekCalendar([workingHours(from, to)]);
      const organisation = organisationWithTeam('repairs', { calendar });
      expect(plan(warned(), organisation), `${from} to ${to}`).to.deep.equal([]);
    }
  });

  it('does not have it after a usual one that came before a correction', () => {
    const early = promiseFor('2026-11-30T11:00', at('2026-11-27T12:00'));
    const once = runSystem(early, NUDGE, at('2026-11-27T15:00'));
    expect(once.nudges.map(({ rule }) => rule)).to.deep.equal(['promise-near']);
    const week = { ...OFFICE.week, 1: [workingHours(10, 17)], 5: [workingHours(9, 12)] };
    const calendar = { ...OFFICE, week };
    const { policy } = warnsBefore(24, 4, 2);
    const organisation = { ...organisationWithTeam('repairs', { calendar }), policy };
    expect(plan(early, organisation)).to.deep.equal([
      '2026-11-30T10:00 promise-near 0 repairs-ann',
    ]);
    expect(plan(once, organisation)).to.deep.equal([]);
  });

  it('warns whoever takes it over after the warning', () => {
    const only = warnsBefore(24);
    const early = promiseFor('2026-12-01T10:00', at('2026-11-30T10:00'));
    expect(plan(early, only)).to.deep.equal(['2026-11-30T14:00 promise-near 0 repairs-ann']);
    const once = runSystem(early, NUDGE, at('2026-11-30T14:00'), { organisation: only });
    const given = act(once, WHO.lead, COMMANDS.assign, at('2026-11-30T14:30'));
    expect(plan(given, only)).to.deep.equal(['2026-11-30T15:30 promise-near 0 repairs-bob']);
  });

  it('is not warned of after a snooze that began before it: the reminder says that it has passed', () => {
    const taken = act(filed(), WHO.assignee, COMMANDS.take);
    const nudged = runSystem(taken, NUDGE, at('2026-11-30T15:50'));
    const snoozed = act(nudged, WHO.assignee, COMMANDS.snooze, at('2026-11-30T15:55'));
    const soon = { ...COMMANDS.promise, dueAt: at('2026-11-30T16:50') };
    const promised = act(snoozed, WHO.assignee, soon, at('2026-11-30T16:00'));
    expect(plan(promised)).to.deep.equal(['2026-12-01T09:00 promise-near 0 repairs-ann']);
    const messages = formatMessages(sendNudges(promised, at('2026-12-01T09:00')).deliveries);
    const [theirs] = messages.filter((line) => line.startsWith(WHO.assignee));
    expect(theirs).to.include('promise-passed 0').and.not.include('promise-near');
  });
});

describe('a complaint that is taken over after all warnings of a promise', () => {
  /** The promise is due on Tuesday 1 December at 12:00. */
  const warned = (): Complaint =>
    ['2026-11-26T12:00', '2026-11-30T16:00', '2026-12-01T11:00'].reduce(
      (complaint, time) => runSystem(complaint, NUDGE, at(time)),
      act(act(filed(), WHO.assignee, COMMANDS.take), WHO.assignee, COMMANDS.promise),
    );
  const giveAt = (time: string): Complaint =>
    act(warned(), WHO.lead, COMMANDS.assign, at(`2026-12-01T${time}`));

  it('has them in one message to the new assignee before the date, if there is time', () => {
    const lines = formatPlan(giveAt('11:10'), 'promise-near');
    expect(new Set(lines)).to.deep.equal(new Set(['2026-12-01T11:35 promise-near 0 repairs-bob']));
    const { facts, deliveries } = sendNudges(giveAt('11:10'), at('2026-12-01T11:35'));
    expect(formatMessages(deliveries)).to.deep.equal(['repairs-bob: promise-near 0']);
    expect(facts.nudges.filter(({ rule }) => rule === 'promise-near')).to.have.length(6);
  });

  it('has no more of them once the date has passed, also when the policy gets more', () => {
    const given = giveAt('11:40');
    const passed = runSystem(given, NUDGE, at('2026-12-01T12:00'));
    expect(formatPlan(passed, 'promise-near')).to.deep.equal([]);
    const beforePromise = [24 * HOUR, 4 * HOUR, HOUR, HOUR / 2];
    const more = { ...createOrganisation(), policy: { ...DEFAULT_POLICY, beforePromise } };
    expect(formatPlan(passed, 'promise-near', more)).to.deep.equal([]);
  });
});
