import type { Complaint } from '../../domain/complaint/complaint.js';
import {
  type ComplaintId,
  ENDED_STATES,
  isOngoing,
  ONGOING_STATES,
} from '../../domain/complaint/facts.js';
import { type Access, accessOf, type Viewer } from '../../domain/complaint/permissions.js';
import type { Details } from '../../domain/intake/details.js';
import { toMatchKeys } from '../../domain/matching/match-keys.js';
import { rankSimilar } from '../../domain/matching/rank-similar.js';
import { toMatchedText, toStems } from '../../domain/matching/stems.js';
import { MOST_CANDIDATES } from '../../ports/stores/match-store.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/** So many complaints of the same complainant are returned at most. */
export const MOST_SAME = 20;
/** So many similar complaints are returned at most. */
export const MOST_SIMILAR = 5;
/** Similar complaints that were recorded longer ago are not looked for, ms. */
export const SIMILAR_WITHIN_MS = 60 * 86_400_000;

/** What finding matches needs. */
export type MatchParts = Pick<Dependencies, 'complaints' | 'matches' | 'organisation'>;

/** By whose words to find similar complaints. */
export interface WordsQuery {
  readonly details: Pick<Details, 'description' | 'desiredOutcome'>;
  /** The key of the team that has it or would get it; null while that is open: then nothing similar is found. */
  readonly team: string | null;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Business time, ms UTC. */
  readonly now: number;
}

/** What to find matches of: a complaint, or one that is about to be recorded. */
export interface MatchQuery extends WordsQuery {
  readonly details: Pick<Details, 'complainant' | 'description' | 'desiredOutcome'>;
  /** The complaint itself, which is no match. Absent: it is not recorded yet. */
  readonly except?: ComplaintId;
}

/** A complaint of the same complainant. Nothing of it may be shown beyond `access`, not even that it exists. */
export interface SameComplainant {
  readonly complaint: Complaint;
  readonly access: Access;
}

export interface Matches {
  /** Of the same complainant, whoever may see them: those that are not over first, then the newest. */
  readonly same: readonly SameComplainant[];
  /**
   * Of the same team, not over, recorded in the last 60 days, the most similar first. Only those of which the
   * viewer may see everything, and none of {@link same}.
   */
  readonly similar: readonly Complaint[];
  /** False while complaints of an earlier release are filled in: then some may be missing. */
  readonly isComplete: boolean;
}

/**
 * Finds earlier complaints of the same complainant, by account, e-mail address or telephone number, and open
 * ones about something similar, by their words. Words are found some seconds after they were recorded. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function findMatches(parts: MatchParts, query: MatchQuery): Promise<Matches> {
  const [same, ranked, isFilling] = await Promise.all([
    findSame(parts, query),
    rankCandidates(parts, query),
    parts.matches.isFilling(),
  ]);
  const known = new Set([query.except, ...same.map(({ id }) => id)]);
  const rest = ranked.filter((id) => !known.has(id));
  return {
    same: same.map((complaint) => ({ complaint, access: accessOf(query.viewer, complaint) })),
    similar: await loadShown(parts, query, rest),
    isComplete: !isFilling,
  };
}

/**
 * Finds open complaints about something similar only, by their words, whoever complained: as `similar` of
 * {@link findMatches}. Throws `STORE_UNAVAILABLE`.
 */
export async function findSimilar(
  parts: MatchParts,
  query: WordsQuery,
): Promise<readonly Complaint[]> {
  return loadShown(parts, query, await rankCandidates(parts, query));
}

async function findSame(
  { matches, organisation }: MatchParts,
  { details, except }: MatchQuery,
): Promise<readonly Complaint[]> {
  const keys = toMatchKeys(details, organisation.phoneCountry ?? null);
  if (keys.length === 0) return [];
  // One more, for the complaint itself.
  const limit = MOST_SAME + 1;
  const [ongoing, ended] = await Promise.all(
    [ONGOING_STATES, ENDED_STATES].map((states) => matches.findByKeys({ keys, states, limit })),
  );
  return [...(ongoing ?? []), ...(ended ?? [])]
    .filter(({ id }) => id !== except)
    .slice(0, MOST_SAME);
}

/** The ids of what is similar by its words, the most similar first. */
async function rankCandidates(
  { matches }: MatchParts,
  { details, team, viewer, now }: WordsQuery,
): Promise<readonly ComplaintId[]> {
  const stems = toStems(toMatchedText(details));
  if (stems.length === 0 || team === null) return [];
  const candidates = await matches.findSimilar({
    ...{ stems, team, viewer, since: now - SIMILAR_WITHIN_MS },
    ...{ states: ONGOING_STATES, limit: MOST_CANDIDATES },
  });
  return rankSimilar(stems, candidates);
}

/** Loads the first of these that may be shown, as they are now: the index may be some seconds behind. */
async function loadShown(
  { complaints }: MatchParts,
  { team, viewer }: WordsQuery,
  ids: readonly ComplaintId[],
): Promise<readonly Complaint[]> {
  const shown: Complaint[] = [];
  for (const id of ids) {
    if (shown.length === MOST_SIMILAR) break;
    const complaint = await skipUnreadable(() => complaints.load(id));
    if (complaint === undefined || complaint.team !== team || !isOngoing(complaint)) continue;
    if (accessOf(viewer, complaint) === 'full') shown.push(complaint);
  }
  return shown;
}
