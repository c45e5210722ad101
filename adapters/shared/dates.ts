import { LRUCache } from 'lru-cache';

/** The largest time value a JavaScript date can hold, ms (ECMA-262, time values). */
export const MAX_TIMESTAMP_MS = 8.64e15;

/** Most cached entries; there are fewer zones than this. */
const MAX_CACHED = 1000;

/** Canonical zone names by their spelling. */
const canonicalZones = new LRUCache<string, string>({ max: MAX_CACHED });
/** Formats by locale and canonical zone. One takes 22 KB, and the case of a zone's name may vary. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: MAX_CACHED });

/** True if `zone` is an IANA zone. */
export function isZone(zone: string): boolean {
  return toCanonicalZone(zone) !== undefined;
}

/** The zone if it is an IANA zone, else UTC. */
export function zoneOrUtc(zone: string | null): string {
  return zone !== null && zone !== '' && isZone(zone) ? zone : 'UTC';
}

/** How an adapter writes dates: its BCP 47 locale, and the text for a number that is no date. */
export interface DateOptions {
  readonly dateLocale: string;
  readonly nothing: string;
}

/** A time (ms UTC) as text in an IANA zone (UTC if the zone is unknown), e.g. `Mon, 3 Mar 2025, 14:30 GMT`. */
export function formatDate(at: number, zone: string, { dateLocale, nothing }: DateOptions): string {
  if (!(Math.abs(at) <= MAX_TIMESTAMP_MS)) return nothing;
  return findDateFormat(zone, dateLocale).format(at);
}

/** The cached date format of a locale and an IANA zone (UTC if the zone is unknown), the same for every spelling. */
export function findDateFormat(zone: string, locale: string): Intl.DateTimeFormat {
  const timeZone = toCanonicalZone(zoneOrUtc(zone)) ?? 'UTC';
  const key = `${locale} ${timeZone}`;
  const cached = formats.get(key);
  if (cached !== undefined) return cached;
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

/** The canonical name of a zone. Cached: every Teams activity names a zone, and a look-up costs 50 µs. */
function toCanonicalZone(zone: string): string | undefined {
  const cached = canonicalZones.get(zone);
  if (cached !== undefined) return cached;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    canonicalZones.set(zone, timeZone);
    return timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
