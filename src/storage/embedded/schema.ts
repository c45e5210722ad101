import { ONGOING_SQL } from './complaint-rows.js';
import type { Database } from './database.js';
import { DOCUMENT_COLUMNS, toDocumentIndexes } from './documents/document-rows.js';
import { createSchemaError, LAYOUT_STEPS, setLayout, upgradeLayout } from './layout.js';
import { MERGE_SETTINGS } from './matching/stem-index.js';

/**
 * Each complaint, inbox, person and reference is one JSON document, with the columns that queries and unique
 * constraints need beside it. One statement writes both.
 */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  counters: ['name TEXT PRIMARY KEY', 'value INTEGER NOT NULL'],
  complaints: [
    ...DOCUMENT_COLUMNS,
    'state TEXT NOT NULL',
    'team TEXT NOT NULL',
    'reporter TEXT NOT NULL',
    'assignee TEXT',
    'confidential INTEGER NOT NULL',
    'filed_at INTEGER NOT NULL',
    'has_audience INTEGER NOT NULL DEFAULT 0',
    // Null until it is written by a release that has the column; ongoing ones soon are, see `generation`.
    'category TEXT',
    'generation INTEGER NOT NULL DEFAULT 0',
  ],
  // Who may see which complaint (`id`), with what a list needs. Beside `complaints`, because one complaint
  // has several keys; those that are older than `audience` have none yet, and `has_audience` 0.
  complaint_audience: [
    'key TEXT NOT NULL',
    'state TEXT NOT NULL',
    'filed_at INTEGER NOT NULL',
    'id TEXT NOT NULL',
  ],
  // By what complaints are known to be of one complainant, see `toMatchKeys`.
  complaint_keys: [
    'key TEXT NOT NULL',
    'state TEXT NOT NULL',
    'filed_at INTEGER NOT NULL',
    'id TEXT NOT NULL',
  ],
  // What the index of words knows of each complaint, and where; see `stem-index.ts`.
  complaint_stems: [
    'place INTEGER PRIMARY KEY',
    'id TEXT NOT NULL UNIQUE',
    'filed_at INTEGER NOT NULL',
    'stems TEXT NOT NULL',
  ],
  // What that index does not know yet. `is_old`: since a release that had none.
  complaint_unindexed: ['is_old INTEGER NOT NULL', 'id TEXT NOT NULL'],
  // Which message is a card of which complaint and placement, so that a message under it finds them.
  complaint_threads: ['key TEXT NOT NULL', 'id TEXT NOT NULL', 'placement INTEGER NOT NULL'],
  // Whom a complaint is about: no search by somebody's rights finds it for them.
  complaint_concerns: ['person TEXT NOT NULL', 'id TEXT NOT NULL'],
  // Which complaints have a card that the channel of this team refused. Empty while all works.
  complaint_stuck: ['team TEXT NOT NULL', 'id TEXT NOT NULL'],
  // `absent_until`: null without an absence.
  inboxes: [...DOCUMENT_COLUMNS, 'absent_until INTEGER'],
  people: [
    'id TEXT PRIMARY KEY',
    'version INTEGER NOT NULL',
    'merged_into TEXT',
    'document TEXT NOT NULL',
  ],
  platform_references: [
    'id TEXT PRIMARY KEY',
    'platform TEXT NOT NULL',
    'key TEXT NOT NULL',
    'document TEXT NOT NULL',
  ],
  // What the database notes of itself, as JSON.
  meta: ['name TEXT PRIMARY KEY', 'value TEXT NOT NULL'],
  generations: ['number INTEGER PRIMARY KEY', 'hash TEXT NOT NULL'],
  told_alarms: ['key TEXT PRIMARY KEY', 'at INTEGER NOT NULL'],
  standing_problems: ['key TEXT PRIMARY KEY', 'version INTEGER NOT NULL', 'document TEXT NOT NULL'],
  people_keys: ['key TEXT PRIMARY KEY', 'person TEXT NOT NULL REFERENCES people(id)'],
};

