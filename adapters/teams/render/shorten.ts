const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far past the cut is looked to find where a character ends. */
const LOOK_AHEAD = 64;

/** What ends a line in text people write; UAX 14, mandatory breaks. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * Text as JSON and Teams can carry it: lines end with a newline, no lone surrogates, no other control
 * characters but tab.
 */
export function wellFormed(text: string): string {
  return text
    .replace(LINE_END, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

/** What is worth looking at of a text that may take `max`: a beginning long enough to be cut. */
function beginning(text: string, max: number): string {
  const most = 2 * Math.max(0, max) + LOOK_AHEAD;
  return text.length > most ? text.slice(0, most) : text;
}

/**
 * The text, if longer than `max` UTF-16 units cut at the end of a character as a reader sees one,
 * with an ellipsis.
 */
export function shorten(text: string, max: number): string {
  const clean = wellFormed(beginning(text, max));
  if (clean.length <= max) return clean;
  return max < ELLIPSIS.length ? '' : cut(clean, max - ELLIPSIS.length) + ELLIPSIS;
}

/**
 * The longest beginning of `text` that takes at most `room`, ending where a character does. Of a giant
 * character as much as fits, in whole code points.
 */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const most = Math.max(0, room);
  const next = graphemes.segment(text.slice(0, most + LOOK_AHEAD)).containing(most);
  const kept = text.slice(0, next?.index ?? most);
  return kept === '' ? text.slice(0, most).replace(/\p{Surrogate}$/u, '') : kept;
}
