import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { RedressError } from '../../errors.js';
import { claimFile } from './process-claim.js';

/** A parameter or a column. Text must not contain the NUL character, where SQLite would cut it. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * The only handle on the embedded file, shared by the whole process. All members are synchronous: a
 * call is done when it returns, and durable outside a transaction. A statement that SQLite rejects
 * throws `STORE_UNAVAILABLE` with SQLite's error as the cause.
 */
export interface Database {
  /** Returns the rows of a query. There is no `get`: it leaves the statement open and lets the WAL grow. */
  all<T>(sql: string, params?: readonly SqlValue[]): T[];
  /** Runs one statement. `changes` is the number of rows written. */
  run(sql: string, params?: readonly SqlValue[]): { changes: number };
  /**
   * Runs `fn` in one transaction: commits when it returns, rolls back when it throws. `fn` must be
   * synchronous, because statements of other callers would join a transaction that waits; a promise
   * is rolled back and throws. Transactions do not nest.
   */
  transaction<T>(fn: () => T): T;
  /** Closes the file and releases its claim. May be called twice. */
  close(): void;
}

/**
 * Opens the embedded file and creates its folder if needed; `:memory:` stores nothing. One process at
 * a time: throws `STORE_LOCKED` when another live process has the file, and `STORE_UNAVAILABLE` when
 * it cannot be opened. `check` may read and throw before anything is written; then the file is closed.
 */
export function openDatabase(
  file: string,
  check: (database: Database) => void = () => undefined,
): Database {
  if (file === ':memory:') return new SqliteDatabase(new sqlite.Database(file), () => undefined);
  const path = prepareFile(file);
  let release = (): void => undefined;
  try {
    release = claimFile(path);
    // The library locks by creating this folder, which survives a killed process. We hold the claim,
    // so no live process uses it.
    rmSync(`${path}.lock`, { recursive: true, force: true });
    const database = new SqliteDatabase(new sqlite.Database(path), release);
    configureDatabase(database, path, check);
    return database;
  } catch (error) {
    release();
    throw toUnavailable('The embedded store cannot be opened.', error);
  }
}

/** Creates the file and its folder, readable by the owner only. Returns the real path: one file has one claim. */
function prepareFile(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    // An existing file may have another mode.
    chmodSync(file, 0o600);
    return realpathSync(file);
  } catch (error) {
    throw toUnavailable('The data folder cannot be written.', error);
  }
}

/**
 * WAL with one owner needs no shared memory, which the library lacks. FULL syncs the WAL at every
 * commit (sqlite.org/pragma.html#pragma_synchronous). We sync the folder of the WAL, because the
 * library does not.
 */
function configureDatabase(
  database: Database,
  path: string,
  check: (database: Database) => void,
): void {
  try {
    database.all('PRAGMA locking_mode=EXCLUSIVE');
    check(database);
    const [row] = database.all<{ journal_mode: string }>('PRAGMA journal_mode=WAL');
    if (row?.journal_mode !== 'wal') throw new Error(`journal_mode is ${row?.journal_mode}`);
    database.all('PRAGMA synchronous=FULL');
    // A write creates the WAL and takes the exclusive lock.
    database.run(`PRAGMA user_version=${readUserVersion(database)}`);
    chmodSync(`${path}-wal`, 0o600);
    syncFolder(dirname(path));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The number of the layout of the tables: 0 in a new file. */
export function readUserVersion(database: Database): number {
  const [row] = database.all<{ user_version: number }>('PRAGMA user_version');
  return row?.user_version ?? 0;
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

class SqliteDatabase implements Database {
  readonly #handle: InstanceType<typeof sqlite.Database>;
  readonly #release: () => void;

  constructor(handle: InstanceType<typeof sqlite.Database>, release: () => void) {
    this.#handle = handle;
    this.#release = release;
  }

  all<T>(sql: string, params: readonly SqlValue[] = []): T[] {
    const values = toBindable(params);
    return withStoreErrors(() => this.#handle.all(sql, values) as T[]);
  }

  run(sql: string, params: readonly SqlValue[] = []): { changes: number } {
    const values = toBindable(params);
    return withStoreErrors(() => ({ changes: this.#handle.run(sql, values).changes }));
  }

  transaction<T>(fn: () => T): T {
    if (this.#handle.isOpen && this.#handle.inTransaction) {
      throw new Error('Transactions do not nest: call this outside of the other one.');
    }
    this.run('BEGIN IMMEDIATE');
    try {
      const result = fn();
      if (result instanceof Promise) throw new Error('A transaction must not wait for a promise.');
      this.run('COMMIT');
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors, such as a full disk.
      if (this.#handle.isOpen && this.#handle.inTransaction) this.run('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    if (!this.#handle.isOpen) return;
    withStoreErrors(() => this.#handle.close());
    this.#release();
  }
}

function toBindable(params: readonly SqlValue[]): SqlValue[] {
  if (params.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Error('Text with a NUL character cannot be kept in a column.');
  }
  return [...params];
}

function withStoreErrors<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw toUnavailable('The embedded store refused a statement.', error);
  }
}

function toUnavailable(message: string, cause: unknown): RedressError {
  return cause instanceof RedressError
    ? cause
    : new RedressError('STORE_UNAVAILABLE', message, { cause });
}
