import type { QuietHours } from '../reach.js';

const DAY_MINUTES = 1440;

const TIME = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?`;
const QUIET = new RegExp(`^${TIME}\\s*(?:-|–|to|until|till)\\s*${TIME}$`, 'i');

/**
 * Reads from when until when nothing is to come: “18:00-8:00”, “1 pm to 2.30 pm”. Null for no words; undefined
 * for what is no such time.
 */
export function readQuietHours(written: string): QuietHours | null | undefined {
  const words = written.trim();
  if (words === '') return null;
  const [, ...parts] = QUIET.exec(words) ?? [];
  const from = toMinute(parts.slice(0, 3));
  const to = toMinute(parts.slice(3, 6));
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** Minutes after midnight; undefined for no time of day. 24:00 is midnight. */
function toMinute([hours, minutes = '0', half]: readonly (string | undefined)[]):
  | number
  | undefined {
  if (hours === undefined) return undefined;
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const noon = half?.toLowerCase() === 'pm' ? 12 : 0;
  const minute = (half === undefined ? hour : (hour % 12) + noon) * 60 + Number(minutes);
  const isTime = Number(minutes) < 60 && minute <= DAY_MINUTES;
  return isTime ? minute % DAY_MINUTES : undefined;
}

/** The words that {@link readQuietHours} reads as these hours, such as `18:00-08:00`. */
export function writeQuietHours({ from, to }: QuietHours): string {
  return `${writeMinute(from)}-${writeMinute(to)}`;
}

/** A time of day, such as `08:30`. `minute`: after midnight. */
export function writeMinute(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
