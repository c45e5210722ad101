import MiniSearch from 'minisearch';
import type { ComplaintId } from '../complaint/facts.js';

/** A complaint that has at least one stem of what is looked for, and all its stems. */
export interface Candidate {
  readonly id: ComplaintId;
  readonly stems: readonly string[];
}

/** Fewer common stems are chance; of a text that has fewer, all are wanted. */
const LEAST_COMMON = 2;
/** So many of the most promising candidates are weighed by the library, which takes a while for each. */
const MOST_WEIGHED = 50;

/**
 * Returns the candidates that are like a text with these stems, the most alike first, {@link MOST_WEIGHED} at
 * most. They are weighed by BM25, as search engines do: a rare stem says more than one that many have, and a
 * short text more than a long one.
 */
export function rankSimilar(
  stems: readonly string[],
  candidates: readonly Candidate[],
): readonly ComplaintId[] {
  const search = new MiniSearch<Candidate>({
    fields: ['stems'],
    extractField: (candidate, field) => (field === 'id' ? candidate.id : candidate.stems.join(' ')),
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  search.addAll(findPromising(stems, candidates));
  return search.search(stems.join(' ')).map(({ id }) => id as ComplaintId);
}

/** So many stems two texts have in common at least, if they seem to be about one matter. */
export const LEAST_OF_ONE_MATTER = 3;

/**
 * Do two texts with these stems seem to be about one matter? Then most stems of the shorter one are in both. It
 * decides what somebody is asked about before they record a complaint, where a list of everything that shares a
 * few words would be noise.
 */
export function seemsOneMatter(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(other);
  const common = one.filter((stem) => known.has(stem)).length;
  return common >= LEAST_OF_ONE_MATTER && common * 2 > Math.min(one.length, other.length);
}

/** Those with enough of the stems, the ones with the most and the rarest first, each once. */
function findPromising(
  stems: readonly string[],
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const wanted = new Set(stems);
  const least = Math.max(1, Math.min(LEAST_COMMON, wanted.size));
  const unique = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()]
    .map((candidate) => ({ candidate, common: candidate.stems.filter((stem) => wanted.has(stem)) }))
    .filter(({ common }) => common.length >= least);
  const counts = new Map<string, number>();
  for (const stem of unique.flatMap(({ common }) => common)) {
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  const toWeight = (stem: string): number => Math.log1p(unique.length / (counts.get(stem) ?? 1));
  return unique
    .map(({ candidate, common }) => ({ candidate, weight: sum(common.map(toWeight)) }))
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST_WEIGHED)
    .map(({ candidate }) => candidate);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
