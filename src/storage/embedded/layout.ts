import { RedressError } from '../../errors.js';
import { type Database, readUserVersion } from './database.js';

/** A change of the tables that an earlier release made. */
export interface LayoutStep {
  /** What it does, for the log. */
  readonly what: string;
  /** Runs once on each file, in one transaction with the next number of the layout. */
  run(database: Database): void;
}

/**
 * All steps since release 853330e, in their order. `PRAGMA user_version`, the number of the layout, says
 * how many of them a file has had. A release only appends: files of every earlier release are upgraded
 * from wherever they are. A new table or index needs no step, unless something is to be filled in.
 */
export const LAYOUT_STEPS: readonly LayoutStep[] = [
  {
    what: 'jobs of agenda removed: a timer asks the complaints what is due',
    run: (database) => {
      database.run('DROP TABLE IF EXISTS agenda_jobs');
    },
  },
  {
    what: 'complaints are found by their audience: old indexes removed, what lacks one is filled in later',
    run: (database) => {
      const isThere = database.all("SELECT 1 FROM pragma_table_info('complaints')").length > 0;
      if (isThere) {
        database.run('ALTER TABLE complaints ADD COLUMN has_audience INTEGER NOT NULL DEFAULT 0');
      }
      for (const column of ['newest', 'team', 'reporter', 'assignee']) {
        database.run(`DROP INDEX IF EXISTS complaints_${column}`);
      }
    },
  },
  {
    what: 'complaints are found by the threads of all their cards',
    run: copyThreadKeys,
  },
  {
    what: 'complaints are found by how long their deliveries have waited',
    run: addWaitingSince,
  },
  {
    what: 'complaints note the generation of the configuration that planned them',
    run: (database) => {
      if (database.all("SELECT 1 FROM pragma_table_info('complaints')").length === 0) return;
      database.run('ALTER TABLE complaints ADD COLUMN category TEXT');
      database.run('ALTER TABLE complaints ADD COLUMN generation INTEGER NOT NULL DEFAULT 0');
    },
  },
  {
    what: 'complaints are found by complainant and by words: what is there is filled in later',
    run: markAllUnindexed,
  },
];

/** How many rows one statement of a step reads. */
const STEP_BATCH = 1000;

/**
 * Copies `thread_key` of `complaints` into a table, where a complaint can have several threads. The column
 * stays and is no longer used: to remove it, SQLite would write every row again.
 */
function copyThreadKeys(database: Database): void {
  database.run(`CREATE TABLE complaint_threads
    (key TEXT NOT NULL, id TEXT NOT NULL, placement INTEGER NOT NULL, PRIMARY KEY (key, id, placement))
    WITHOUT ROWID`);
  const columns = "SELECT 1 FROM pragma_table_info('complaints') WHERE name = 'thread_key'";
  if (database.all(columns).length === 0) return;
  const [{ last } = { last: 0 }] = database.all<{ last: number | null }>(
    'SELECT MAX(rowid) AS last FROM complaints',
  );
  for (let from = 0; from < (last ?? 0); from += STEP_BATCH) {
    database.run(
      `INSERT INTO complaint_threads (key, id, placement)
       SELECT thread_key, id, 1 FROM complaints NOT INDEXED
       WHERE rowid > ? AND rowid <= ? AND thread_key IS NOT NULL`,
      [from, from + STEP_BATCH],
    );
  }
  database.run('DROP INDEX IF EXISTS complaints_thread');
}

/** Notes that the index of words, which the start makes then, knows none of the complaints. */
function markAllUnindexed(database: Database): void {
  database.run(`CREATE TABLE complaint_unindexed
    (is_old INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (is_old, id)) WITHOUT ROWID`);
  if (database.all("SELECT 1 FROM pragma_table_info('complaints')").length === 0) return;
  const [{ last } = { last: 0 }] = database.all<{ last: number | null }>(
    'SELECT MAX(rowid) AS last FROM complaints',
  );
  for (let from = 0; from < (last ?? 0); from += STEP_BATCH) {
    database.run(
      `INSERT INTO complaint_unindexed (is_old, id)
       SELECT 1, id FROM complaints NOT INDEXED WHERE rowid > ? AND rowid <= ?`,
      [from, from + STEP_BATCH],
    );
  }
}

/**
 * Adds the column, and fills it in for complaints with something in their outbox. An item that failed does
 * not wait. What an item lacks in a record that somebody changed by hand leaves the column empty.
 */
function addWaitingSince(database: Database): void {
  const hasTable = database.all("SELECT 1 FROM pragma_table_info('complaints')").length > 0;
  if (!hasTable) return;
  database.run('ALTER TABLE complaints ADD COLUMN waiting_since INTEGER');
  database.run(`UPDATE complaints SET waiting_since = (
      SELECT MIN(json_extract(item.value, '$.createdAt'))
      FROM json_each(complaints.document, '$.outbox') AS item
      WHERE json_extract(item.value, '$.failed') IS NULL
    ) WHERE delivery_due_at IS NOT NULL AND json_valid(document)`);
}

/**
 * Refuses a file of a newer release, whose tables this one would misread. Only reads, so that the file
 * stays as it is. Throws `STORE_SCHEMA`.
 */
export function refuseNewerLayout(database: Database): void {
  const layout = readUserVersion(database);
  if (layout <= LAYOUT_STEPS.length) return;
  throw createSchemaError(
    `The embedded file has layout ${layout}, this release knows layouts up to ${LAYOUT_STEPS.length}: ` +
      'run the newer release that wrote it, or restore the backup from before that one ran.',
  );
}

/**
 * Runs the steps that a file has not had, each in a transaction of its own: after a kill the next start
 * goes on with the first step that is missing. Returns what was done. Throws `STORE_SCHEMA` when a step
 * fails; then that step has changed nothing.
 */
export function upgradeLayout(database: Database, steps = LAYOUT_STEPS): readonly string[] {
  const from = readUserVersion(database);
  return steps.slice(from).map((step, index) => {
    const layout = from + index + 1;
    try {
      database.transaction(() => {
        step.run(database);
        setLayout(database, layout);
      });
    } catch (cause) {
      throw createSchemaError(`The embedded file cannot be upgraded to layout ${layout}.`, cause);
    }
    return step.what;
  });
}

/** Writes the number of the layout. Call it in the transaction that makes the tables so. */
export function setLayout(database: Database, layout: number): void {
  database.run(`PRAGMA user_version=${layout}`);
}

/** An error with the code `STORE_SCHEMA` and its cause, if any. */
export function createSchemaError(message: string, cause?: unknown): RedressError {
  return new RedressError('STORE_SCHEMA', message, { cause });
}
