import { expect } from 'chai';
import {
  addWorkingDays,
  addWorkingTime,
  type Calendar,
  nextBusinessDay,
  nextWorkingMoment,
  subtractWorkingTime,
} from '../../../src/domain/organisation/calendar.js';
import {
  at,
  everyDay,
  HOUR,
  hours,
  local,
  MINUTE,
  NEW_YORK,
  OFFICE,
  weekdays,
} from '../../support/domain.js';

const LUNCH = weekdays([hours(9, 12), hours(13, 17)]);

// Local time in, local time out, in the calendar's own zone.
const plus = (calendar: Calendar, from: string, working: number): string =>
  local(addWorkingTime(calendar, at(from, calendar.zone), working), calendar.zone);
const minus = (calendar: Calendar, from: string, working: number): string =>
  local(subtractWorkingTime(calendar, at(from, calendar.zone), working), calendar.zone);
const days = (calendar: Calendar, from: string, count: number): string =>
  local(addWorkingDays(calendar, at(from, calendar.zone), count), calendar.zone);
const next = (calendar: Calendar, from: string): string =>
  local(nextWorkingMoment(calendar, at(from, calendar.zone)), calendar.zone);
const tomorrow = (calendar: Calendar, from: string): string =>
  local(nextBusinessDay(calendar, at(from, calendar.zone)), calendar.zone);

describe('the business calendar', () => {
  it('gives a working moment as it is, and else the start of the next block', () => {
    expect(next(LUNCH, '2026-11-23T10:15')).to.equal('2026-11-23T10:15');
    expect(next(LUNCH, '2026-11-23T07:00')).to.equal('2026-11-23T09:00');
    expect(next(LUNCH, '2026-11-23T12:00')).to.equal('2026-11-23T13:00');
    expect(next(LUNCH, '2026-11-27T17:00')).to.equal('2026-11-30T09:00');
  });

  it('skips holidays, several in a row and beside a weekend', () => {
    const christmas = weekdays([hours(9, 17)], 'Europe/London', ['2026-12-25', '2026-12-28']);
    expect(next(christmas, '2026-12-24T17:00')).to.equal('2026-12-29T09:00');
    expect(plus(christmas, '2026-12-24T16:00', 2 * HOUR)).to.equal('2026-12-29T10:00');
    expect(minus(christmas, '2026-12-29T10:00', 2 * HOUR)).to.equal('2026-12-24T16:00');
    expect(days(christmas, '2026-12-24T11:00', 1)).to.equal('2026-12-29T11:00');
    expect(tomorrow(christmas, '2026-12-24T11:00')).to.equal('2026-12-29T09:00');
  });

  it('takes a holiday by the local date, not by the date in UTC', () => {
    const auckland = weekdays([hours(9, 17)], 'Pacific/Auckland', ['2026-11-26']);
    expect(next(auckland, '2026-11-26T10:00')).to.equal('2026-11-27T09:00');
    expect(next(auckland, '2026-11-27T10:00')).to.equal('2026-11-27T10:00');
    expect(next(NEW_YORK, '2026-11-26T09:30')).to.equal('2026-11-27T09:00');
  });

  it('counts working time across lunch, nights and weekends', () => {
    expect(plus(LUNCH, '2026-11-23T11:30', HOUR)).to.equal('2026-11-23T13:30');
    expect(plus(LUNCH, '2026-11-23T16:30', HOUR)).to.equal('2026-11-24T09:30');
    expect(plus(LUNCH, '2026-11-27T16:30', 8 * HOUR)).to.equal('2026-12-01T09:30');
    expect(plus(LUNCH, '2026-11-28T12:00', HOUR)).to.equal('2026-11-30T10:00');
  });

  it('counts back across lunch, nights and weekends', () => {
    expect(minus(LUNCH, '2026-11-23T13:30', HOUR)).to.equal('2026-11-23T11:30');
    expect(minus(LUNCH, '2026-11-30T09:30', HOUR)).to.equal('2026-11-27T16:30');
    expect(minus(LUNCH, '2026-12-01T09:30', 8 * HOUR)).to.equal('2026-11-27T16:30');
    expect(minus(LUNCH, '2026-11-29T12:00', HOUR)).to.equal('2026-11-27T16:00');
  });

  it('ends a span that fills a block at the start of the next block, where work goes on', () => {
    expect(plus(OFFICE, '2026-11-23T09:00', 8 * HOUR)).to.equal('2026-11-24T09:00');
    expect(minus(OFFICE, '2026-11-24T09:00', 8 * HOUR)).to.equal('2026-11-23T09:00');
  });

  it('adds nothing by moving into working time only', () => {
    expect(plus(OFFICE, '2026-11-23T10:00', 0)).to.equal('2026-11-23T10:00');
    expect(plus(OFFICE, '2026-11-23T18:00', 0)).to.equal('2026-11-24T09:00');
  });

  it('joins blocks that meet at midnight', () => {
    const night = everyDay([hours(0, 6), hours(22, 24)], 'Europe/London');
    expect(plus(night, '2026-11-23T23:00', 2 * HOUR)).to.equal('2026-11-24T01:00');
    expect(minus(night, '2026-11-24T01:00', 2 * HOUR)).to.equal('2026-11-23T23:00');
    expect(plus(night, '2026-11-24T05:30', HOUR)).to.equal('2026-11-24T22:30');
  });

  it('gives the same wall time so many working days later', () => {
    expect(days(OFFICE, '2026-11-23T10:30', 1)).to.equal('2026-11-24T10:30');
    expect(days(OFFICE, '2026-11-26T10:30', 2)).to.equal('2026-11-30T10:30');
    expect(days(OFFICE, '2026-11-23T10:30', 5)).to.equal('2026-11-30T10:30');
    expect(days(OFFICE, '2026-11-23T10:30', 0)).to.equal('2026-11-23T10:30');
  });

  it('counts working days from the next working moment when nobody works', () => {
    expect(days(OFFICE, '2026-11-28T12:00', 1)).to.equal('2026-12-01T09:00');
    expect(days(OFFICE, '2026-11-23T20:00', 1)).to.equal('2026-11-25T09:00');
    expect(days(NEW_YORK, '2026-11-24T12:30', 1)).to.equal('2026-11-25T13:00');
  });

  it('goes on to the next working moment where the later day does not work at that time', () => {
    const short = { ...OFFICE, week: { ...OFFICE.week, 5: [hours(9, 12)] } };
    expect(days(short, '2026-11-26T15:00', 1)).to.equal('2026-11-30T09:00');
  });

  it('says that the next business day begins with its first block on a later date', () => {
    expect(tomorrow(LUNCH, '2026-11-23T08:00')).to.equal('2026-11-24T09:00');
    expect(tomorrow(LUNCH, '2026-11-27T16:00')).to.equal('2026-11-30T09:00');
    expect(tomorrow(LUNCH, '2026-11-28T16:00')).to.equal('2026-11-30T09:00');
  });

  it('counts plain time for a calendar that has no working time at all', () => {
    const never = weekdays([]);
    expect(next(never, '2026-11-23T10:00')).to.equal('2026-11-23T10:00');
    expect(plus(never, '2026-11-23T10:00', HOUR)).to.equal('2026-11-23T11:00');
    expect(minus(never, '2026-11-23T10:00', HOUR)).to.equal('2026-11-23T09:00');
  });
});

