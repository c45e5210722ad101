import { expect } from 'chai';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { lastWorkingMoment } from '../../../src/domain/organisation/calendar.js';
import { readDeadline } from '../../../src/domain/organisation/deadline-words.js';
import {
  at,
  createDailyCalendar,
  createWeekCalendar,
  formatLocal,
  MINUTE,
  NEW_YORK,
  OFFICE,
  workingHours,
} from '../../support/domain.js';

/** A Tuesday. */
const NOW = at('2026-12-01T10:20');
const LONDON = 'Europe/London';
const ALWAYS = createDailyCalendar([workingHours(0, 24)], LONDON);

function read(words: string, { zone = LONDON, now = NOW, calendar = OFFICE } = {}): string {
  const found = readDeadline(words, zone, calendar, now);
  switch (found.kind) {
    case 'read':
      return formatLocal(found.at);
    case 'ambiguous':
      return `${formatLocal(found.either)} or ${formatLocal(found.or)}`;
    case 'unread':
      return 'unread';
  }
}

describe('a deadline in words', () => {
  const EXAMPLES: Readonly<Record<string, string>> = {
    'by Friday noon': '2026-12-04T12:00',
    'Friday 17:00': '2026-12-04T17:00',
    'Friday 5pm CET': '2026-12-04T16:00',
    'in 2 hours': '2026-12-01T12:20',
    '4 December 15:00': '2026-12-04T15:00',
  };
  const DAYS: Readonly<Record<string, string>> = {
    Friday: '2026-12-04T17:00',
    'by the end of Friday': '2026-12-04T17:00',
    'Friday, close of business': '2026-12-04T17:00',
    'Friday afternoon': '2026-12-04T17:00',
    today: '2026-12-01T17:00',
    EOD: '2026-12-01T17:00',
    tomorrow: '2026-12-02T17:00',
    'in 3 working days': '2026-12-04T17:00',
    'next working day': '2026-12-02T17:00',
    'in 3 days': '2026-12-04T17:00',
    'in a week': '2026-12-08T17:00',
    'end of month': '2026-12-31T17:00',
    '4/12': '2026-12-04T17:00',
    'friday next week': '2026-12-11T17:00',
  };
  for (const [words, expected] of Object.entries({ ...EXAMPLES, ...DAYS })) {
    it(`is read: ${words}`, () => {
      expect(read(words)).to.equal(expected);
    });
  }

  it('is not moved into working time, unlike a snooze: the form asks', () => {
    expect(read('Saturday 9:00')).to.equal('2026-12-05T09:00');
    expect(read('tonight')).to.equal('2026-12-01T22:00');
    expect(read('25 December noon')).to.equal('2026-12-25T12:00');
  });

  it('that is a day is its end when nobody works on it', () => {
    expect(read('Saturday')).to.equal('2026-12-05T23:59');
    expect(read('3/4')).to.equal('2027-04-03T23:59');
    expect(read('Friday', { calendar: ALWAYS })).to.equal('2026-12-04T23:59');
  });

  it('that is a morning is its noon', () => {
    expect(read('Friday morning')).to.equal('2026-12-04T12:00');
  });

  it('may be in the morning or in the evening, and is when the team works', () => {
    expect(read('at 5')).to.equal('2026-12-01T17:00');
    expect(read('by 9')).to.equal('2026-12-02T09:00');
    expect(read('Friday at 5:00')).to.equal('2026-12-04T17:00');
    expect(read('Friday 05:00')).to.equal('2026-12-04T05:00');
    expect(read('Saturday at 9')).to.equal('2026-12-05T09:00 or 2026-12-05T21:00');
    expect(read('Friday at 5', { calendar: ALWAYS })).to.equal(
      '2026-12-04T05:00 or 2026-12-04T17:00',
    );
  });

  it('on the weekday of today is asked about, unless only one of both is to come', () => {
    expect(read('Tuesday')).to.equal('2026-12-01T17:00 or 2026-12-08T17:00');
    expect(read('Tuesday 9:30')).to.equal('2026-12-08T09:30');
    expect(read('this Tuesday')).to.equal('2026-12-01T17:00');
    expect(read('next Tuesday')).to.equal('2026-12-08T17:00');
  });

  it('on the next of a weekday is asked about if there is one in this week too', () => {
    expect(read('next Friday')).to.equal('2026-12-04T17:00 or 2026-12-11T17:00');
    expect(read('next Monday')).to.equal('2026-12-07T17:00');
  });

  it('at midnight of a day is asked about', () => {
    expect(read('Friday midnight')).to.equal('2026-12-04T00:00 or 2026-12-05T00:00');
  });

  it('is meant in the zone of the person; a day of theirs ends with the team’s work on it', () => {
    expect(read('Friday noon', { zone: 'America/New_York' })).to.equal('2026-12-04T17:00');
    expect(read('Friday', { zone: 'America/New_York' })).to.equal('2026-12-04T17:00');
    expect(read('Friday', { zone: 'Asia/Tokyo' }), 'their Friday ends at 15:00').to.equal(
      '2026-12-04T14:59',
    );
  });

  it('that has passed is returned as it is', () => {
    expect(read('today', { now: at('2026-12-01T18:00') })).to.equal('2026-12-01T17:00');
    expect(read('today 9:00')).to.equal('2026-12-01T09:00');
    expect(read('30 November')).to.equal('2026-11-30T17:00');
  });

  it('that is the date of today is today, in the afternoon too', () => {
    const now = at('2026-12-01T16:30');
    expect(read('1 December', { now })).to.equal('2026-12-01T17:00');
    expect(read('Tuesday 1 December', { now })).to.equal('2026-12-01T17:00');
  });

  for (const words of [
    ...['', 'by', 'soon', 'banana 7', 'Friday 5', 'Friday or Monday', 'Monday to Friday'],
    ...['next week', 'this month', 'December', 'yesterday', 'last Friday', 'not before Friday'],
    ...['Thursday 4 December', '30 February', 'in 0 working days', `Friday${' noon'.repeat(40)}`],
  ]) {
    it(`is not made of: ${words.slice(0, 40) || 'nothing'}`, () => {
      expect(read(words)).to.equal('unread');
    });
  }

  const calendars = fc.constantFrom(
    OFFICE,
    NEW_YORK,
    ALWAYS,
    createWeekCalendar([workingHours(16, 24)], 'Australia/Lord_Howe', ['2026-12-11']),
    createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'America/Santiago'),
  );
  const zones = fc.constantFrom(LONDON, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo');
  const minutes = fc.integer({ min: 1, max: 400 * 24 * 60 });

  it('is read as it is written in full, whatever the hours, the zone and the clock changes', () => {
    fc.assert(
      fc.property(calendars, zones, minutes, (calendar, zone, ahead) => {
        const date = DateTime.fromMillis(NOW + ahead * MINUTE, { zone });
        const isTwice = date.plus({ hours: 1 }).offset !== date.minus({ hours: 1 }).offset;
        fc.pre(!isTwice);
        const words = date.setLocale('en-GB').toFormat('cccc d LLLL yyyy HH:mm');
        const found = readDeadline(words, zone, calendar, NOW);
        expect(found).to.deep.equal({ kind: 'read', at: date.toMillis() });
      }),
      { numRuns: 300 },
    );
  });

  it('that is only a day is on that day, and no work comes after it', () => {
    fc.assert(
      fc.property(calendars, zones, minutes, (calendar, zone, ahead) => {
        const day = DateTime.fromMillis(NOW + ahead * MINUTE, { zone }).startOf('day');
        fc.pre(day.toMillis() > NOW);
        const words = day.setLocale('en-GB').toFormat('d LLLL yyyy');
        const found = readDeadline(words, zone, calendar, NOW);
        if (found.kind !== 'read') throw new Error(found.kind);
        const end = day.plus({ days: 1 }).toMillis();
        expect(found.at).to.be.within(day.toMillis(), end - MINUTE);
        const last = lastWorkingMoment(calendar, end - MINUTE);
        expect(last <= day.toMillis() || last === found.at).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });
});