/** Tables that are only an index: rows lie in the order of this key. */
const CLUSTERED: Readonly<Record<string, string>> = {
  complaint_audience: 'key, state, filed_at, id',
  complaint_keys: 'key, state, filed_at, id',
  complaint_unindexed: 'is_old, id',
  complaint_threads: 'key, id, placement',
  complaint_concerns: 'person, id',
  complaint_stuck: 'team, id',
};

/**
 * Full-text indexes, see sqlite.org/fts5.html. Contentless: the words themselves stand in another table. Its
 * rows can be deleted and replaced since SQLite 3.43. Terms are made by us, so nothing is folded or split.
 */
const FULL_TEXT: Readonly<Record<string, string>> = {
  complaint_terms: `fts5(terms, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '/_'")`,
};

const INDEXES: Readonly<Record<string, string>> = {
  ...toDocumentIndexes('complaints'),
  complaints_state: 'complaints(state, filed_at, id)',
  // Only of complaints without a stored audience: empty in a new file, and once all are filled.
  complaints_unfilled_reporter: 'complaints(reporter, state, filed_at, id) WHERE has_audience = 0',
  complaints_unfilled_assignee: 'complaints(assignee, state, filed_at, id) WHERE has_audience = 0',
  complaints_unfilled_team:
    'complaints(team, confidential, state, filed_at, id) WHERE has_audience = 0',
  complaints_generation: `complaints(generation, id) WHERE ${ONGOING_SQL}`,
  complaints_ongoing_team: `complaints(team, id) WHERE ${ONGOING_SQL}`,
  complaints_ongoing_category: `complaints(category, id) WHERE ${ONGOING_SQL}`,
  ...toDocumentIndexes('inboxes'),
  inboxes_absent: 'inboxes(absent_until) WHERE absent_until IS NOT NULL',
  people_merged: 'people(merged_into) WHERE merged_into IS NOT NULL',
  people_keys_person: 'people_keys(person)',
  platform_references_platform: 'platform_references(platform)',
};

/**
 * Upgrades the tables of an earlier release, creates missing tables and indexes, then checks all of them.
 * A new file gets the tables of today and the newest layout at once. Returns what the upgrade did. Throws
 * `STORE_SCHEMA`.
 */
export function prepareSchema(database: Database): readonly string[] {
  const isNew = database.all('SELECT 1 FROM sqlite_master LIMIT 1').length === 0;
  const done = isNew ? [] : upgradeLayout(database);
  try {
    database.transaction(() => {
      createMissingParts(database);
      if (isNew) setLayout(database, LAYOUT_STEPS.length);
    });
  } catch (error) {
    throw createSchemaError('The embedded tables cannot be created.', error);
  }
  const missing = findMissingParts(database);
  if (missing.length > 0)
    throw createSchemaError(`The embedded store lacks ${missing.join(', ')}.`);
  return done;
}

function createMissingParts(database: Database): void {
  for (const [name, columns] of Object.entries(TABLES)) {
    const key = CLUSTERED[name];
    const [more, options] =
      key === undefined ? ['', ''] : [`, PRIMARY KEY (${key})`, 'WITHOUT ROWID'];
    database.run(`CREATE TABLE IF NOT EXISTS ${name} (${columns.join(', ')}${more}) ${options}`);
  }
  for (const [name, definition] of Object.entries(FULL_TEXT)) {
    database.run(`CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING ${definition}`);
  }
  for (const sql of MERGE_SETTINGS) database.run(sql);
  for (const [name, on] of Object.entries(INDEXES)) {
    database.run(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`);
  }
}

/** Columns and indexes that an existing table lacks or defines differently. */
function findMissingParts(database: Database): readonly string[] {
  const columns = Object.entries(TABLES).flatMap(([table, wanted]) => {
    const found = database.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', [table]);
    const names = new Set(found.map((column) => column.name));
    return wanted
      .map((column) => column.split(' ', 1).join())
      .filter((column) => !names.has(column))
      .map((column) => `column ${table}.${column}`);
  });
  const found = database.all<{ name: string; sql: string | null }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
  );
  const indexes = Object.entries(INDEXES)
    .filter(([name, on]) => !found.some((index) => index.name === name && index.sql?.endsWith(on)))
    .map(([name]) => `index ${name}`);
  return [...columns, ...indexes];
}
