/** The largest difference, in letters, that still counts as a typing mistake. */
function maxDistance(word: string): number {
  return word.length < 4 ? 1 : 2;
}

/** Levenshtein distance: letters to insert, delete or replace to get from one word to the other. */
function levenshteinDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** The known word that was probably meant, or undefined when none is close. Ignores case. */
export function findClosest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = maxDistance(word) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const difference = levenshteinDistance(word.toLowerCase(), candidate.toLowerCase());
    if (difference < least) [best, least] = [candidate, difference];
  }
  return best;
}

/** ` Did you mean "x"?`, or an empty text when no known word is close. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const guess = findClosest(word, known);
  return guess === undefined ? '' : ` Did you mean "${guess}"?`;
}
