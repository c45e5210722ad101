import { expect } from 'chai';
import {
  addWorkingDays,
  addWorkingTime,
  type Calendar,
  isAroundTheClock,
  lastWorkingMoment,
  nextBusinessDay,
  nextWorkingMoment,
  subtractWorkingTime,
  type WorkingBlock,
} from '../../../src/domain/organisation/calendar.js';
import {
  at,
  createDailyCalendar,
  createWeekCalendar,
  formatLocal,
  HOUR,
  MINUTE,
  NEW_YORK,
  OFFICE,
  workingHours,
} from '../../support/domain.js';

const LUNCH = createWeekCalendar([workingHours(9, 12), workingHours(13, 17)]);

// These take and return local times, in the calendar's own zone.
const addAndFormat = (calendar: Calendar, from: string, working: number): string =>
  formatLocal(addWorkingTime(calendar, at(from, calendar.zone), working), calendar.zone);
const subtractAndFormat = (calendar: Calendar, from: string, working: number): string =>
  formatLocal(subtractWorkingTime(calendar, at(from, calendar.zone), working), calendar.zone);
const addDaysAndFormat = (calendar: Calendar, from: string, count: number): string =>
  formatLocal(addWorkingDays(calendar, at(from, calendar.zone), count), calendar.zone);
const formatNextMoment = (calendar: Calendar, from: string): string =>
  formatLocal(nextWorkingMoment(calendar, at(from, calendar.zone)), calendar.zone);
const formatLastMoment = (calendar: Calendar, from: string): string =>
  formatLocal(lastWorkingMoment(calendar, at(from, calendar.zone)), calendar.zone);
const formatNextDay = (calendar: Calendar, from: string): string =>
  formatLocal(nextBusinessDay(calendar, at(from, calendar.zone)), calendar.zone);

