import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { Viewer } from '../../../src/domain/complaint/permissions.js';
import { MOST_CANDIDATES, type SimilarQuery } from '../../../src/ports/stores/match-store.js';
import type { StoresUnderTest } from '../complaint-store/samples.js';

export const OFFICER: Viewer = {
  ...{ person: 'p_officer', ids: ['p_officer'], memberOf: [], leadOf: [] },
  isOfficer: true,
};

/** Indexes a complaint of this version with these stems. */
export async function indexWords(
  { stores }: StoresUnderTest,
  { id, version, team, filedAt }: Pick<Complaint, 'id' | 'version' | 'team' | 'filedAt'>,
  stems: readonly string[],
): Promise<readonly boolean[]> {
  return stores.matches.index([{ id, version, team, filedAt, stems }]);
}

/** The ids of similar complaints of the team `billing`, as an officer finds them. */
export async function findIds(
  { stores }: StoresUnderTest,
  stems: readonly string[],
  query: Partial<SimilarQuery> = {},
): Promise<readonly string[]> {
  const found = await stores.matches.findSimilar({
    ...{ stems, team: 'billing', since: 0, viewer: OFFICER, states: COMPLAINT_STATES },
    limit: MOST_CANDIDATES,
    ...query,
  });
  return found.map(({ id }) => id);
}
