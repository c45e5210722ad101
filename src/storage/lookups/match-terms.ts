import { type ComplaintFacts, isOngoing } from '../../domain/complaint/facts.js';
import { toMatchedText } from '../../domain/matching/stems.js';

/**
 * The word by which the index finds a stem in the complaints of a team. Stored, so it stays as it is. What is no
 * small letter or digit in the team's key becomes its number: SQLite folds case and splits at signs.
 */
export function toTerm(team: string, stem: string): string {
  const key = team.replace(/[^a-z0-9]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
  return `${key}/${stem}`;
}

/** The stem of a term. */
export function toStem(term: string): string {
  return term.slice(term.indexOf('/') + 1);
}

/** What the index knows of a complaint. When it differs, the complaint is to be indexed anew. */
export type IndexedFacts = Pick<ComplaintFacts, 'team' | 'details' | 'state'>;

/** Does the index know something else of the complaint after a change? */
export function isIndexedAnew(before: IndexedFacts, after: IndexedFacts): boolean {
  return (
    before.team !== after.team ||
    isOngoing(before) !== isOngoing(after) ||
    toMatchedText(before.details) !== toMatchedText(after.details)
  );
}