describe('the business calendar', () => {
  it('returns a working moment unchanged, otherwise the start of the next block', () => {
    expect(formatNextMoment(LUNCH, '2026-11-23T10:15')).to.equal('2026-11-23T10:15');
    expect(formatNextMoment(LUNCH, '2026-11-23T07:00')).to.equal('2026-11-23T09:00');
    expect(formatNextMoment(LUNCH, '2026-11-23T12:00')).to.equal('2026-11-23T13:00');
    expect(formatNextMoment(LUNCH, '2026-11-27T17:00')).to.equal('2026-11-30T09:00');
  });

  it('skips holidays, several in a row and next to a weekend', () => {
    const christmas = createWeekCalendar([workingHours(9, 17)], 'Europe/London', [
      '2026-12-25',
      '2026-12-28',
    ]);
    expect(formatNextMoment(christmas, '2026-12-24T17:00')).to.equal('2026-12-29T09:00');
    expect(addAndFormat(christmas, '2026-12-24T16:00', 2 * HOUR)).to.equal('2026-12-29T10:00');
    expect(subtractAndFormat(christmas, '2026-12-29T10:00', 2 * HOUR)).to.equal('2026-12-24T16:00');
    expect(addDaysAndFormat(christmas, '2026-12-24T11:00', 1)).to.equal('2026-12-29T11:00');
    expect(formatNextDay(christmas, '2026-12-24T11:00')).to.equal('2026-12-29T09:00');
  });

  it('takes holidays by the local date, not by the date in UTC', () => {
    const auckland = createWeekCalendar([workingHours(9, 17)], 'Pacific/Auckland', ['2026-11-26']);
    expect(formatNextMoment(auckland, '2026-11-26T10:00')).to.equal('2026-11-27T09:00');
    expect(formatNextMoment(auckland, '2026-11-27T10:00')).to.equal('2026-11-27T10:00');
    expect(formatNextMoment(NEW_YORK, '2026-11-26T09:30')).to.equal('2026-11-27T09:00');
  });

  it('adds working time across lunch, nights and weekends', () => {
    expect(addAndFormat(LUNCH, '2026-11-23T11:30', HOUR)).to.equal('2026-11-23T13:30');
    expect(addAndFormat(LUNCH, '2026-11-23T16:30', HOUR)).to.equal('2026-11-24T09:30');
    expect(addAndFormat(LUNCH, '2026-11-27T16:30', 8 * HOUR)).to.equal('2026-12-01T09:30');
    expect(addAndFormat(LUNCH, '2026-11-28T12:00', HOUR)).to.equal('2026-11-30T10:00');
  });

  it('subtracts working time across lunch, nights and weekends', () => {
    expect(subtractAndFormat(LUNCH, '2026-11-23T13:30', HOUR)).to.equal('2026-11-23T11:30');
    expect(subtractAndFormat(LUNCH, '2026-11-30T09:30', HOUR)).to.equal('2026-11-27T16:30');
    expect(subtractAndFormat(LUNCH, '2026-12-01T09:30', 8 * HOUR)).to.equal('2026-11-27T16:30');
    expect(subtractAndFormat(LUNCH, '2026-11-29T12:00', HOUR)).to.equal('2026-11-27T16:00');
  });

  it('ends a span that fills a block at the start of the next block', () => {
    expect(addAndFormat(OFFICE, '2026-11-23T09:00', 8 * HOUR)).to.equal('2026-11-24T09:00');
    expect(subtractAndFormat(OFFICE, '2026-11-24T09:00', 8 * HOUR)).to.equal('2026-11-23T09:00');
  });

  it('moves a span of 0 into working time', () => {
    expect(addAndFormat(OFFICE, '2026-11-23T10:00', 0)).to.equal('2026-11-23T10:00');
    expect(addAndFormat(OFFICE, '2026-11-23T18:00', 0)).to.equal('2026-11-24T09:00');
  });

  it('joins blocks that meet at midnight', () => {
    const night = createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Europe/London');
    expect(addAndFormat(night, '2026-11-23T23:00', 2 * HOUR)).to.equal('2026-11-24T01:00');
    expect(subtractAndFormat(night, '2026-11-24T01:00', 2 * HOUR)).to.equal('2026-11-23T23:00');
    expect(addAndFormat(night, '2026-11-24T05:30', HOUR)).to.equal('2026-11-24T22:30');
  });

  it('returns the same wall time some working days later', () => {
    expect(addDaysAndFormat(OFFICE, '2026-11-23T10:30', 1)).to.equal('2026-11-24T10:30');
    expect(addDaysAndFormat(OFFICE, '2026-11-26T10:30', 2)).to.equal('2026-11-30T10:30');
    expect(addDaysAndFormat(OFFICE, '2026-11-23T10:30', 5)).to.equal('2026-11-30T10:30');
    expect(addDaysAndFormat(OFFICE, '2026-11-23T10:30', 0)).to.equal('2026-11-23T10:30');
  });

  it('counts working days from the next working moment when nobody works', () => {
    expect(addDaysAndFormat(OFFICE, '2026-11-28T12:00', 1)).to.equal('2026-12-01T09:00');
    expect(addDaysAndFormat(OFFICE, '2026-11-23T20:00', 1)).to.equal('2026-11-25T09:00');
    expect(addDaysAndFormat(NEW_YORK, '2026-11-24T12:30', 1)).to.equal('2026-11-25T13:00');
  });

  it('moves to the next working moment if the team does not work at that time on the later day', () => {
    const short = { ...OFFICE, week: { ...OFFICE.week, 5: [workingHours(9, 12)] } };
    expect(addDaysAndFormat(short, '2026-11-26T15:00', 1)).to.equal('2026-11-30T09:00');
  });

  it('starts the next business day with the first block on a later date', () => {
    expect(formatNextDay(LUNCH, '2026-11-23T08:00')).to.equal('2026-11-24T09:00');
    expect(formatNextDay(LUNCH, '2026-11-23T00:30')).to.equal('2026-11-24T09:00');
    expect(formatNextDay(LUNCH, '2026-11-27T16:00')).to.equal('2026-11-30T09:00');
    expect(formatNextDay(LUNCH, '2026-11-28T16:00')).to.equal('2026-11-30T09:00');
    const split = createWeekCalendar([workingHours(9, 12), workingHours(14, 18)]);
    expect(formatNextDay(split, '2026-11-23T10:00')).to.equal('2026-11-24T09:00');
    expect(formatNextDay(split, '2026-11-23T13:00')).to.equal('2026-11-24T09:00');
    const long = createWeekCalendar([workingHours(8, 24)]);
    expect(formatNextDay(long, '2026-11-23T23:50')).to.equal('2026-11-24T08:00');
  });

  it('takes the last moment of work before one when nobody works', () => {
    expect(formatLastMoment(LUNCH, '2026-11-23T10:15')).to.equal('2026-11-23T10:15');
    expect(formatLastMoment(LUNCH, '2026-11-23T09:00')).to.equal('2026-11-23T09:00');
    expect(formatLastMoment(LUNCH, '2026-11-23T12:00')).to.equal('2026-11-23T12:00');
    expect(formatLastMoment(LUNCH, '2026-11-23T12:30')).to.equal('2026-11-23T12:00');
    expect(formatLastMoment(LUNCH, '2026-11-23T08:59')).to.equal('2026-11-20T17:00');
    expect(formatLastMoment(LUNCH, '2026-11-28T14:00')).to.equal('2026-11-27T17:00');
    const late = createWeekCalendar([workingHours(16, 24)]);
    expect(formatLastMoment(late, '2026-11-24T00:00')).to.equal('2026-11-24T00:00');
    expect(formatLastMoment(late, '2026-11-24T00:01')).to.equal('2026-11-24T00:00');
  });

  it('knows a team that works around the clock', () => {
    const everyDay = (...blocks: readonly WorkingBlock[]): Calendar =>
      createDailyCalendar(blocks, 'Europe/London');
    expect(isAroundTheClock(everyDay(workingHours(0, 24)))).to.equal(true);
    expect(isAroundTheClock(everyDay(workingHours(0, 12), workingHours(12, 24)))).to.equal(true);
    const others = [
      everyDay(workingHours(0, 23)),
      everyDay(workingHours(1, 24)),
      everyDay(workingHours(0, 12), workingHours(13, 24)),
      createWeekCalendar([workingHours(0, 24)]),
      { ...everyDay(workingHours(0, 24)), holidays: ['2026-12-25'] },
    ];
    for (const calendar of others) expect(isAroundTheClock(calendar)).to.equal(false);
  });

  it('counts plain time if a calendar has no working time', () => {
    const never = createWeekCalendar([]);
    expect(formatNextMoment(never, '2026-11-23T10:00')).to.equal('2026-11-23T10:00');
    expect(addAndFormat(never, '2026-11-23T10:00', HOUR)).to.equal('2026-11-23T11:00');
    expect(subtractAndFormat(never, '2026-11-23T10:00', HOUR)).to.equal('2026-11-23T09:00');
    expect(formatLastMoment(never, '2026-11-23T10:00')).to.equal('2026-11-23T10:00');
    expect(formatNextDay(never, '2026-11-23T10:00')).to.equal('2026-11-24T08:00');
  });
});

