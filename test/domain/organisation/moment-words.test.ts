import { expect } from 'chai';
import { readMoment } from '../../../src/domain/organisation/moment-words.js';
import { at, formatLocal, NEW_YORK, OFFICE } from '../../support/domain.js';

/** A Tuesday. */
const NOW = at('2026-12-01T10:20');

function read(words: string, zone = 'Europe/London', now = NOW): string | null {
  const moment = readMoment(words, zone, OFFICE, now);
  return moment === null ? null : formatLocal(moment);
}

describe('a date in words', () => {
  const EXAMPLES: Readonly<Record<string, string>> = {
    'Friday noon': '2026-12-04T12:00',
    'until friday at 12:30': '2026-12-04T12:30',
    'in 3 working days': '2026-12-04T10:20',
    'in two business days.': '2026-12-03T10:20',
    'a working day': '2026-12-02T10:20',
    'next working day': '2026-12-02T09:00',
    tomorrow: '2026-12-02T09:00',
    'Tomorrow, 10:00': '2026-12-02T10:00',
    'the day after tomorrow': '2026-12-03T09:00',
    'in 2 hours': '2026-12-01T12:20',
    'in 3 days': '2026-12-04T10:20',
    '3 pm': '2026-12-01T15:00',
    'this afternoon': '2026-12-01T15:00',
    'Monday morning': '2026-12-07T09:00',
    'next week': '2026-12-08T09:00',
    '4 December': '2026-12-04T09:00',
    '04/12/2026': '2026-12-04T09:00',
    '2026-12-04 14:15': '2026-12-04T14:15',
    'Friday 5pm CET': '2026-12-04T16:00',
  };

  for (const [words, expected] of Object.entries(EXAMPLES)) {
    it(`is read: ${words}`, () => {
      expect(read(words)).to.equal(expected);
    });
  }

  it('that nobody works on is moved to when work begins again', () => {
    expect(read('Saturday noon')).to.equal('2026-12-07T09:00');
    expect(read('tonight')).to.equal('2026-12-02T09:00');
    expect(read('Friday 17:00')).to.equal('2026-12-07T09:00');
  });

  it('is meant in the zone of the person, and put off to the working time of the team', () => {
    expect(read('tomorrow 10:00', 'America/New_York')).to.equal('2026-12-02T15:00');
    expect(read('tomorrow', 'America/New_York')).to.equal('2026-12-02T09:00');
    const late = at('2026-12-01T23:30');
    expect(read('tomorrow 16:00', 'Asia/Tokyo', late), 'it is Wednesday there').to.equal(
      '2026-12-03T09:00',
    );
  });

  it('is a wall time, also when the clocks change before it', () => {
    const before = at('2026-10-30T10:00', 'America/New_York');
    const moment = readMoment('Monday 10:00', 'America/New_York', NEW_YORK, before);
    expect(formatLocal(moment, 'America/New_York')).to.equal('2026-11-02T10:00');
  });

  it('without a year is in the year nearest to now, unless it passed longer than 90 days ago', () => {
    expect(read('30 November')).to.equal('2026-11-30T00:00');
    expect(read('3 September')).to.equal('2026-09-03T00:00');
    expect(read('1 September')).to.equal('2027-09-01T09:00');
    expect(read('15 July')).to.equal('2027-07-15T09:00');
    expect(read('4 January')).to.equal('2027-01-04T09:00');
  });

  it('that has passed is not moved into the future', () => {
    expect(read('30 November 2026')).to.equal('2026-11-30T00:00');
    expect(read('today 9:00', 'Europe/London')).to.equal('2026-12-01T09:00');
    expect(readMoment('now', 'Europe/London', OFFICE, NOW)).to.be.at.most(NOW);
  });

  for (const words of [
    '',
    'soon',
    'banana 7',
    'when they call back',
    'not before Friday noon',
    'Friday or Monday',
    'Friday to Monday',
    'yesterday',
    'last Friday',
    'before the end of Friday',
    `Friday${' noon'.repeat(40)}`,
  ]) {
    it(`is not made of: ${words.slice(0, 40)}`, () => {
      expect(read(words)).to.equal(null);
    });
  }
});
