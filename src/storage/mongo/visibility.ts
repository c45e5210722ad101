import mongoose from 'mongoose';
import type { Viewer } from '../../domain/complaint/permissions.js';
import type { ListQuery } from '../../ports/complaint-store.js';

type Filter = Record<string, unknown>;

/** The domain's `canSee` as a filter on complaints. The contract suite keeps both equal. */
export function toVisibilityFilter(viewer: Viewer): Filter {
  if (viewer.isOfficer) return {};
  return {
    $or: [
      { reporter: toInFilter(viewer.ids) },
      { assignee: toInFilter(viewer.ids) },
      { team: toInFilter(viewer.leadOf) },
      { confidential: false, team: toInFilter(viewer.memberOf) },
    ],
  };
}

/** A {@link ListQuery} as a filter, including what the viewer may see. */
export function toListFilter(query: ListQuery): Filter {
  const filters: Filter[] = [toVisibilityFilter(query.viewer), { state: toInFilter(query.states) }];
  if (query.team !== undefined) filters.push({ team: query.team });
  if (query.person !== undefined) {
    filters.push({ $or: [{ reporter: query.person }, { assignee: query.person }] });
  }
  return { $and: filters };
}

function toInFilter(values: readonly string[]): object {
  return mongoose.trusted({ $in: [...values] });
}
