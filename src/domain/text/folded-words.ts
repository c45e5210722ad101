/** The words of a text, in order, without capitals, accents and other marks. Words have letters and digits only. */
export function toFoldedWords(text: string): readonly string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
