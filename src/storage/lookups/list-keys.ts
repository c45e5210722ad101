import { toViewerKeys } from '../../domain/complaint/audience.js';
import type { AudienceKey } from '../../domain/complaint/facts.js';
import type { ListQuery } from '../../ports/stores/complaint-store.js';

/**
 * Keys by which a store finds what a query asks for: each complaint that it asks for has one of them in
 * its audience. The choice leaves out what the query does not ask for, so that a list reads no more for a
 * team or a person than theirs. What has such a key is still to be checked, see `isInAudience`. Undefined
 * where every complaint is asked for.
 */
export function toListKeys({
  viewer,
  team,
  person,
}: Pick<ListQuery, 'viewer' | 'team' | 'person'>): readonly AudienceKey[] | undefined {
  // Who reported a complaint or is assigned has this key, and nobody else.
  if (person !== undefined) return [`p:${person}`];
  // The lead of the team has a key to all of it.
  if (viewer.isOfficer) return team === undefined ? undefined : [`l:${team}`];
  const keys = toViewerKeys(viewer);
  return team === undefined ? keys : keys.filter((key) => mayBelongTo(team, key));
}

/** False for the keys of other teams. A person's complaints may be in any team. */
function mayBelongTo(team: string, key: AudienceKey): boolean {
  return key.startsWith('p:') || key.slice(2) === team;
}
