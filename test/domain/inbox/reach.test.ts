import { expect } from 'chai';
import {
  endOfLocalDay,
  findUnreachedDay,
  nextListTime,
  nextQuarter,
  nextReach,
  type QuietHours,
  type ReachHours,
  toLocalDate,
} from '../../../src/domain/inbox/reach.js';
import type { Calendar } from '../../../src/domain/organisation/calendar.js';
import {
  at,
  createDailyCalendar,
  createWeekCalendar,
  formatLocal,
  NEW_YORK,
  OFFICE,
  workingHours,
} from '../../support/domain.js';

const LONDON = 'Europe/London';
const quietFrom = (from: number, to: number): QuietHours => ({ from: from * 60, to: to * 60 });
const toHours = (
  quiet: QuietHours | null = null,
  calendar: Calendar = OFFICE,
  zone = LONDON,
): ReachHours => ({ calendar, zone, quiet });

/** When a message of this time, in London, reaches the person, in London. */
const reach = (hours: ReachHours, local: string): string =>
  formatLocal(nextReach(hours, at(local)));
/** When the list of the next day comes, as local time of a zone. */
const list = (hours: ReachHours, listAt: number | null, now: number, zone = LONDON): string =>
  formatLocal(nextListTime(hours, listAt, now), zone);

/** All day and night, every day. */
const AROUND_THE_CLOCK = createDailyCalendar([workingHours(0, 24)], LONDON);
/** From 22:00 till 6:00 in London, every day. */
const NIGHTS = createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], LONDON);

describe('the time at which a message can reach a person', () => {
  it('is now while they work, else when they begin', () => {
    expect(reach(toHours(), '2026-11-23T10:07')).to.equal('2026-11-23T10:07');
    expect(reach(toHours(), '2026-11-23T06:00')).to.equal('2026-11-23T09:00');
    expect(reach(toHours(), '2026-11-27T17:00'), 'a Friday evening').to.equal('2026-11-30T09:00');
  });

  it('leaves out holidays', () => {
    const calendar = createWeekCalendar([workingHours(9, 17)], LONDON, ['2026-12-25']);
    expect(reach(toHours(null, calendar), '2026-12-24T17:00')).to.equal('2026-12-28T09:00');
  });

  it('leaves out the quiet hours, their first minute but not the one of their end', () => {
    const hours = toHours(quietFrom(13, 14));
    expect(reach(hours, '2026-11-23T12:59')).to.equal('2026-11-23T12:59');
    expect(reach(hours, '2026-11-23T13:00')).to.equal('2026-11-23T14:00');
    expect(reach(hours, '2026-11-23T13:59')).to.equal('2026-11-23T14:00');
    expect(reach(hours, '2026-11-23T14:00')).to.equal('2026-11-23T14:00');
  });

  it('leaves out quiet hours over midnight, on both of their days', () => {
    const hours = toHours(quietFrom(16, 10));
    expect(reach(hours, '2026-11-23T16:30')).to.equal('2026-11-24T10:00');
    expect(reach(hours, '2026-11-24T09:15')).to.equal('2026-11-24T10:00');
    expect(reach(hours, '2026-11-27T16:00'), 'over a weekend').to.equal('2026-11-30T10:00');
  });

  it('takes quiet hours in the person’s zone and working hours in the team’s', () => {
    const inLondon = toHours(quietFrom(16, 17), NEW_YORK, LONDON);
    // 11:30 to 12:00 in New York is work, and in London a quiet hour until 17:00; then New York has its break.
    expect(reach(inLondon, '2026-11-23T16:30')).to.equal('2026-11-23T18:00');
    expect(reach(inLondon, '2026-11-23T15:30')).to.equal('2026-11-23T15:30');
  });

  it('follows the clocks when they change', () => {
    const hours = toHours(quietFrom(0, 10), createDailyCalendar([workingHours(0, 24)], LONDON));
    const spring = nextReach(hours, at('2026-03-29T00:30'));
    const autumn = nextReach(hours, at('2026-10-25T00:30'));
    expect(spring - at('2026-03-29T00:30')).to.equal(8.5 * 3_600_000);
    expect(autumn - at('2026-10-25T00:30')).to.equal(10.5 * 3_600_000);
    expect([formatLocal(spring), formatLocal(autumn)]).to.deep.equal([
      '2026-03-29T10:00',
      '2026-10-25T10:00',
    ]);
  });

  it('is found where the clocks jump over the end of the quiet hours', () => {
    // At 1:00 it becomes 2:00 that night.
    const hours = toHours({ from: 0, to: 90 }, AROUND_THE_CLOCK);
    expect(reach(hours, '2026-03-29T00:30')).to.equal('2026-03-29T02:30');
    expect(reach(hours, '2026-03-29T02:00')).to.equal('2026-03-29T02:00');
  });

  it('is a working hour where the quiet hours leave none, since the person’s zone has changed', () => {
    const inLosAngeles = toHours(quietFrom(16, 9), OFFICE, 'America/Los_Angeles');
    expect(reach(inLosAngeles, '2026-11-23T18:00')).to.equal('2026-11-24T09:00');
  });
});

describe('a quarter hour', () => {
  it('is always a later one', () => {
    expect(formatLocal(nextQuarter(at('2026-11-23T10:00')))).to.equal('2026-11-23T10:15');
    expect(formatLocal(nextQuarter(at('2026-11-23T10:14:59.999')))).to.equal('2026-11-23T10:15');
  });
});

