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
import type { RedressError } from '../../errors.js';
import { toFileError } from '../file-faults.js';
import { GroupCommit, type TransactionOptions, type WriteOptions } from './group-commit.js';
import { claimFile } from './process-claim.js';
import { toSqliteError } from './sqlite-faults.js';
import { type SqlValue, Statements } from './statements.js';

export type { SqlValue } from './statements.js';

/**
 * The only handle on the embedded file, shared by the whole process. All members but `together` are
 * synchronous: a call is done when it returns, and durable outside a transaction. A statement that SQLite
 * rejects throws `STORE_UNAVAILABLE`, or `STORE_DAMAGED`, with SQLite's error as the cause.
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
  transaction<T>(fn: () => T, options?: TransactionOptions): T;
  /**
   * Queues a write, and runs it with the others that are asked for in the same turn of the event loop, in
   * one transaction and in the order of asking. `write` must be synchronous; the time limit of a group is
   * about 10 ms, so that the process answers others between. Each write stands or falls alone, but when
   * the transaction cannot be committed, all reject with the same coded error and nothing is written.
   * Resolves when it is durable, or written if `mayBeUndone`.
   */
  together<T>(write: () => T, options?: WriteOptions): Promise<T>;
  /** The first `STORE_DAMAGED` of a statement since the file was opened: damage does not pass by itself. */
  readonly damage: RedressError | undefined;
  /** Writes what is queued, closes the file and releases its claim. May be called twice. */
  close(): void;
}

/**
 * Opens the embedded file and creates its folder if needed; `:memory:` stores nothing. One process at
 * a time: throws `STORE_LOCKED` when another live process has the file, and `STORE_UNAVAILABLE`,
 * `STORE_UNWRITABLE` or `STORE_DAMAGED` when it cannot be opened. `check` may read and throw before anything is written; then the file is closed.
 */
export function openDatabase(
  file: string,
  check: (database: Database) => void = () => undefined,
): Database {
  if (file === ':memory:')
    return new SqliteDatabase(new sqlite.Database(file), file, () => undefined);
  const path = prepareFile(file);
  let release = (): void => undefined;
  try {
    release = claimFile(path);
    // The library locks by creating this folder, which survives a killed process. We hold the claim,
    // so no live process uses it.
    rmSync(`${path}.lock`, { recursive: true, force: true });
    const database = new SqliteDatabase(new sqlite.Database(path), path, release);
    configureDatabase(database, path, check);
    return database;
  } catch (error) {
    release();
    throw toOpenError(error, path);
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
    throw toFileError(error, file);
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
  readonly #statements: Statements;
  readonly #group: GroupCommit;
  readonly #file: string;
  readonly #release: () => void;
  #damage: RedressError | undefined;
  #isInTransaction = false;

  constructor(handle: InstanceType<typeof sqlite.Database>, file: string, release: () => void) {
    this.#handle = handle;
    this.#statements = new Statements(handle);
    this.#group = new GroupCommit(this);
    this.#file = file;
    this.#release = release;
  }

  get damage(): RedressError | undefined {
    return this.#damage;
  }

  all<T>(sql: string, params: readonly SqlValue[] = []): T[] {
    const values = toBindable(params);
    return this.#withStoreErrors(() => this.#statements.all(sql, values) as T[]);
  }

  run(sql: string, params: readonly SqlValue[] = []): { changes: number } {
    const values = toBindable(params);
    return this.#withStoreErrors(() => ({ changes: this.#statements.run(sql, values) }));
  }

  transaction<T>(fn: () => T, { isSynced = true }: TransactionOptions = {}): T {
    if (isSynced) return this.#transact(fn);
    this.#setSyncs('NORMAL');
    try {
      return this.#transact(fn);
    } finally {
      this.#setSyncs('FULL');
    }
  }

  /**
   * FULL syncs the WAL at every commit; with NORMAL a later commit or checkpoint does. SQLite may do this when
   * the statement is prepared, so a statement that is kept would change nothing.
   */
  #setSyncs(mode: 'FULL' | 'NORMAL'): void {
    this.#withStoreErrors(() => this.#handle.exec(`PRAGMA synchronous=${mode}`));
  }

  #transact<T>(fn: () => T): T {
    if (this.#isInTransaction) {
      throw new Error('Transactions do not nest: call this outside of the other one.');
    }
    // A rollback that failed, on a disk that did not answer, is made up for.
    this.#rollBack();
    this.run('BEGIN IMMEDIATE');
    this.#isInTransaction = true;
    try {
      const result = fn();
      if (result instanceof Promise) throw new Error('A transaction must not wait for a promise.');
      this.run('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  together<T>(write: () => T, options: WriteOptions = {}): Promise<T> {
    return this.#group.write(write, options);
  }

  /** SQLite rolls back by itself after some errors, such as a full disk. */
  #rollBack(): void {
    if (this.#handle.isOpen && this.#handle.inTransaction) this.run('ROLLBACK');
  }

  close(): void {
    if (!this.#handle.isOpen) return;
    this.#group.flush();
    this.#statements.finalizeAll();
    try {
      this.#withStoreErrors(() => this.#handle.close());
    } finally {
      this.#release();
    }
  }

  #withStoreErrors<T>(fn: () => T): T {
    try {
      return fn();
    } catch (error) {
      const fault = toSqliteError(error, this.#file, 'The embedded store refused a statement.');
      if (fault.code === 'STORE_DAMAGED') this.#damage ??= fault;
      throw fault;
    }
  }
}

function toBindable(params: readonly SqlValue[]): SqlValue[] {
  if (params.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Error('Text with a NUL character cannot be kept in a column.');
  }
  return [...params];
}

/** The error of an open: the system's, which has a code, or SQLite's. */
function toOpenError(error: unknown, path: string): RedressError {
  return error instanceof Error && 'code' in error
    ? toFileError(error, path)
    : toSqliteError(error, path, `${path} cannot be opened.`);
}
