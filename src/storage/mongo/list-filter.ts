import mongoose from 'mongoose';
import { toViewerKeys } from '../../domain/complaint/audience.js';
import type { Viewer } from '../../domain/complaint/permissions.js';
import type { ListQuery } from '../../ports/stores/complaint-store.js';

type Filter = Record<string, unknown>;

/**
 * A {@link ListQuery} as a filter, including what the viewer may see. `isFilling`: some complaints are
 * older than `audience` and have none yet; these are found by the facts it will be made from.
 */
export function toListFilter(query: ListQuery, isFilling: boolean): Filter {
  const filters: Filter[] = [{ state: toInFilter(query.states) }];
  if (!query.viewer.isOfficer) filters.push(toAudienceFilter(query.viewer, isFilling));
  if (query.team !== undefined) filters.push({ team: query.team });
  if (query.person !== undefined) {
    filters.push({ $or: [{ reporter: query.person }, { assignee: query.person }] });
  }
  return { $and: filters };
}

function toAudienceFilter(viewer: Viewer, isFilling: boolean): Filter {
  const filled = { audience: toInFilter(toViewerKeys(viewer)) };
  return isFilling ? { $or: [filled, ...toUnfilledFilters(viewer)] } : filled;
}

/** `toAudience`, backwards: the complaints without an audience that will have one of the viewer's keys. */
function toUnfilledFilters({ ids, memberOf, leadOf }: Viewer): readonly Filter[] {
  const conditions: readonly Filter[] = [
    { reporter: toInFilter(ids) },
    { assignee: toInFilter(ids) },
    { team: toInFilter(leadOf) },
    { team: toInFilter(memberOf), confidential: false },
  ];
  return conditions.map((condition) => ({ audience: null, ...condition }));
}

function toInFilter(values: readonly string[]): object {
  return mongoose.trusted({ $in: [...values] });
}