describe('the next business day of a team that works at night', () => {
  const ALWAYS = createDailyCalendar([workingHours(0, 24)], 'Europe/London');
  const NIGHT = createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Europe/London');

  it('begins with the next shift, at whatever hour of the shift it is', () => {
    for (const hour of ['23T22:00', '23T23:00', '24T00:00', '24T05:00', '24T06:00', '24T11:00']) {
      expect(formatNextDay(NIGHT, `2026-11-${hour}`), hour).to.equal('2026-11-24T22:00');
    }
    for (const hour of ['24T12:30', '24T21:50', '24T22:00']) {
      expect(formatNextDay(NIGHT, `2026-11-${hour}`), hour).to.equal('2026-11-25T22:00');
    }
    const evening = createDailyCalendar(
      [workingHours(0, 2), workingHours(14, 24)],
      'Europe/London',
    );
    expect(formatNextDay(evening, '2026-11-23T23:00')).to.equal('2026-11-24T14:00');
    expect(formatNextDay(evening, '2026-11-24T01:00')).to.equal('2026-11-24T14:00');
    expect(formatNextDay(evening, '2026-11-24T13:00')).to.equal('2026-11-25T14:00');
  });

  it('begins after the weekend, when the week ends with a night', () => {
    const nights = createWeekCalendar([workingHours(0, 6), workingHours(22, 24)]);
    const week = { ...nights, week: { ...nights.week, 1: [workingHours(22, 24)] } };
    const friday = { ...week, week: { ...week.week, 6: [workingHours(0, 6)] } };
    expect(formatNextDay(friday, '2026-11-27T23:00')).to.equal('2026-11-30T22:00');
    expect(formatNextDay(friday, '2026-11-28T05:00')).to.equal('2026-11-30T22:00');
  });

  it('begins in the morning of the next date around the clock', () => {
    for (const hour of ['00:00', '00:10', '05:00', '10:00', '23:50']) {
      expect(formatNextDay(ALWAYS, `2026-11-23T${hour}`), hour).to.equal('2026-11-24T08:00');
    }
    const short = createDailyCalendar([workingHours(0, 2), workingHours(4, 24)], 'Europe/London');
    expect(formatNextDay(short, '2026-11-23T23:50')).to.equal('2026-11-24T08:00');
  });

  it('begins with the first shift after a rest that comes within a day, around the clock or not', () => {
    const weekdays = createWeekCalendar([workingHours(0, 24)], 'Europe/London', ['2026-11-26']);
    expect(formatNextDay(weekdays, '2026-11-23T23:50')).to.equal('2026-11-24T08:00');
    expect(formatNextDay(weekdays, '2026-11-25T10:00')).to.equal('2026-11-27T00:00');
    expect(formatNextDay(weekdays, '2026-11-27T23:50')).to.equal('2026-11-30T00:00');
    expect(formatNextDay(weekdays, '2026-11-29T23:00')).to.equal('2026-11-30T05:00');
  });

  it('is at least a night’s rest away if work begins very early', () => {
    const bakery = createDailyCalendar([workingHours(4, 12)], 'Europe/London');
    expect(formatNextDay(bakery, '2026-11-23T11:00')).to.equal('2026-11-24T04:00');
    expect(formatNextDay(bakery, '2026-11-23T22:30')).to.equal('2026-11-24T04:30');
    const early = createDailyCalendar([workingHours(0, 6)], 'Europe/London');
    expect(formatNextDay(early, '2026-11-23T23:00')).to.equal('2026-11-24T05:00');
    expect(formatNextDay(early, '2026-11-23T05:00')).to.equal('2026-11-24T00:00');
  });

  it('goes by the wall clock when the clocks change', () => {
    expect(formatNextDay(ALWAYS, '2026-03-28T23:50')).to.equal('2026-03-29T08:00');
    expect(formatNextDay(ALWAYS, '2026-10-24T23:50')).to.equal('2026-10-25T08:00');
    expect(formatNextDay(NIGHT, '2026-03-28T23:00')).to.equal('2026-03-29T22:00');
    expect(formatNextDay(NIGHT, '2026-10-25T01:30')).to.equal('2026-10-25T22:00');
  });
});

