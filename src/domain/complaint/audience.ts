import { isConcerned } from '../concerned/concerned.js';
import type { PersonId } from '../organisation/person.js';
import type { AudienceKey, ComplaintFacts } from './facts.js';

/** The role of a person in one complaint. */
export type Role = 'reporter' | 'assignee' | 'member' | 'lead' | 'officer';

/** What decides who may see a complaint. */
export type VisibilityFacts = Pick<
  ComplaintFacts,
  'reporter' | 'assignee' | 'team' | 'confidential' | 'addedReports' | 'concerns'
>;

/** Who a person is in the organisation, as far as a complaint's audience can name it. */
export interface KeyHolder {
  /**
   * Every id of this person: their own and those of all records merged into theirs. Complaints and
   * the organisation keep the ids they were written with, so permissions check all of them.
   */
  readonly ids: readonly PersonId[];
  readonly memberOf: readonly string[];
  readonly leadOf: readonly string[];
}

/** A key that lets its holders see a complaint, and the role that they have in it. */
export interface Grant {
  readonly key: AudienceKey;
  readonly role: Exclude<Role, 'officer'>;
}

/**
 * Everybody who may see a complaint, by key. Officers see all complaints and need no grant. Whom it is
 * about sees none of it, whatever key they hold, see `isConcerned`.
 */
export function findGrants(facts: VisibilityFacts): readonly Grant[] {
  const { assignee, team, confidential } = facts;
  const given: readonly (Grant | false)[] = [
    ...findReporters(facts).map((person) => ({ role: 'reporter', key: `p:${person}` }) as const),
    assignee !== null && { role: 'assignee', key: `p:${assignee}` },
    !confidential && { role: 'member', key: `m:${team}` },
    { role: 'lead', key: `l:${team}` },
  ];
  return given.filter((grant) => grant !== false);
}

/** Who recorded it, and those who joined them by adding to it, in this order. */
export function findReporters({
  reporter,
  addedReports = [],
}: Pick<ComplaintFacts, 'reporter' | 'addedReports'>): readonly PersonId[] {
  const joined = addedReports.filter(({ joins }) => joins === true).map(({ by }) => by);
  return [...new Set([reporter, ...joined])];
}

/** The derived field `audience`: the keys of {@link findGrants}, each once. */
export function toAudience(facts: VisibilityFacts): readonly AudienceKey[] {
  return [...new Set(findGrants(facts).map(({ key }) => key))];
}

/** All keys that a person holds. A store finds the complaints whose audience has one of them. */
export function toViewerKeys({ ids, memberOf, leadOf }: KeyHolder): readonly AudienceKey[] {
  const keys: readonly AudienceKey[] = [
    ...ids.map((id) => `p:${id}` as const),
    ...memberOf.map((team) => `m:${team}` as const),
    ...leadOf.map((team) => `l:${team}` as const),
  ];
  return [...new Set(keys)];
}

/**
 * Has the complaint's audience one of this person's keys, or are they an officer, and is it not about them?
 * The definition of the stores' filter. A complaint that is older than the stored field is judged by the
 * audience that it will get.
 */
export function isInAudience(
  viewer: KeyHolder & { readonly isOfficer: boolean },
  complaint: VisibilityFacts & Pick<ComplaintFacts, 'audience'>,
): boolean {
  if (isConcerned(viewer, complaint)) return false;
  if (viewer.isOfficer) return true;
  const keys = toViewerKeys(viewer);
  const audience = complaint.audience ?? toAudience(complaint);
  return audience.some((key) => keys.includes(key));
}
