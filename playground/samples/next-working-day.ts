import { DateTime } from 'luxon';

/** The zone of the playground's working hours, see `renderPlaygroundConfig`. */
const ZONE = 'Europe/London';

/**
 * The next day from Monday to Friday after `now` (Unix ms), at `hour` o'clock in the playground's zone:
 * Unix ms. A day off that somebody wrote into their own redress.yml is not known here.
 */
export function nextWorkingDay(now: number, hour: number): number {
  let day = DateTime.fromMillis(now, { zone: ZONE }).startOf('day');
  do {
    day = day.plus({ days: 1 });
  } while (day.weekday > 5);
  return day.set({ hour }).toMillis();
}
