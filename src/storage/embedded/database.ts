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

/** What a parameter or a column can be. Text must not contain the NUL character (it would be cut there). */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * The one handle on the embedded file, shared by everything in the process. All members are
 * synchronous: a call is done when it returns, and outside a transaction it is durable. A statement
 * SQLite refuses throws `STORE_UNAVAILABLE` with SQLite's error as the cause.
 */
export interface Database {
  /** The rows of a query. There is no `get`: it would leave the statement open and let the WAL grow. */
  all<T>(sql: string, params?: readonly SqlValue[]): T[];
  /** Runs one statement; `changes` counts the rows it wrote. */
  run(sql: string, params?: readonly SqlValue[]): { changes: number };
  /**
   * Runs `fn` in one transaction: committed and durable when it returns, rolled back when it
   * throws. `fn` must be synchronous, for another caller's statements would fall into a transaction
   * that waits; a promise is refused and rolled back. Transactions do not nest.
   */
  transaction<T>(fn: () => T): T;
  /** Gives the file back. May be called twice. */
  close(): void;
}

/**
 * Opens the embedded store and makes its folder when there is none; `:memory:` keeps nothing.
 * One process at a time: throws `STORE_LOCKED` when a live one has the file, and
 * `STORE_UNAVAILABLE` when it cannot be opened.
 */
export function openDatabase(file: string): Database {
  if (file === ':memory:') return new SqliteDatabase(new sqlite.Database(file), () => undefined);
  const path = prepareFile(file);
  let release = (): void => undefined;
  try {
    release = claimFile(path);
    // The library locks by making this folder, which outlives a killed process. Nobody else is
    // alive here: we hold the claim.
    rmSync(`${path}.lock`, { recursive: true, force: true });
    const database = new SqliteDatabase(new sqlite.Database(path), release);
    settle(database, path);
    return database;
  } catch (error) {
    release();
    throw unavailable('The embedded store cannot be opened.', error);
  }
}

/** The file's real path (one file has one claim), with its folder there. Readable by its owner only. */
function prepareFile(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    // It may have been there before, with whatever mode.
    chmodSync(file, 0o600);
    return realpathSync(file);
  } catch (error) {
    throw unavailable('The data folder cannot be written.', error);
  }
}

/**
 * WAL with one owner needs no shared memory, which the library lacks; FULL syncs the WAL at every
 * commit (sqlite.org/pragma.html#pragma_synchronous). The library does not sync the folder in
 * which the WAL was made, so we do.
 */
function settle(database: Database, path: string): void {
  try {
    database.all('PRAGMA locking_mode=EXCLUSIVE');
    const [row] = database.all<{ journal_mode: string }>('PRAGMA journal_mode=WAL');
    if (row?.journal_mode !== 'wal') throw new Error(`journal_mode is ${row?.journal_mode}`);
    database.all('PRAGMA synchronous=FULL');
    // A write makes the WAL and takes the exclusive lock.
    database.run(`PRAGMA user_version=${userVersion(database)}`);
    chmodSync(`${path}-wal`, 0o600);
    syncFolder(dirname(path));
  } catch (error) {
    database.close();
    throw error;
  }
}

function userVersion(database: Database): number {
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
    const values = bindable(params);
    return attempt(() => this.#handle.all(sql, values) as T[]);
  }

  run(sql: string, params: readonly SqlValue[] = []): { changes: number } {
    const values = bindable(params);
    return attempt(() => ({ changes: this.#handle.run(sql, values).changes }));
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
      // SQLite rolls back by itself after some faults, a full disk for one.
      if (this.#handle.isOpen && this.#handle.inTransaction) this.run('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    if (!this.#handle.isOpen) return;
    attempt(() => this.#handle.close());
    this.#release();
  }
}

function bindable(params: readonly SqlValue[]): SqlValue[] {
  if (params.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Error('Text with a NUL character cannot be kept in a column.');
  }
  return [...params];
}

function attempt<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw unavailable('The embedded store refused a statement.', error);
  }
}

function unavailable(message: string, cause: unknown): RedressError {
  return cause instanceof RedressError
    ? cause
    : new RedressError('STORE_UNAVAILABLE', message, { cause });
}
