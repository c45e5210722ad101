/**
 * Characters that show nothing: white space, controls, format characters, and what a client that
 * cannot draw it leaves out (Default_Ignorable_Code_Point: variation selectors, Hangul fillers, the
 * combining grapheme joiner). The braille blank has no such property, and the format characters of
 * Arabic, Syriac and Kaithi that stand before a number are drawn (Prepended_Concatenation_Mark).
 * Source: unicode.org/Public/UCD, PropList.txt and DerivedCoreProperties.txt.
 */
const BLANK_TEXT =
  /^(?:(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\s\p{Cc}\p{Cf}\p{Z}\p{DI}\u2800])*$/u;

/**
 * Characters that only keep their neighbours apart, so that nothing is lost without them at either
 * end of a text. Joiners, variation selectors and signs of direction are none of them: they belong to
 * the emoji, the letter or the words beside them. Each is one UTF-16 unit.
 */
const SPACING = /[\s\p{Cc}\u00ad\u180e\u200b\u2060\u2800\u3164\uffa0]/u;

/** True if a reader sees nothing. */
export function isBlank(text: string): boolean {
  return BLANK_TEXT.test(text);
}

/**
 * The text without the spaces at its ends, visible or not; empty if a reader sees nothing. Everything
 * else stays as people wrote it.
 */
export function trimText(text: string): string {
  if (isBlank(text)) return '';
  let start = 0;
  let end = text.length;
  while (SPACING.test(text.charAt(start))) start += 1;
  while (SPACING.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
