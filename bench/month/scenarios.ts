import { DateTime } from 'luxon';
import { addWorkingTime, workingTimeBetween } from '../../src/domain/organisation/calendar.js';
import { countOutcome, type Outcome } from './counts.js';
import { type Character, type Coming, Life, pickImpact } from './life.js';
import { HOURS, openOffice, type Staff } from './office.js';
import { createRandom, type Random } from './random.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const LEAD = 'lead';
const OFFICERS = ['officer-1', 'officer-2'];
const REPORTERS = ['reporter-1', 'reporter-2'] as const;
const CHARACTERS: ReadonlyMap<string, Character> = new Map([
  ...[1, 2, 3, 4, 5].map((n) => [`diligent-${n}`, 'diligent'] as const),
  ...[1, 2, 3].map((n) => [`neglectful-${n}`, 'neglectful'] as const),
]);
const STAFF: Staff = {
  members: [...CHARACTERS.keys()],
  lead: LEAD,
  officers: OFFICERS,
  reporters: REPORTERS,
};

/** A Monday at 9. */
const START = DateTime.fromISO('2026-11-02T09:00', { zone: HOURS.zone }).toMillis();

/** How long a time is simulated, and with how many complaints. */
export interface MonthSize {
  readonly days: number;
  readonly complaints: number;
  readonly seed: number;
}

/** The month of which the figures are. */
export const MONTH: MonthSize = { days: 30, complaints: 40, seed: 20_261_102 };

/**
 * Simulates a team of eight with a lead and two officers: complaints come at random working times, five
 * members handle theirs in good time, three take theirs and forget them. The lead and the officers only read.
 */
export function simulateMonth({ days, complaints, seed }: MonthSize): Promise<Outcome> {
  const end = START + days * DAY_MS;
  const random = createRandom(seed);
  const coming = Array.from({ length: complaints }, () => createComing(random, end));
  return simulate(coming, end, random);
}

/**
 * Simulates fourteen complaints that come in one morning, one every so many minutes, and that nobody takes, over
 * five working days.
 */
export function simulateUntaken(minutes: number): Promise<Outcome> {
  const coming = Array.from({ length: 14 }, (_, n): Coming => {
    const at = START + (5 + minutes * n) * MINUTE_MS;
    return { at, by: REPORTERS[n % 2] ?? REPORTERS[0], impact: 'medium', owner: null };
  });
  return simulate(coming, START + 5 * DAY_MS, createRandom(1));
}

function createComing(random: Random, end: number): Coming {
  const [first = '', ...more] = CHARACTERS.keys();
  return {
    at: addWorkingTime(HOURS, START, random.between(0, workingTimeBetween(HOURS, START, end))),
    by: random.pick(REPORTERS),
    impact: pickImpact(random),
    owner: random.pick([first, ...more]),
  };
}

async function simulate(coming: readonly Coming[], end: number, random: Random): Promise<Outcome> {
  const office = await openOffice(STAFF, START);
  try {
    const watch = await new Life(office, CHARACTERS, random).live(coming, end);
    const names = [...STAFF.members, LEAD, ...OFFICERS];
    return await countOutcome(office, watch, names, { start: START, end });
  } finally {
    await office.close();
  }
}
