import {
  type OfferedMatch,
  type OfferedMatches,
  offerSame,
} from '../../domain/matching/match-answer.js';
import { seemsOneMatter } from '../../domain/matching/rank-similar.js';
import { toMatchedText, toStems } from '../../domain/matching/stems.js';
import { findMatches, type MatchParts, type MatchQuery } from './find-matches.js';

/** So many complaints of the same complainant are offered at most: a person has to read them. */
export const MOST_SAME_OFFERED = 5;
/** So many similar complaints are offered at most. */
export const MOST_SIMILAR_OFFERED = 3;

/**
 * Finds what a person should see before they record a complaint: those of the same complainant, and open ones that
 * seem to be about the same matter, each with what may be done with it. `submission`: the id of the form; what it
 * has recorded already is no match. Throws `STORE_UNAVAILABLE`.
 */
export async function offerMatches(
  parts: MatchParts,
  query: MatchQuery,
  submission: string,
): Promise<OfferedMatches> {
  const { same, similar } = await findMatches(parts, query);
  const stems = toStems(toMatchedText(query.details));
  const known = same
    .filter(({ complaint }) => complaint.filedBy !== submission)
    .map(({ complaint, access }) => offerSame(query.viewer, complaint, access))
    .filter((match) => match !== undefined);
  const alike = similar
    .filter(({ filedBy }) => filedBy !== submission)
    .filter(({ details }) => seemsOneMatter(stems, toStems(toMatchedText(details))))
    .map((complaint): OfferedMatch => ({ complaint, access: 'full', step: 'link' }));
  return {
    matches: [...known.slice(0, MOST_SAME_OFFERED), ...alike.slice(0, MOST_SIMILAR_OFFERED)],
    hasMore: known.length > MOST_SAME_OFFERED,
  };
}
