import { fileComplaint, findFilingTeam } from '../../../domain/commands/filing.js';
import type { Filing } from '../../../domain/complaint/command.js';
import type { PersonContext } from '../../../domain/complaint/decision.js';
import type { ComplaintId } from '../../../domain/complaint/facts.js';
import { suggestCategory } from '../../../domain/intake/suggest-category.js';
import type { OfferedMatch, OfferedMatches } from '../../../domain/matching/match-answer.js';
import { toMatchKeys } from '../../../domain/matching/match-keys.js';
import type { Person } from '../../../domain/organisation/person.js';
import { type ShownMatches, showMatches } from '../../../views/intake/match-field.js';
import type { Dependencies } from '../../dependencies.js';
import type { WordsQuery } from '../../matching/find-matches.js';
import { findSimilarCategory } from '../../matching/find-similar-category.js';
import { offerMatches } from '../../matching/offer-matches.js';

/** Nothing was found. */
export const NO_MATCHES: OfferedMatches = { matches: [], hasMore: false };

/** A complaint that somebody is about to record. */
export interface Unrecorded {
  readonly filing: Filing;
  /** The id of its form. */
  readonly submission: string;
  readonly context: PersonContext;
}

/**
 * What a person has to see before this is recorded: complaints that were found for it, if there is something to be
 * done with one that they have not `seen`. Throws `STORE_UNAVAILABLE`.
 */
export async function findUnseenMatches(
  deps: Dependencies,
  { filing, submission, context }: Unrecorded,
  seen: readonly ComplaintId[],
): Promise<OfferedMatches> {
  const checked = fileComplaint(filing, context, submission);
  if (!checked.ok) return NO_MATCHES;
  const { details } = filing;
  const team = findFilingTeam(filing, context);
  const query = { details, team, viewer: context.actor, now: context.now };
  const offered = await offerMatches(deps, query, submission);
  const isNews = ({ complaint, step }: OfferedMatch) =>
    step !== null && !seen.includes(complaint.id);
  return offered.matches.some(isNews) ? offered : NO_MATCHES;
}

/**
 * The category that complaints about the same matter have, where the words of the categories say nothing. Null: none.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function findCategoryHint(
  deps: Dependencies,
  details: WordsQuery['details'],
  team: string | null,
  context: PersonContext,
): Promise<string | null> {
  const byWords = suggestCategory(details.description, deps.organisation, NO_HINTS);
  if (byWords.kind !== 'none') return null;
  const query = { details, team, viewer: context.actor, now: context.now };
  return findSimilarCategory(deps, query);
}

const NO_HINTS = { similar: null, team: null };

/**
 * The complaints of the same complainant, looked up while somebody fills in the form: by an account, an e-mail
 * address or a telephone number alone. Throws `STORE_UNAVAILABLE`.
 */
export async function findMatchesOfContact(
  deps: Dependencies,
  { filing, submission, context }: Unrecorded,
): Promise<OfferedMatches> {
  const { details } = filing;
  const { phoneCountry = null } = deps.organisation;
  if (toMatchKeys(details, phoneCountry).length === 0) return NO_MATCHES;
  const query = { details, team: null, viewer: context.actor, now: context.now };
  return offerMatches(deps, query, submission);
}

/** Does a form that shows the complaints `seen` show just these? */
export function isShown({ matches }: OfferedMatches, seen: readonly ComplaintId[]): boolean {
  const shown = new Set(seen);
  return shown.size === matches.length && matches.every(({ complaint }) => shown.has(complaint.id));
}

/** Shows complaints that were found to this person. */
export async function showOffered(
  { people, organisation }: Pick<Dependencies, 'people' | 'organisation'>,
  offered: OfferedMatches,
  person: Person,
): Promise<ShownMatches> {
  const holders = offered.matches
    .map(({ complaint }) => complaint.assignee)
    .filter((id) => id !== null);
  const known = await people.getMany([...new Set(holders)]);
  return showMatches(offered, { organisation, people: known, zone: person.zone ?? 'UTC' });
}