describe('the business calendar where the clocks change', () => {
  it('keeps office hours by the wall clock over a weekend that changes it', () => {
    expect(plus(OFFICE, '2026-03-27T16:00', 2 * HOUR)).to.equal('2026-03-30T10:00');
    expect(addWorkingTime(OFFICE, at('2026-03-27T16:00'), 2 * HOUR)).to.equal(
      Date.UTC(2026, 2, 30, 9),
    );
    expect(days(OFFICE, '2026-10-23T11:00', 1)).to.equal('2026-10-26T11:00');
    expect(minus(OFFICE, '2026-10-26T10:00', 2 * HOUR)).to.equal('2026-10-23T16:00');
  });

  it('does not count the hour that London skips in spring', () => {
    const always = everyDay([hours(0, 24)], 'Europe/London');
    expect(plus(always, '2026-03-29T00:30', HOUR)).to.equal('2026-03-29T02:30');
    expect(minus(always, '2026-03-29T02:30', HOUR)).to.equal('2026-03-29T00:30');
    expect(plus(always, '2026-03-28T12:00', 24 * HOUR)).to.equal('2026-03-29T13:00');
  });

  it('counts the hour that New York has twice in autumn', () => {
    const night = everyDay([hours(0, 6)], 'America/New_York');
    expect(plus(night, '2026-11-01T00:00', 6 * HOUR)).to.equal('2026-11-01T05:00');
    expect(minus(night, '2026-11-01T05:00', 6 * HOUR)).to.equal('2026-11-01T00:00');
    expect(plus(night, '2026-03-08T00:00', 4 * HOUR)).to.equal('2026-03-08T05:00');
  });

  it('knows that Lord Howe Island changes by half an hour', () => {
    const howe = everyDay([hours(1, 4)], 'Australia/Lord_Howe');
    expect(plus(howe, '2026-04-05T01:00', 3 * HOUR)).to.equal('2026-04-05T03:30');
    expect(plus(howe, '2026-10-04T01:00', 2 * HOUR)).to.equal('2026-10-04T03:30');
    expect(plus(howe, '2026-10-04T01:00', 3 * HOUR)).to.equal('2026-10-05T01:30');
  });

  it('ends a block at 24:00 at midnight also after a day that began at one (Santiago)', () => {
    const evening = everyDay([hours(20, 24)], 'America/Santiago');
    expect(plus(evening, '2026-09-06T12:00', 4.5 * HOUR)).to.equal('2026-09-07T20:30');
    expect(plus(evening, '2026-09-05T23:30', 9 * HOUR)).to.equal('2026-09-08T20:30');
    expect(minus(evening, '2026-09-08T20:30', 9 * HOUR)).to.equal('2026-09-05T23:30');
    const always = everyDay([hours(0, 24)], 'America/Santiago');
    expect(tomorrow(always, '2026-09-05T12:00')).to.equal('2026-09-06T01:00');
    expect(tomorrow(always, '2026-09-06T12:00')).to.equal('2026-09-07T00:00');
    expect(next(evening, '2026-09-09T12:00')).to.equal('2026-09-09T20:00');
  });

  it('leaves out a block that the clocks jump over, and counts no moment twice', () => {
    const odd = everyDay(
      [
        { from: 60, to: 90 },
        { from: 120, to: 150 },
      ],
      'Europe/London',
    );
    expect(plus(odd, '2026-03-29T00:00', 20 * MINUTE)).to.equal('2026-03-29T02:20');
    expect(plus(odd, '2026-03-29T00:00', 40 * MINUTE)).to.equal('2026-03-30T01:10');
    expect(plus(odd, '2026-03-30T00:00', 40 * MINUTE)).to.equal('2026-03-30T02:10');
  });
});
