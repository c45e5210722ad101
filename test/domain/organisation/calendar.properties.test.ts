import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addWorkingDays,
  addWorkingTime,
  type Calendar,
  lastWorkingMoment,
  nextBusinessDay,
  nextWorkingMoment,
  subtractWorkingTime,
  type Weekday,
  type WorkingBlock,
  workingTimeBetween,
} from '../../../src/domain/organisation/calendar.js';
import { at, HOUR } from '../../support/domain.js';

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kathmandu',
];
const RUNS = { numRuns: 150 };

/** Blocks in order, without overlap, on whole quarters of an hour, between these hours. */
const blocksBetween = (from: number, to: number): fc.Arbitrary<readonly WorkingBlock[]> =>
  fc.uniqueArray(fc.integer({ min: 4 * from, max: 4 * to }), { maxLength: 6 }).map((marks) => {
    const sorted = marks.map((mark) => mark * 15).sort((a, b) => a - b);
    return sorted.flatMap((end, n) => (n % 2 === 1 ? [{ from: sorted[n - 1] ?? 0, to: end }] : []));
  });

/** Mostly near the days when the clocks change somewhere. */
const moment = fc.oneof(
  fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-01-01T00:00') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-09-06',
        '2026-10-04',
        '2026-11-01',
      ),
      fc.integer({ min: -36 * 60, max: 60 * 60 }),
    )
    .map(([day, minutes]) => at(`${day}T00:00`, 'UTC') + minutes * 60_000),
);

const calendarOf = (blocks: fc.Arbitrary<readonly WorkingBlock[]>): fc.Arbitrary<Calendar> =>
  fc
    .record({
      zone: fc.constantFrom(...ZONES),
      monday: blocks.filter((day) => day.length > 0),
      rest: fc.array(blocks, { minLength: 6, maxLength: 6 }),
      holidays: fc.uniqueArray(
        fc
          .integer({ min: 0, max: 364 })
          .map((n) =>
            DateTime.fromISO('2026-01-01', { zone: 'UTC' })
              .plus({ days: n })
              .toFormat('yyyy-MM-dd'),
          ),
        { maxLength: 20 },
      ),
    })
    .map(({ zone, monday, rest, holidays }) => {
      const entries = [monday, ...rest].map((day, n) => [n + 1, day] as const);
      return { zone, holidays, week: Object.fromEntries(entries) as unknown as Calendar['week'] };
    });

const calendar = calendarOf(blocksBetween(0, 24));
/** Nobody works between 22:00 and 7:00, which is a night's rest even when the clocks change. */
const daytime = calendarOf(blocksBetween(7, 22));

const working = fc.integer({ min: 0, max: 40 * HOUR });

/** Is this moment in a block, by its wall clock? Always true on days when the clocks change. */
function isWorking({ zone, week, holidays }: Calendar, ms: number): boolean {
  const wall = DateTime.fromMillis(ms, { zone });
  const start = wall.startOf('day');
  if (start.hour > 0 || start.offset !== wall.endOf('day').offset) return true;
  if (holidays.includes(wall.toFormat('yyyy-MM-dd'))) return false;
  const minute = (ms - start.toMillis()) / 60_000;
  return week[wall.weekday as Weekday].some(({ from, to }) => from <= minute && minute < to);
}

