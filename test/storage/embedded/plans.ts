import type { Database } from '../../../src/storage/embedded/database.js';

/** Statements whose plan was read, and those that read more than they ask for. */
export interface ReadPlans {
  readonly seen: Set<string>;
  /** `statement: plan` */
  readonly faults: string[];
}

/** The plans of all statements that pass {@link readPlans} in this process. */
export const plans: ReadPlans = { seen: new Set(), faults: [] };

/**
 * Reads the plan of each statement that passes this handle, once, so that a suite covers every statement
 * that it causes. What the schema is asked is no query of data. It reads them when the handle is closed: an
 * explained statement stays in progress, and no transaction can end then.
 */
export function readPlans(database: Database): void {
  const all = database.all.bind(database);
  const run = database.run.bind(database);
  const close = database.close.bind(database);
  const passed = new Set<string>();
  database.all = (sql, params) => {
    passed.add(sql);
    return all(sql, params);
  };
  database.run = (sql, params) => {
    passed.add(sql);
    return run(sql, params);
  };
  database.close = () => {
    for (const sql of passed) readPlan(all, sql);
    close();
  };
}

function readPlan(all: Database['all'], sql: string): void {
  if (plans.seen.has(sql) || !/^\s*(SELECT|UPDATE|DELETE|INSERT)/i.test(sql)) return;
  if (/sqlite_master|pragma_/.test(sql)) return;
  plans.seen.add(sql);
  const steps = all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const partial = all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'",
  );
  const names = partial.map(({ name }) => name);
  const wrong = steps.filter(({ detail }) => isWasteful(detail, sql, names));
  if (wrong.length > 0) {
    plans.faults.push(`${sql}: ${wrong.map(({ detail }) => detail).join('; ')}`);
  }
}

/** A scan is right where there is no condition, or of an index that holds only what is asked for. */
function isWasteful(detail: string, sql: string, partial: readonly string[]): boolean {
  if (detail.includes('TEMP B-TREE FOR ORDER BY')) return true;
  // A list that was given as a parameter is read whole.
  if (detail.includes('VIRTUAL TABLE')) return false;
  if (!/^SCAN (?!CONSTANT ROW|\(subquery)/.test(detail) || !/\bWHERE\b/i.test(sql)) return false;
  return !partial.some((name) => detail.endsWith(`INDEX ${name}`));
}
