import { expect } from 'chai';
import fc from 'fast-check';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../src/domain/complaint/facts.js';
import {
  computeNextActionAt,
  planComplaintNudges,
} from '../../../src/domain/nudges/next-action.js';
import { findShortNotice } from '../../../src/domain/nudges/short-notice.js';
import {
  type Calendar,
  nextWorkingMoment,
  subtractWorkingTime,
  workingTimeBetween,
} from '../../../src/domain/organisation/calendar.js';
import {
  DEFAULT_POLICY,
  type Organisation,
} from '../../../src/domain/organisation/organisation.js';
import {
  act,
  applyDecision,
  asSystem,
  at,
  COMMANDS,
  createDailyCalendar,
  createWeekCalendar,
  filed,
  HOUR,
  MINUTE,
  MONDAY,
  NEW_YORK,
  OFFICE,
  organisationWithTeam,
  WHO,
  workingHours,
} from '../../support/domain.js';
import { RUNS } from '../complaint-run.js';

const calendars: fc.Arbitrary<Calendar> = fc.constantFrom(
  OFFICE,
  NEW_YORK,
  createWeekCalendar([workingHours(9, 12), workingHours(14, 18)], 'Europe/London', ['2026-11-27']),
  createDailyCalendar([workingHours(0, 24)], 'Europe/London'),
  createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Australia/Lord_Howe'),
  createWeekCalendar([{ from: 540, to: 560 }]),
);

const policies = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 })
  .map((quarters) => ({
    ...DEFAULT_POLICY,
    beforePromise: quarters.map((count) => count * 15 * MINUTE),
  }));

const organisations: fc.Arbitrary<Organisation> = fc
  .tuple(calendars, policies)
  .map(([calendar, policy]) => ({ ...organisationWithTeam('repairs', { calendar }), policy }));

/** When a promise is made, and for how many minutes later. */
const dates = fc.record({
  made: fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minutes) => MONDAY + minutes * MINUTE),
  after: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 80 * 60 })),
});

/** Minutes when the clocks change in one of the zones. */
const moments = fc.oneof(
  fc.integer({ min: at('2026-11-01T00:00'), max: at('2026-12-01T00:00') }),
  fc
    .tuple(fc.constantFrom('2026-03-29', '2026-04-05', '2026-10-25'), fc.nat(36 * 60))
    .map(([day, minutes]) => at(`${day}T00:00`, 'UTC') + (minutes - 720) * MINUTE),
);

function promise(made: number, dueAt: number, organisation: Organisation): Complaint {
  const parts = { organisation };
  const taken = act(filed({}, organisation), WHO.assignee, COMMANDS.take, MONDAY, parts);
  const command = { ...COMMANDS.promise, dueAt, unworked: true };
  return act(taken, WHO.assignee, command, made, parts);
}

/** Wakes it whenever something is due, until `end`. */
function wakeUntil(start: Complaint, now: number, end: number, organisation: Organisation) {
  let complaint = start;
  let time = now;
  for (;;) {
    const next = computeNextActionAt(complaint, organisation, time);
    if (next === null || next > end) return complaint;
    time = Math.max(time + 1, next);
    const context = asSystem(time, { organisation });
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, context));
  }
}

function findWarnings({ nudges }: Complaint): readonly NudgeRecord[] {
  return nudges
    .filter(({ rule, repeat }) => rule === 'promise-near' && repeat === 0)
    .sort((one, other) => one.sentAt - other.sentAt);
}

describe('any warning at short notice', () => {
  it('is in working time, and leaves a quarter of an hour of it on either side of the night', () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat(5000), (calendar, from, minutes) => {
        const dueAt = from + minutes * MINUTE;
        const warning = findShortNotice(calendar, from, dueAt);
        const left = workingTimeBetween(calendar, from, dueAt);
        expect(warning !== undefined).to.equal(left >= 30 * MINUTE);
        if (warning === undefined) return;
        expect(nextWorkingMoment(calendar, warning)).to.equal(warning);
        expect(workingTimeBetween(calendar, warning, dueAt)).to.be.at.least(15 * MINUTE);
        expect(warning - from).to.be.at.least(15 * MINUTE);
      }),
      { numRuns: 20 * RUNS },
    );
  });
});

describe('any promise', () => {
  it('has a warning before its date unless less than half an hour of working time is left', () => {
    fc.assert(
      fc.property(organisations, dates, (organisation, { made, after }) => {
        const dueAt = made + after * MINUTE;
        const calendar = organisation.teams.get('repairs')?.calendar ?? OFFICE;
        const complaint = promise(made, dueAt, organisation);
        const warnings = planComplaintNudges(complaint, organisation).filter(
          ({ rule }) => rule === 'promise-near',
        );
        const usual = organisation.policy.beforePromise.filter(
          (span) => subtractWorkingTime(calendar, dueAt, span) > made,
        );
        const isShort = workingTimeBetween(calendar, made, dueAt) < 30 * MINUTE;
        expect(warnings.length).to.equal(usual.length || (isShort ? 0 : 1));
        for (const { at: time } of warnings) expect(time).to.be.within(made + 1, dueAt - 1);
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it('warns nobody again of what a warning has said, whatever is corrected in between', () => {
    fc.assert(
      fc.property(
        organisations,
        organisations,
        dates,
        fc.nat(100),
        (before, after, date, percent) => {
          const dueAt = date.made + date.after * MINUTE;
          const corrected = date.made + Math.floor((date.after * MINUTE * percent) / 100);
          const first = wakeUntil(promise(date.made, dueAt, before), date.made, corrected, before);
          const last = wakeUntil(first, corrected, dueAt + 400 * HOUR, after);
          const warnings = findWarnings(last);
          const policies = [before, after].map(({ policy }) => policy.beforePromise.length);
          expect(warnings.length).to.be.at.most(Math.max(...policies));
          warnings.forEach((one, n) => {
            const earlier = warnings.slice(0, n).filter(({ sentAt }) => sentAt < one.sentAt);
            for (const { sentAt } of earlier) expect(one.dueAt).to.be.greaterThan(sentAt);
          });
          const passed = last.nudges.find(({ rule }) => rule === 'promise-passed');
          for (const { sentAt } of warnings) {
            expect(sentAt).to.be.at.most(passed?.sentAt ?? Number.MAX_SAFE_INTEGER);
          }
        },
      ),
      { numRuns: 2 * RUNS },
    );
  });
});