describe('a person’s day', () => {
  it('is that of their zone', () => {
    const late = at('2026-11-23T23:30');
    expect(toLocalDate({ zone: LONDON }, late)).to.equal('2026-11-23');
    expect(toLocalDate({ zone: 'Asia/Tokyo' }, late)).to.equal('2026-11-24');
  });

  it('ends at midnight, also when it has 23 or 25 hours', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-11-23']) {
      const end = endOfLocalDay({ zone: LONDON }, at(`${day}T12:00`));
      expect(toLocalDate({ zone: LONDON }, end - 1)).to.equal(day);
      expect(formatLocal(end).slice(11)).to.equal('00:00');
    }
  });
});

describe('the time of the next list', () => {
  it('is the beginning of the next working day', () => {
    expect(list(toHours(), null, at('2026-11-23T10:00'))).to.equal('2026-11-24T09:00');
    expect(list(toHours(), null, at('2026-11-27T09:00'))).to.equal('2026-11-30T09:00');
    expect(list(toHours(), null, at('2026-11-28T12:00'))).to.equal('2026-11-30T09:00');
    expect(list(toHours(null, NEW_YORK), null, at('2026-11-25T15:00'))).to.equal(
      '2026-11-27T14:00',
    );
  });

  it('is later when the day begins with quiet hours', () => {
    expect(list(toHours(quietFrom(16, 10)), null, at('2026-11-23T10:00'))).to.equal(
      '2026-11-24T10:00',
    );
  });

  it('is the time that the person has chosen, also before they work', () => {
    expect(list(toHours(), 390, at('2026-11-23T10:00'))).to.equal('2026-11-24T06:30');
    expect(list(toHours(), 14 * 60, at('2026-11-27T14:00'))).to.equal('2026-11-30T14:00');
  });

  it('is when they can be reached if it is chosen within the quiet hours', () => {
    const now = at('2026-11-23T10:00');
    expect(list(toHours(quietFrom(16, 8)), 390, now)).to.equal('2026-11-24T09:00');
    expect(list(toHours(quietFrom(13, 10)), 14 * 60, now)).to.equal('2026-11-24T10:00');
  });

  it('is a wall time of the person’s zone, also after the clocks have changed', () => {
    const daily = createDailyCalendar([workingHours(9, 17)], LONDON);
    expect(list(toHours(null, daily), 480, at('2026-03-28T10:00'))).to.equal('2026-03-29T08:00');
    expect(list(toHours(null, daily), 480, at('2026-10-24T10:00'))).to.equal('2026-10-25T08:00');
    const tokyo = toHours(null, OFFICE, 'Asia/Tokyo');
    expect(list(tokyo, 480, at('2026-11-23T10:00'), 'Asia/Tokyo')).to.equal('2026-11-24T08:00');
  });

  const HOURS: Record<string, ReachHours> = {
    'in their team’s zone': toHours(),
    'twelve hours ahead of their team': toHours(null, OFFICE, 'Pacific/Auckland'),
    'eight hours behind their team': toHours(null, OFFICE, 'America/Los_Angeles'),
    'who works at night': toHours(null, NIGHTS),
    'who works around the clock': toHours(null, AROUND_THE_CLOCK),
    'with quiet hours': toHours(quietFrom(16, 10)),
  };
  for (const [who, hours] of Object.entries(HOURS)) {
    it(`is at most once a local day for somebody ${who}, whenever they want it`, () => {
      for (const listAt of [null, 360, 480, 840]) {
        let now = at('2026-11-23T10:00');
        const dates: string[] = [];
        for (let n = 0; n < 5; n += 1) {
          const next = nextListTime(hours, listAt, now);
          expect(next).to.be.greaterThan(now);
          dates.push(toLocalDate(hours, next));
          now = next;
        }
        expect(new Set(dates).size, `${listAt} ${dates}`).to.equal(dates.length);
      }
    });
  }
});

describe('the day on which quiet hours leave too little time', () => {
  const find = (quiet: QuietHours | null, now = at('2026-11-23T10:00'), calendar = OFFICE) =>
    findUnreachedDay(toHours(quiet, calendar), now, 60);

  it('is found if they leave less than an hour of a working day', () => {
    expect(find(quietFrom(9, 17))).to.equal('2026-11-24');
    expect(find({ from: 16 * 60 + 15, to: 16 * 60 })).to.equal('2026-11-24');
    expect(find(quietFrom(16, 9))).to.equal(undefined);
    expect(find(null)).to.equal(undefined);
  });

  it('can be a single day of the week that is shorter', () => {
    const { week, ...rest } = OFFICE;
    const calendar = { ...rest, week: { ...week, 5: [workingHours(9, 12)] } };
    expect(find(quietFrom(9, 12), undefined, calendar)).to.equal('2026-11-27');
  });

  it('is not one on which they work for less than that anyway', () => {
    const { week, ...rest } = OFFICE;
    const short = { ...rest, week: { ...week, 5: [{ from: 540, to: 570 }] } };
    expect(find(quietFrom(13, 17), undefined, short)).to.equal(undefined);
    expect(find(quietFrom(9, 10), undefined, short)).to.equal('2026-11-27');
  });

  it('does not depend on the time of day at which somebody asks', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const now = at('2026-11-23T00:00') + hour * 3_600_000;
      expect(find(quietFrom(9, 14), now), `at ${hour}`).to.equal(undefined);
      expect(find(quietFrom(9, 17), now), `at ${hour}`).to.equal('2026-11-24');
    }
  });
});
