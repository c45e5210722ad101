import { LRUCache } from 'lru-cache';
import type sqlite from 'node-sqlite3-wasm';

/** A parameter or a column. Text must not contain the NUL character, where SQLite would cut it. */
export type SqlValue = string | number | bigint | null | Uint8Array;

type Handle = InstanceType<typeof sqlite.Database>;
type Statement = ReturnType<Handle['prepare']>;

/** How many statements stay prepared. */
const MOST_PREPARED = 200;

/**
 * Prepares each statement once and keeps it: to prepare one takes longer than to run it. A statement that
 * has returned all its rows holds no lock. Throws what the library throws.
 */
export class Statements {
  readonly #handle: Handle;
  readonly #prepared = new LRUCache<string, Statement>({
    max: MOST_PREPARED,
    dispose: (statement) => finalize(statement),
  });

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Returns all rows. */
  all(sql: string, values: SqlValue[]): unknown[] {
    return this.#use(sql, (statement) => statement.all(values));
  }

  /** Runs a statement. Returns the number of rows written. */
  run(sql: string, values: SqlValue[]): number {
    return this.#use(sql, (statement) => statement.run(values).changes);
  }

  /** Must be called before the file is closed. */
  finalizeAll(): void {
    this.#prepared.clear();
  }

  #use<T>(sql: string, run: (statement: Statement) => T): T {
    const known = this.#prepared.get(sql);
    const statement = known ?? this.#handle.prepare(sql);
    if (known === undefined) this.#prepared.set(sql, statement);
    try {
      return run(statement);
    } catch (error) {
      // It may stand in the middle of its rows, and could not be bound again.
      this.#prepared.delete(sql);
      throw error;
    }
  }
}

/** SQLite returns the error of the last run once more, and frees the statement all the same. */
function finalize(statement: Statement): void {
  try {
    statement.finalize();
  } catch {
    // told when it ran
  }
}
