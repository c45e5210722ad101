import type { Complaint } from '../../domain/complaint/complaint.js';
import { LEAST_OF_ONE_MATTER, seemsOneMatter } from '../../domain/matching/rank-similar.js';
import { toMatchedText, toStems } from '../../domain/matching/stems.js';
import { findSimilar, type MatchParts, type WordsQuery } from './find-matches.js';

/** The words of so many teams are searched at most: a person waits. */
const MOST_TEAMS = 4;

/**
 * The category under which most complaints about the same matter were recorded that this person may see, of their
 * teams and of `team`, in whose channel they are. Null: there are none, or as many under another. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function findSimilarCategory(
  parts: MatchParts,
  query: WordsQuery,
): Promise<string | null> {
  const { details, team, viewer } = query;
  const teams = [...new Set([...(team === null ? [] : [team]), ...viewer.memberOf])];
  const stems = toStems(toMatchedText(details));
  if (stems.length < LEAST_OF_ONE_MATTER) return null;
  const found = await Promise.all(
    teams.slice(0, MOST_TEAMS).map((one) => findSimilar(parts, { ...query, team: one })),
  );
  const alike = found
    .flat()
    .filter((one) => seemsOneMatter(stems, toStems(toMatchedText(one.details))));
  return findMostCommon(alike);
}

function findMostCommon(complaints: readonly Complaint[]): string | null {
  const counts = new Map<string, number>();
  for (const { category } of complaints) counts.set(category, (counts.get(category) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, one], [, other]) => other - one);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}