describe('the business calendar when the clocks change', () => {
  it('keeps office hours by the wall clock over a weekend that changes it', () => {
    expect(addAndFormat(OFFICE, '2026-03-27T16:00', 2 * HOUR)).to.equal('2026-03-30T10:00');
    expect(addWorkingTime(OFFICE, at('2026-03-27T16:00'), 2 * HOUR)).to.equal(
      Date.UTC(2026, 2, 30, 9),
    );
    expect(addDaysAndFormat(OFFICE, '2026-10-23T11:00', 1)).to.equal('2026-10-26T11:00');
    expect(subtractAndFormat(OFFICE, '2026-10-26T10:00', 2 * HOUR)).to.equal('2026-10-23T16:00');
  });

  it('does not count the hour that London skips in spring', () => {
    const always = createDailyCalendar([workingHours(0, 24)], 'Europe/London');
    expect(addAndFormat(always, '2026-03-29T00:30', HOUR)).to.equal('2026-03-29T02:30');
    expect(subtractAndFormat(always, '2026-03-29T02:30', HOUR)).to.equal('2026-03-29T00:30');
    expect(addAndFormat(always, '2026-03-28T12:00', 24 * HOUR)).to.equal('2026-03-29T13:00');
  });

  it('counts the hour that New York has twice in autumn', () => {
    const night = createDailyCalendar([workingHours(0, 6)], 'America/New_York');
    expect(addAndFormat(night, '2026-11-01T00:00', 6 * HOUR)).to.equal('2026-11-01T05:00');
    expect(subtractAndFormat(night, '2026-11-01T05:00', 6 * HOUR)).to.equal('2026-11-01T00:00');
    expect(addAndFormat(night, '2026-03-08T00:00', 4 * HOUR)).to.equal('2026-03-08T05:00');
  });

  it('handles Lord Howe Island’s change of half an hour', () => {
    const howe = createDailyCalendar([workingHours(1, 4)], 'Australia/Lord_Howe');
    expect(addAndFormat(howe, '2026-04-05T01:00', 3 * HOUR)).to.equal('2026-04-05T03:30');
    expect(addAndFormat(howe, '2026-10-04T01:00', 2 * HOUR)).to.equal('2026-10-04T03:30');
    expect(addAndFormat(howe, '2026-10-04T01:00', 3 * HOUR)).to.equal('2026-10-05T01:30');
  });

  it('ends a block at 24:00 at midnight, even after a day that began at 1:00 (Santiago)', () => {
    const evening = createDailyCalendar([workingHours(20, 24)], 'America/Santiago');
    expect(addAndFormat(evening, '2026-09-06T12:00', 4.5 * HOUR)).to.equal('2026-09-07T20:30');
    expect(addAndFormat(evening, '2026-09-05T23:30', 9 * HOUR)).to.equal('2026-09-08T20:30');
    expect(subtractAndFormat(evening, '2026-09-08T20:30', 9 * HOUR)).to.equal('2026-09-05T23:30');
    const always = createDailyCalendar([workingHours(0, 24)], 'America/Santiago');
    expect(formatNextDay(always, '2026-09-05T12:00')).to.equal('2026-09-06T08:00');
    expect(addDaysAndFormat(always, '2026-09-05T00:00', 1)).to.equal('2026-09-06T01:00');
    expect(formatNextMoment(evening, '2026-09-09T12:00')).to.equal('2026-09-09T20:00');
  });

  it('skips a block that the clocks jump over, and counts no moment twice', () => {
    const odd = createDailyCalendar(
      [
        { from: 60, to: 90 },
        { from: 120, to: 150 },
      ],
      'Europe/London',
    );
    expect(addAndFormat(odd, '2026-03-29T00:00', 20 * MINUTE)).to.equal('2026-03-29T02:20');
    expect(addAndFormat(odd, '2026-03-29T00:00', 40 * MINUTE)).to.equal('2026-03-30T01:10');
    expect(addAndFormat(odd, '2026-03-30T00:00', 40 * MINUTE)).to.equal('2026-03-30T02:10');
  });
});
