import type { Random } from '../month/random.js';

/** How many different words people write. */
const VOCABULARY = 5000;

/** A text of this many words. The n-th word is n times as rare as the first, as in any language (Zipf's law). */
export function createText(words: number, random: Random): string {
  return Array.from({ length: words }, () => {
    const rank = Math.floor(VOCABULARY ** random.next());
    return `word${rank}`;
  }).join(' ');
}