describe('any business calendar', () => {
  it('gives results inside working time', () => {
    fc.assert(
      fc.property(calendar, moment, working, (cal, from, span) => {
        expect(isWorking(cal, nextWorkingMoment(cal, from)), 'next').to.equal(true);
        expect(isWorking(cal, addWorkingTime(cal, from, span)), 'add').to.equal(true);
        expect(isWorking(cal, subtractWorkingTime(cal, from, span + 1)), 'subtract').to.equal(true);
        expect(isWorking(cal, nextBusinessDay(cal, from)), 'business day').to.equal(true);
      }),
      RUNS,
    );
  });

  it('returns to the next working moment when a span is subtracted and added again', () => {
    fc.assert(
      fc.property(calendar, moment, working, (cal, from, span) => {
        const back = subtractWorkingTime(cal, from, span + 1);
        expect(addWorkingTime(cal, back, span + 1)).to.equal(nextWorkingMoment(cal, from));
      }),
      RUNS,
    );
  });

  it('returns to the start when a span is added and subtracted again', () => {
    fc.assert(
      fc.property(calendar, moment, working, (cal, from, span) => {
        const back = subtractWorkingTime(cal, addWorkingTime(cal, from, span + 1), span + 1);
        expect(back).to.equal(nextWorkingMoment(cal, from));
      }),
      RUNS,
    );
  });

  it('adds two spans like their sum', () => {
    fc.assert(
      fc.property(calendar, moment, working, working, (cal, from, one, other) => {
        const twice = addWorkingTime(cal, addWorkingTime(cal, from, one), other);
        expect(twice).to.equal(addWorkingTime(cal, from, one + other));
      }),
      RUNS,
    );
  });

  it('never gives an earlier result for a later start or a longer span', () => {
    fc.assert(
      fc.property(calendar, moment, working, working, (cal, from, span, more) => {
        const sum = addWorkingTime(cal, from, span);
        expect(sum).to.be.at.least(nextWorkingMoment(cal, from));
        expect(addWorkingTime(cal, from + more, span)).to.be.at.least(sum);
        expect(addWorkingTime(cal, from, span + more)).to.be.at.least(sum);
        const less = subtractWorkingTime(cal, from, span);
        expect(less).to.be.at.most(from);
        expect(subtractWorkingTime(cal, from + more, span)).to.be.at.least(less);
        expect(subtractWorkingTime(cal, from, span + more)).to.be.at.most(less);
      }),
      RUNS,
    );
  });

  it('gives a working day for each day added, each later than the one before', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 0, max: 8 }), (cal, from, count) => {
        const day = addWorkingDays(cal, from, count);
        const later = addWorkingDays(cal, from, count + 1);
        expect(isWorking(cal, day)).to.equal(true);
        expect(day).to.be.at.least(nextWorkingMoment(cal, from));
        expect(later).to.be.greaterThan(from);
        expect(later).to.be.at.least(day);
      }),
      RUNS,
    );
  });

  it('never gives a later result when it adds working days to an earlier moment (zones without clock changes)', () => {
    fc.assert(
      fc.property(calendar, moment, working, fc.nat(6), (cal, from, more, count) => {
        const utc = { ...cal, zone: 'UTC' };
        expect(addWorkingDays(utc, from + more, count)).to.be.at.least(
          addWorkingDays(utc, from, count),
        );
      }),
      RUNS,
    );
  });

  it('takes the last working moment, and works no more from then on', () => {
    fc.assert(
      fc.property(calendar, moment, (cal, from) => {
        const last = lastWorkingMoment(cal, from);
        expect(last).to.be.at.most(from);
        expect(workingTimeBetween(cal, last, from)).to.equal(0);
        expect(workingTimeBetween(cal, last - 1, last)).to.be.at.least(last === from ? 0 : 1);
        expect(last === from || nextWorkingMoment(cal, from) > from).to.equal(true);
      }),
      RUNS,
    );
  });

  it('has at least six hours until the next business day', () => {
    fc.assert(
      fc.property(calendar, moment, (cal, from) => {
        expect(nextBusinessDay(cal, from) - from).to.be.at.least(6 * HOUR);
      }),
      RUNS,
    );
  });

  it('puts the next business day of a team that works by day at the first block on a later date', () => {
    fc.assert(
      fc.property(daytime, moment, (cal, from) => {
        const midnight = DateTime.fromMillis(from, { zone: cal.zone }).startOf('day');
        const first = nextWorkingMoment(cal, midnight.plus({ days: 1 }).toMillis());
        expect(nextBusinessDay(cal, from)).to.equal(first);
      }),
      RUNS,
    );
  });

  it('puts the next business day around the clock at eight on the next date', () => {
    const everyDay = [{ from: 0, to: 1440 }];
    const week = { 1: everyDay, 2: everyDay, 3: everyDay, 4: everyDay } as const;
    const always = { ...week, 5: everyDay, 6: everyDay, 7: everyDay };
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moment, (zone, from) => {
        const midnight = DateTime.fromMillis(from, { zone }).startOf('day');
        const eight = midnight.plus({ days: 1 }).set({ hour: 8 }).toMillis();
        expect(nextBusinessDay({ zone, week: always, holidays: [] }, from)).to.equal(eight);
      }),
      RUNS,
    );
  });

  it('is never earlier with the next business day of a later moment of a team that works by day', () => {
    fc.assert(
      fc.property(daytime, moment, working, (cal, from, more) => {
        expect(nextBusinessDay(cal, from + more)).to.be.at.least(nextBusinessDay(cal, from));
      }),
      RUNS,
    );
  });
});
