import type { Viewer } from '../../domain/complaint/permissions.js';
import type { ListQuery } from '../../ports/complaint-store.js';
import type { SqlValue } from './database.js';

/** An SQL condition and the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** The domain's `canSee` as a condition on `complaints`; the contract suite keeps the two equal. */
export function visibleTo(viewer: Viewer): Condition {
  if (viewer.isOfficer) return { sql: 'TRUE', params: [] };
  return any([
    oneOf('reporter', viewer.ids),
    oneOf('assignee', viewer.ids),
    oneOf('team', viewer.leadOf),
    all([{ sql: 'confidential = 0', params: [] }, oneOf('team', viewer.memberOf)]),
  ]);
}

/** What {@link ListQuery} asks for, the viewer's filter included. */
export function listed(query: ListQuery): Condition {
  const conditions = [visibleTo(query.viewer), oneOf('state', query.states)];
  if (query.team !== undefined) conditions.push({ sql: 'team = ?', params: [query.team] });
  if (query.person !== undefined) {
    conditions.push({
      sql: '(reporter = ? OR assignee = ?)',
      params: [query.person, query.person],
    });
  }
  return all(conditions);
}

function oneOf(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values };
}

function any(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' OR ');
}

function all(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' AND ');
}

function joined(conditions: readonly Condition[], word: string): Condition {
  return {
    sql: `(${conditions.map((condition) => condition.sql).join(word)})`,
    params: conditions.flatMap((condition) => condition.params),
  };
}
