const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far past the cut is looked to find where a character ends. */
const LOOK_AHEAD = 64;

/** Text as JSON and Slack can carry it: no lone surrogates, no control characters but newline and tab. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD').replace(/[^\P{Cc}\n\t]/gu, '');
}

/** Escapes what Slack reads as markup in `mrkdwn` and in a message's `text`: `&`, `<`, `>`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What is worth looking at of a text that may take `max`: a beginning long enough to be cut. */
export function beginning(text: string, max: number): string {
  const most = 2 * Math.max(0, max) + LOOK_AHEAD;
  return text.length > most ? text.slice(0, most) : text;
}

/**
 * The text, if longer than `max` UTF-16 units cut at the end of a character as a reader sees one,
 * with an ellipsis. Slack does not say how it counts; units are the strictest way.
 */
export function shorten(text: string, max: number): string {
  const clean = wellFormed(beginning(text, max));
  if (clean.length <= max) return clean;
  return cut(clean, max - ELLIPSIS.length, (piece) => piece.length) + ELLIPSIS;
}

/** Like {@link shorten}, but escaped, and never longer than `max` as escaped. */
export function shortenEscaped(text: string, max: number): string {
  const clean = wellFormed(beginning(text, max));
  const whole = escapeMarkup(clean);
  if (whole.length <= max) return whole;
  if (max < ELLIPSIS.length) return '';
  return (
    escapeMarkup(cut(clean, max - ELLIPSIS.length, (piece) => escapeMarkup(piece).length)) +
    ELLIPSIS
  );
}

/** The text in pieces of at most `max` units, none of which ends inside a character. */
export function chunks(text: string, max: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const piece = cut(rest, max, (part) => part.length);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** The longest beginning of `text` that takes at most `room`. Falls back to code points for a giant character. */
function cut(text: string, room: number, size: (piece: string) => number): string {
  const near = text.slice(0, room + LOOK_AHEAD);
  const kept = take(graphemesOf(near), room, size);
  return kept === '' ? take(near, room, size) : kept;
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

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}
