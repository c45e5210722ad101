import mongoose from 'mongoose';
import type { Viewer } from '../../domain/complaint/permissions.js';
import type { ListQuery } from '../../ports/complaint-store.js';

type Filter = Record<string, unknown>;

/** The domain's `canSee` as a filter on complaints; the contract suite keeps the two equal. */
export function visibleTo(viewer: Viewer): Filter {
  if (viewer.isOfficer) return {};
  return {
    $or: [
      { reporter: oneOf(viewer.ids) },
      { assignee: oneOf(viewer.ids) },
      { team: oneOf(viewer.leadOf) },
      { confidential: false, team: oneOf(viewer.memberOf) },
    ],
  };
}

/** What {@link ListQuery} asks for, the viewer's filter included. */
export function listed(query: ListQuery): Filter {
  const filters: Filter[] = [visibleTo(query.viewer), { state: oneOf(query.states) }];
  if (query.team !== undefined) filters.push({ team: query.team });
  if (query.person !== undefined) {
    filters.push({ $or: [{ reporter: query.person }, { assignee: query.person }] });
  }
  return { $and: filters };
}

function oneOf(values: readonly string[]): object {
  return mongoose.trusted({ $in: [...values] });
}
