import type { Category, Organisation } from '../organisation/organisation.js';
import { toFoldedWords } from '../text/folded-words.js';

/** The answer that leaves the category to the words of what happened. No category has this key. */
export const FROM_WORDS = '?';

/** What a category can be suggested from besides the words. Null: nothing. */
export interface CategoryHints {
  /** The category of similar complaints. */
  readonly similar: string | null;
  /** The key of the team in whose channel it was asked for. */
  readonly team: string | null;
}

/** How a category was found. */
export type CategorySource = 'words' | 'similar' | 'team';

export type CategorySuggestion =
  | { readonly kind: 'found'; readonly category: Category; readonly by: CategorySource }
  /** A confidential category is never chosen by itself: it is asked. */
  | { readonly kind: 'confidential'; readonly category: Category }
  | { readonly kind: 'none' };

/**
 * Suggests what a complaint is about: by the words of the categories in `redress.yml`, else what similar
 * complaints were recorded under, else the one category of the team in whose channel it was asked for.
 * Nothing where two fit alike: it is asked.
 */
export function suggestCategory(
  happened: string,
  { categories }: Pick<Organisation, 'categories'>,
  hints: CategoryHints,
): CategorySuggestion {
  const all = [...categories.values()];
  const byWords = findByWords(happened, all);
  if (byWords !== undefined) return toSuggestion(byWords, 'words');
  const similar = hints.similar === null ? undefined : categories.get(hints.similar);
  if (similar !== undefined) return toSuggestion(similar, 'similar');
  const own = all.filter(({ team }) => team === hints.team);
  const [only] = own;
  return only !== undefined && own.length === 1 ? toSuggestion(only, 'team') : { kind: 'none' };
}

function toSuggestion(category: Category, by: CategorySource): CategorySuggestion {
  return category.confidential
    ? { kind: 'confidential', category }
    : { kind: 'found', category, by };
}

/** The category with the most of its words in the text, if no other has as many. */
function findByWords(text: string, categories: readonly Category[]): Category | undefined {
  const said = new Set(toWords(text));
  const counts = categories
    .map((category) => ({ category, count: countWords(category, said) }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
  const [first, second] = counts;
  return first === undefined || first.count === second?.count ? undefined : first.category;
}

function countWords({ words = [] }: Category, said: ReadonlySet<string>): number {
  return words.filter((phrase) => toWords(phrase).every((word) => said.has(word))).length;
}

/** The words of a text, without capitals and accents, and without a plural’s ending. */
function toWords(text: string): readonly string[] {
  return toFoldedWords(text).map((word) => word.replace(/(?<=...)s$/, ''));
}
