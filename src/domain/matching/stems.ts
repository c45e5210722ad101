import { stemmer } from '@orama/stemmers/english';
import { stopwords } from '@orama/stopwords/english';
import type { Details } from '../intake/details.js';
import { toFoldedWords } from '../text/folded-words.js';

/** So many stems of a text are kept, the first ones: a text of some 250 words has as many. */
export const MOST_STEMS = 100;
/** Longer words are cut: text without spaces. */
const LONGEST_WORD = 40;

const STOP_WORDS: ReadonlySet<string> = new Set(stopwords.flatMap(toWords));

/** An address on the web says nothing about the matter: all messages of a channel share most of it. */
const WEB_ADDRESS = /\bhttps?:\/\/\S+/gi;

/** By the rules of English; other words stay as they are. */
const ENGLISH = /^[a-z]{3,}$/;

/**
 * Returns the stems of a text, each once, in the order in which they first stand: accents and case are folded,
 * stop words, single characters and addresses on the web left out. The only function of its kind: the index and
 * every query use it. Stems have letters and digits only, in lower case.
 */
export function toStems(text: string): readonly string[] {
  const stems = new Set<string>();
  for (const word of toWords(text.replace(WEB_ADDRESS, ' '))) {
    if (STOP_WORDS.has(word)) continue;
    stems.add(toStem(word));
    if (stems.size === MOST_STEMS) break;
  }
  return [...stems];
}

/** The texts of a complaint by whose words others like it are found. */
export function toMatchedText({
  description,
  desiredOutcome,
}: Pick<Details, 'description' | 'desiredOutcome'>): string {
  return `${description}\n${desiredOutcome}`;
}

function toWords(text: string): readonly string[] {
  return toFoldedWords(text)
    .map((word) => [...word])
    .filter(({ length }) => length > 1)
    .map((letters) => letters.slice(0, LONGEST_WORD).join(''));
}

function toStem(word: string): string {
  return ENGLISH.test(word) ? stemmer(word) : word;
}
