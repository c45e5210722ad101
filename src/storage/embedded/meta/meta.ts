import type { Database } from '../database.js';

/** Reads a value of the table `meta`; undefined when there is none. */
export function readMeta(database: Database, name: string): unknown {
  const [row] = database.all<{ value: string }>('SELECT value FROM meta WHERE name = ?', [name]);
  return row === undefined ? undefined : JSON.parse(row.value);
}

/** Writes a value of the table `meta`. */
export function writeMeta(database: Pick<Database, 'run'>, name: string, value: unknown): void {
  database.run(
    `INSERT INTO meta (name, value) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}
