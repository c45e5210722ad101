import type { Viewer } from '../../domain/complaint/permissions.js';
import type { ListQuery } from '../../ports/complaint-store.js';
import type { SqlValue } from './database.js';

/** An SQL condition and the values of its placeholders. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** The domain's `canSee` as an SQL condition on `complaints`. The contract suite keeps both equal. */
export function toVisibilityCondition(viewer: Viewer): Condition {
  if (viewer.isOfficer) return { sql: 'TRUE', params: [] };
  return anyOf([
    toInCondition('reporter', viewer.ids),
    toInCondition('assignee', viewer.ids),
    toInCondition('team', viewer.leadOf),
    allOf([{ sql: 'confidential = 0', params: [] }, toInCondition('team', viewer.memberOf)]),
  ]);
}

/** A {@link ListQuery} as an SQL condition, including what the viewer may see. */
export function toListCondition(query: ListQuery): Condition {
  const conditions = [toVisibilityCondition(query.viewer), toInCondition('state', query.states)];
  if (query.team !== undefined) conditions.push({ sql: 'team = ?', params: [query.team] });
  if (query.person !== undefined) {
    conditions.push({
      sql: '(reporter = ? OR assignee = ?)',
      params: [query.person, query.person],
    });
  }
  return allOf(conditions);
}

function toInCondition(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values };
}

function anyOf(conditions: readonly Condition[]): Condition {
  return joinConditions(conditions, ' OR ');
}

function allOf(conditions: readonly Condition[]): Condition {
  return joinConditions(conditions, ' AND ');
}

function joinConditions(conditions: readonly Condition[], word: string): Condition {
  return {
    sql: `(${conditions.map((condition) => condition.sql).join(word)})`,
    params: conditions.flatMap((condition) => condition.params),
  };
}
