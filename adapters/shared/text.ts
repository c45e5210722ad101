import { LRUCache } from 'lru-cache';

const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far past a limit to look for the end of a grapheme, UTF-16 units. */
const LOOK_AHEAD = 64;

/** Longest name that is shown, UTF-16 units; a longer text is not a name. */
export const MAX_NAME_LENGTH = 200;

/** Line endings in text that people write (UAX 14, mandatory breaks). */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * Text that JSON, Slack and Teams can carry: every line ends with a newline, lone surrogates are
 * replaced, and all other control characters but tab are removed.
 */
export function toWellFormed(text: string): string {
  return text
    .replace(LINE_END, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

/** The start of a text: all of it that can matter when it is shortened to `max`. Bounds the work on long texts. */
export function sliceForLimit(text: string, max: number): string {
  const most = 2 * Math.max(0, max) + LOOK_AHEAD;
  return text.length > most ? text.slice(0, most) : text;
}

/**
 * The text in at most `max` UTF-16 units. A longer text is cut at the end of a grapheme and gets an
 * ellipsis. Neither platform documents how it counts; UTF-16 units are the strictest way.
 */
export function shorten(text: string, max: number): string {
  const clean = toWellFormed(sliceForLimit(text, max));
  if (clean.length <= max) return clean;
  return max < ELLIPSIS.length ? '' : cutAtGrapheme(clean, max - ELLIPSIS.length) + ELLIPSIS;
}

/**
 * The longest start of `text` of at most `max` UTF-16 units that ends at the end of a grapheme. If
 * the first grapheme alone is longer, as many of its code points as fit.
 */
export function cutAtGrapheme(text: string, max: number): string {
  if (text.length <= max) return text;
  const most = Math.max(0, max);
  const next = graphemes.segment(text.slice(0, most + LOOK_AHEAD)).containing(most);
  const kept = text.slice(0, next?.index ?? most);
  return kept === '' ? text.slice(0, most).replace(/\p{Surrogate}$/u, '') : kept;
}

/** Like {@link shorten}, but escapes the text with `escapePiece`; `max` counts the escaped text. */
export function shortenEscaped(
  text: string,
  max: number,
  escapePiece: (piece: string) => string,
): string {
  return escapePiece(shortenToSize(text, max, (piece) => escapePiece(piece).length));
}

/** Like {@link shorten}, but counts with `size`, which adds up over the pieces of a text. */
export function shortenToSize(text: string, max: number, size: (piece: string) => number): string {
  const clean = toWellFormed(sliceForLimit(text, max));
  if (size(clean) <= max) return clean;
  if (max < ELLIPSIS.length) return '';
  const near = clean.slice(0, max + LOOK_AHEAD);
  const kept = takeWithin(splitGraphemes(near), max - ELLIPSIS.length, size);
  return (kept === '' ? takeWithin(near, max - ELLIPSIS.length, size) : kept) + ELLIPSIS;
}

/** Splits the text into pieces of at most `max` UTF-16 units, each ending at the end of a grapheme. */
export function splitText(text: string, max: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const piece = cutAtGrapheme(rest, max);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** The first pieces whose sizes add up to at most `max`. */
function takeWithin(
  pieces: Iterable<string>,
  max: number,
  size: (piece: string) => number,
): string {
  let used = 0;
  let kept = '';
  for (const piece of pieces) {
    used += size(piece);
    if (used > max) break;
    kept += piece;
  }
  return kept;
}

function* splitGraphemes(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

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
