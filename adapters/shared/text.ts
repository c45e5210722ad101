const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far past the cut to look for the end of a character, UTF-16 units. */
const LOOK_AHEAD = 64;

/** No name is longer than this; a longer text is no name. UTF-16 units. */
export const MAX_NAME_LENGTH = 200;

/** What ends a line in text people write; UAX 14, mandatory breaks. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * Text that JSON, Slack and Teams can carry: every line ends with a newline, no lone surrogates, no
 * other control characters but tab.
 */
export function toWellFormed(text: string): string {
  return text
    .replace(LINE_END, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

/** True where a reader sees nothing. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The beginning of a text that is long enough to be cut to `max`: no more of it needs a look. */
export function sliceForLimit(text: string, max: number): string {
  const most = 2 * Math.max(0, max) + LOOK_AHEAD;
  return text.length > most ? text.slice(0, most) : text;
}

/**
 * The text in at most `max` UTF-16 units: if it is longer, cut at the end of a character as a reader
 * sees one, with an ellipsis. Neither platform says how it counts; units are the strictest way.
 */
export function shorten(text: string, max: number): string {
  const clean = toWellFormed(sliceForLimit(text, max));
  if (clean.length <= max) return clean;
  return max < ELLIPSIS.length ? '' : cutAtGrapheme(clean, max - ELLIPSIS.length) + ELLIPSIS;
}

/**
 * The longest beginning of `text` in at most `room` UTF-16 units that ends where a character does. Of
 * a giant character as much as fits, in whole code points.
 */
export function cutAtGrapheme(text: string, room: number): string {
  if (text.length <= room) return text;
  const most = Math.max(0, room);
  const next = graphemes.segment(text.slice(0, most + LOOK_AHEAD)).containing(most);
  const kept = text.slice(0, next?.index ?? most);
  return kept === '' ? text.slice(0, most).replace(/\p{Surrogate}$/u, '') : kept;
}

/** Like {@link shorten}, for a text that is escaped: never longer than `max` as `escapePiece` gives it. */
export function shortenEscaped(
  text: string,
  max: number,
  escapePiece: (piece: string) => string,
): string {
  const clean = toWellFormed(sliceForLimit(text, max));
  const whole = escapePiece(clean);
  if (whole.length <= max) return whole;
  if (max < ELLIPSIS.length) return '';
  const near = clean.slice(0, max + LOOK_AHEAD);
  const size = (piece: string): number => escapePiece(piece).length;
  const kept = take(characters(near), max - ELLIPSIS.length, size);
  return escapePiece(kept === '' ? take(near, max - ELLIPSIS.length, size) : kept) + ELLIPSIS;
}

/** The text in pieces of at most `max` UTF-16 units, none of which ends inside a character. */
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

function take(pieces: Iterable<string>, room: number, size: (piece: string) => number): string {
  let used = 0;
  let kept = '';
  for (const piece of pieces) {
    used += size(piece);
    if (used > room) break;
    kept += piece;
  }
  return kept;
}

function* characters(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}
