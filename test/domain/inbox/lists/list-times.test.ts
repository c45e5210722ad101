import { expect } from 'chai';
import { nextListTime } from '../../../../src/domain/inbox/reach.js';
import { at, createDailyCalendar, formatLocal } from '../../../support/domain.js';

/** The next lists, local times. */
function listTimes(blocks: readonly (readonly [number, number])[], zone: string, listAt: number) {
  const worked = blocks.map(([from, to]) => ({ from: from * 60, to: to * 60 }));
  const hours = { calendar: createDailyCalendar(worked, 'Europe/London'), zone, quiet: null };
  const times: string[] = [];
  let now = at('2026-11-23T10:00', zone);
  for (let n = 0; n < 3; n += 1) {
    now = nextListTime(hours, listAt * 60, now);
    times.push(formatLocal(now, zone));
  }
  return times;
}

describe('a list at a chosen time, to somebody far from the zone of their team', () => {
  const evenings = ['2026-11-24T20:00', '2026-11-25T20:00', '2026-11-26T20:00'];

  it('comes each day if the team works around the clock', () => {
    expect(listTimes([[0, 24]], 'America/Los_Angeles', 20)).to.deep.equal(evenings);
  });

  it('comes each day if the team works at night', () => {
    const night = [
      [22, 24],
      [0, 6],
    ] as const;
    expect(listTimes(night, 'America/Los_Angeles', 20)).to.deep.equal(evenings);
    expect(listTimes(night, 'Pacific/Auckland', 20)).to.deep.equal(evenings);
  });
});
