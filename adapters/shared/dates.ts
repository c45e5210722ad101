import { LRUCache } from 'lru-cache';

/** Largest moment JavaScript's dates hold, ms; ECMA-262, time values. */
export const MAX_TIMESTAMP_MS = 8.64e15;

/** More than there are zones. */
const MOST_ZONES = 1000;

/** Canonical zones by how they are spelt. */
const zones = new LRUCache<string, string>({ max: MOST_ZONES });
/** Formats by locale and canonical zone: one takes 22 KB, and people spell a zone in any case. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: MOST_ZONES });

/** True if there is this IANA zone. */
export function isZone(zone: string): boolean {
  return canonicalZone(zone) !== undefined;
}

/** The zone if there is one of this name, else UTC. */
export function zoneOrUtc(zone: string | null): string {
  return zone !== null && zone !== '' && isZone(zone) ? zone : 'UTC';
}

/** How an adapter writes dates: its BCP 47 locale, and what stands for a number that is no moment. */
export interface DateOptions {
  readonly dateLocale: string;
  readonly nothing: string;
}

/** A moment (ms UTC) written out in an IANA zone (UTC when it is unknown), e.g. `Mon, 3 Mar 2025, 14:30 GMT`. */
export function formatDate(at: number, zone: string, { dateLocale, nothing }: DateOptions): string {
  return Math.abs(at) <= MAX_TIMESTAMP_MS ? findDateFormat(zone, dateLocale).format(at) : nothing;
}

/** The format of moments in a zone (UTC when it is unknown): one, however the zone is spelt. */
export function findDateFormat(zone: string, locale: string): Intl.DateTimeFormat {
  const timeZone = canonicalZone(zoneOrUtc(zone)) ?? 'UTC';
  const key = `${locale} ${timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  formats.set(key, format);
  return format;
}

/** The name of a zone however it is spelt. Every Teams activity names one and a look-up costs 50 µs, so it is remembered. */
function canonicalZone(zone: string): string | undefined {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    zones.set(zone, timeZone);
    return timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
