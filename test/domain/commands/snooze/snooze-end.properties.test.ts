import { expect } from 'chai';
import fc from 'fast-check';
import { QUICK_SNOOZES, type SnoozeChoice } from '../../../../src/domain/complaint/command.js';
import type { ComplaintPromise } from '../../../../src/domain/complaint/facts.js';
import { findSnoozeEnd, LONGEST_SNOOZE_DAYS } from '../../../../src/domain/nudges/snooze-end.js';
import { nextWorkingMoment } from '../../../../src/domain/organisation/calendar.js';
import {
  createDailyCalendar,
  HOUR,
  inState,
  MONDAY,
  NEW_YORK,
  OFFICE,
  workingHours,
} from '../../../support/domain.js';

const calendars = fc.constantFrom(
  OFFICE,
  NEW_YORK,
  createDailyCalendar([workingHours(0, 24)], 'Asia/Kathmandu'),
  createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Europe/London'),
  {
    ...OFFICE,
    holidays: Array.from({ length: 31 }, (_, n) => `2026-12-${String(n + 1).padStart(2, '0')}`),
  },
);

const zones = fc.constantFrom(null, 'UTC', 'America/New_York', 'Asia/Tokyo', 'No/Where');
const days = fc.constantFrom(
  'monday',
  'friday',
  'saturday',
  'tomorrow',
  '24 december',
  '31/12/2026',
);
const times = fc.constantFrom('', ' noon', ' 9:00', ' 17:00', ' 23:30', ' morning', ' 3am');
const spans = fc
  .tuple(fc.nat(20), fc.constantFrom('minutes', 'hours', 'days', 'working days', 'weeks'))
  .map(([count, unit]) => `in ${count} ${unit}`);
const phrases = fc.oneof(
  fc.tuple(days, times).map((pair) => pair.join('')),
  spans,
  fc.string({ maxLength: 40 }),
);
const choices: fc.Arbitrary<SnoozeChoice> = fc.oneof(
  fc.constantFrom(...QUICK_SNOOZES),
  fc.record({ words: phrases, zone: zones }),
);

const MINUTES = 60 * 24 * 60;
const [PROMISE] = inState('assigned').promises;

/** A promise that is due so many minutes after the start, open or kept. */
function createPromise(minutes: number, isKept: boolean): readonly ComplaintPromise[] {
  if (PROMISE === undefined) throw new Error('no promise');
  const dueAt = MONDAY + minutes * 60_000;
  return [{ ...PROMISE, dueAt, doneAt: isKept ? MONDAY : null }];
}

const promises = fc
  .array(fc.tuple(fc.nat(MINUTES), fc.boolean()), { maxLength: 3 })
  .map((all) => all.flatMap(([minutes, isKept]) => createPromise(minutes, isKept)));

describe('whatever somebody chooses, the end of a snooze', () => {
  it('is later than now, in working time, not after the next promise, and not too far away', () => {
    fc.assert(
      fc.property(
        choices,
        promises,
        calendars,
        fc.nat(MINUTES),
        (choice, made, calendar, after) => {
          const now = MONDAY + after * 60_000;
          const end = findSnoozeEnd(choice, { promises: made }, calendar, now);
          const due = made.filter(({ dueAt, doneAt }) => doneAt === null && dueAt > now);
          const next = Math.min(...due.map(({ dueAt }) => dueAt));
          if (end.ok) {
            expect(end.until).to.be.greaterThan(now);
            expect(end.until).to.be.at.most(next);
            expect(nextWorkingMoment(calendar, end.until)).to.equal(end.until);
            const isLong = end.until - now > LONGEST_SNOOZE_DAYS * 24 * HOUR;
            expect(isLong && typeof choice !== 'string').to.equal(false);
          } else if (end.why.code === 'snooze-past-promise') {
            const { before } = end.why.args;
            expect(end.why.args.due).to.equal(next);
            if (before === null) return;
            expect(before).to.be.greaterThan(now).and.lessThan(next);
            expect(nextWorkingMoment(calendar, before)).to.equal(before);
          }
        },
      ),
      { numRuns: 1000 },
    );
  }).timeout(30_000);
});
