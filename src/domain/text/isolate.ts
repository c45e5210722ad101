/** First strong isolate and pop directional isolate (UAX 9, 2.4): what is between them does not reorder its line. */
export const FSI = '\u2068';
export const PDI = '\u2069';
/** Pop directional formatting: ends an embedding or an override. */
const PDF = '\u202c';

/**
 * Letters that are written from right to left, and the signs that change the direction: what can
 * reorder the words around it. The ranges are those that UAX 9 keeps for R and AL (DerivedBidiClass.txt).
 */
const REORDERS =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]|\p{Bidi_Control}/u;

/** Ends of lines, where every isolate ends; the lines themselves are between them. */
const LINE_END = /([\n\r\v\f\u0085\u2028\u2029]+)/;

/** What ends the isolate, embedding or override that a sign begins. */
const ENDS: Readonly<Record<string, string>> = {
  '\u202a': PDF,
  '\u202b': PDF,
  '\u202d': PDF,
  '\u202e': PDF,
  '\u2066': PDI,
  '\u2067': PDI,
  [FSI]: PDI,
};

/**
 * What somebody wrote, to stand inside a line of ours: it keeps its own direction, and changes neither
 * the order nor the direction of the words around it. Text that cannot do so is returned unchanged.
 */
export function isolate(text: string): string {
  if (!needsIsolate(text)) return text;
  const isolateLine = (line: string): string =>
    needsIsolate(line) ? FSI + dropUnmatchedSigns(line) + PDI : line;
  return text
    .split(LINE_END)
    .map((part, index) => (index % 2 === 0 ? isolateLine(part) : part))
    .join('');
}

/** True if the text could reorder the words around it. */
export function needsIsolate(text: string): boolean {
  return REORDERS.test(text);
}

/** The most that {@link isolate} makes a text longer, UTF-16 units. */
export function countIsolateSigns(text: string): number {
  return needsIsolate(text) ? text.split(LINE_END).length + 1 : 0;
}

/**
 * The line without signs that begin what nothing ends, or end what nothing began: the first would reach
 * past the isolate around the line, the second would end it.
 */
export function dropUnmatchedSigns(line: string): string {
  const characters = line.split('');
  const begun: { readonly index: number; readonly end: string }[] = [];
  const matched = new Set<number>();
  for (const [index, character] of characters.entries()) {
    const end = ENDS[character];
    if (end !== undefined) begun.push({ index, end });
    if (character !== PDF && character !== PDI) continue;
    const match = begun.findLastIndex((one) => one.end === character);
    // An embedding ends inside its isolate at the latest, and never beyond it.
    const isReachable = character === PDI || match === begun.length - 1;
    const opener = begun[match];
    if (opener === undefined || !isReachable) continue;
    matched.add(index).add(opener.index);
    begun.length = match;
  }
  const isSign = (character: string): boolean =>
    character === PDF || character === PDI || ENDS[character] !== undefined;
  return characters.filter((character, index) => !isSign(character) || matched.has(index)).join('');
}
