import type { LivingDocument } from '../../../domain/document/document.js';
import { toJson } from '../../json.js';
import type { StoredRecord } from '../../records/record-reader.js';
import type { Database, SqlValue } from '../database.js';

/** The table of one kind of documents. */
export interface DocumentTable<D extends LivingDocument> {
  readonly name: string;
  /** The value of each column that only this kind has. */
  readonly columns: Readonly<Record<string, (document: D) => SqlValue>>;
  /** Writes what stands in other tables. `before`: the document as it was stored; undefined for a new one. */
  writeBeside?(database: Database, before: D | undefined, after: D): void;
}

/** The columns that the table of every kind has. */
export const DOCUMENT_COLUMNS = [
  'id TEXT PRIMARY KEY',
  'version INTEGER NOT NULL',
  'filed_by TEXT NOT NULL UNIQUE',
  'next_action_at INTEGER',
  'delivery_due_at INTEGER',
  'document TEXT NOT NULL',
  // Last, as in files that got it by a layout step.
  'waiting_since INTEGER',
] as const;

/**
 * The condition that a delivery of the document has a lease. People's words cannot look like one: JSON puts a
 * backslash before their quotation marks.
 */
export const LEASED_SQL = `instr(document, '"lease":"') > 0`;

/** The indexes that the table of every kind has, by name. */
export function toDocumentIndexes(table: string): Readonly<Record<string, string>> {
  return {
    [`${table}_next_action`]: `${table}(next_action_at, id) WHERE next_action_at IS NOT NULL`,
    [`${table}_delivery_due`]: `${table}(delivery_due_at, id) WHERE delivery_due_at IS NOT NULL`,
    [`${table}_waiting`]: `${table}(waiting_since, id) WHERE waiting_since IS NOT NULL`,
    [`${table}_leased`]: `${table}(id) WHERE ${LEASED_SQL}`,
  };
}

/** Reads and writes the rows of one kind of documents. Call the writing methods in a transaction. */
export class DocumentRows<D extends LivingDocument> {
  readonly #database: Database;
  readonly #table: DocumentTable<D>;
  /** The names of all columns but the id. */
  readonly #columns: readonly string[];
  readonly #insert: string;
  readonly #select: string;
  readonly #selectText: string;

  constructor(database: Database, table: DocumentTable<D>) {
    this.#database = database;
    this.#table = table;
    const due = ['next_action_at', 'delivery_due_at'];
    const own = ['version', 'filed_by', ...due, 'document', 'waiting_since'];
    this.#columns = [...own, ...Object.keys(table.columns)];
    const all = ['id', ...this.#columns];
    this.#insert = `INSERT INTO ${table.name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`;
    const compared = this.#columns.filter((column) => column !== 'document');
    this.#selectText = `SELECT document FROM ${table.name} WHERE id = ?`;
    this.#select = `SELECT ${compared.join(', ')} FROM ${table.name} WHERE id = ?`;
  }

  /** Returns the JSON of a document as it stands in its row; undefined when there is none. */
  findText(id: string): string | undefined {
    const [row] = this.#database.all<{ document: string }>(this.#selectText, [id]);
    return row?.document;
  }

  /** Returns the first `limit` rows, -1 for all. `where`: a condition, and an order if wanted. */
  find(where: string, params: readonly SqlValue[], limit: number): readonly StoredRecord[] {
    return findDocumentRows(this.#database, this.#table.name, where, params, limit);
  }

  /** Returns the ids of the documents whose `column` is at or before `at`, the earliest first. */
  findDue(
    column: 'next_action_at' | 'delivery_due_at',
    at: number,
    limit: number,
  ): readonly string[] {
    return this.#database
      .all<{ id: string }>(
        `SELECT id FROM ${this.#table.name} WHERE ${column} <= ? ORDER BY ${column}, id LIMIT ?`,
        [at, Math.max(0, limit)],
      )
      .map((row) => row.id);
  }

  /** Returns the documents with a delivery that waits since `createdBy` or longer, the longest wait first. */
  findWaiting(createdBy: number, limit: number): readonly { id: string; since: number }[] {
    return this.#database.all(toWaitingSql(this.#table.name), [createdBy, Math.max(0, limit)]);
  }

  /** Returns the documents with the earliest next action. */
  findUpcoming(limit: number): readonly { id: string; at: number }[] {
    return this.#database.all(
      `SELECT id, next_action_at AS at FROM ${this.#table.name} WHERE next_action_at IS NOT NULL
       ORDER BY next_action_at, id LIMIT ?`,
      [Math.max(0, limit)],
    );
  }

  /** Inserts a document with this schema number. Returns the JSON in its row. */
  insert(document: D, schema: number): string {
    const text = toJson({ ...document, schema });
    this.#database.run(this.#insert, [document.id, ...this.#toValues(document, text)]);
    this.#table.writeBeside?.(this.#database, undefined, document);
    return text;
  }

  /**
   * Replaces a document and its schema number. `before`: the document as it is stored now. Writes only the
   * columns whose value differs: SQLite writes every index of a column that an update names, changed or not.
   * They are compared as they are in the row, because a new column of an old row is empty. Returns the JSON
   * in its row.
   */
  update(before: D, after: D, schema: number): string {
    const { id } = after;
    const text = toJson({ ...after, schema });
    const [row] = this.#database.all<Record<string, SqlValue>>(this.#select, [id]);
    const values = this.#toValues(after, text);
    const changed = this.#columns
      .map((column, at) => ({ column, value: values[at] ?? null }))
      .filter(({ column, value }) => row?.[column] !== value);
    const set = changed.map(({ column }) => `${column} = ?`).join(', ');
    const params = [...changed.map(({ value }) => value), id];
    this.#database.run(`UPDATE ${this.#table.name} SET ${set} WHERE id = ?`, params);
    this.#table.writeBeside?.(this.#database, before, after);
    return text;
  }

  /** The values of {@link #columns}. */
  #toValues(document: D, text: string): readonly SqlValue[] {
    const due = document.outbox.map((item) => item.dueAt);
    return [
      document.version,
      document.filedBy,
      document.nextActionAt,
      due.length === 0 ? null : Math.min(...due),
      text,
      findWaitingSince(document),
      ...Object.values(this.#table.columns).map((toValue) => toValue(document)),
    ];
  }
}

/** The documents of a table with a delivery that waits; its parameters: created by, and how many. */
export function toWaitingSql(table: string): string {
  return `SELECT id, waiting_since AS since FROM ${table} WHERE waiting_since <= ?
    ORDER BY waiting_since, id LIMIT ?`;
}

/** When the oldest delivery that waits was created; null when none does. A failed one does not wait. */
function findWaitingSince({ outbox }: LivingDocument): number | null {
  const waiting = outbox.filter(({ failed }) => failed === null);
  return waiting.length === 0 ? null : Math.min(...waiting.map(({ createdAt }) => createdAt));
}

/** Returns the first `limit` rows of a table, -1 for all. */
export function findDocumentRows(
  database: Database,
  table: string,
  where: string,
  params: readonly SqlValue[],
  limit: number,
): readonly StoredRecord[] {
  return database
    .all<{ id: string; document: string }>(
      `SELECT id, document FROM ${table} WHERE ${where} LIMIT ?`,
      [...params, limit],
    )
    .map(({ id, document }) => ({ reference: id, load: () => JSON.parse(document) }));
}
