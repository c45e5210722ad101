import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { RecordFault, RecordKind, UnreadableRecords } from '../../ports/unreadable-records.js';
import { UnreadableRecordError } from '../../ports/unreadable-records.js';
import { RecordFaultError } from './record-fault.js';
import type { RecordStep } from './record-step.js';
import { readSchemaNumber, toKnownSchema, upgradeRecord } from './upgrade.js';

/** How many records of a page are read before others may run: some milliseconds. */
const READ_AT_ONCE = 100;

/** What a {@link RecordReader} needs to know of one kind of record. */
export interface RecordFormat<T> {
  readonly kind: RecordKind;
  readonly steps: readonly RecordStep[];
  /** Checks a record of the known schema. Throws {@link RecordFaultError}. */
  parse(record: unknown): T;
}

/** A stored record, not read yet. */
export interface StoredRecord {
  readonly reference: string;
  /** Returns the record as JSON; throws when it is none. */
  load(): unknown;
}

/**
 * Reads the stored records of one kind: upgrades them to the known schema and checks their shape. It
 * reports records that cannot be read, so that one of them stops nobody else.
 */
export class RecordReader<T> {
  /** The schema number of what {@link read} returns, and of every new record. */
  readonly schema: number;
  readonly #format: RecordFormat<T>;
  readonly #unreadable: UnreadableRecords;

  constructor(format: RecordFormat<T>, unreadable: UnreadableRecords) {
    this.schema = toKnownSchema(format.steps);
    this.#format = format;
    this.#unreadable = unreadable;
  }

  /** Reads one record. Throws {@link UnreadableRecordError}. */
  read(stored: StoredRecord): T {
    let record: unknown;
    try {
      record = loadJson(stored);
      const value = this.#format.parse(upgradeRecord(record, this.#format.steps));
      this.#unreadable.remove(this.#format.kind, stored.reference);
      return value;
    } catch (error) {
      throw this.#report(stored.reference, record, error);
    }
  }

  /** Reads the records that can be read, and skips the others. */
  readAll(stored: readonly StoredRecord[]): readonly T[] {
    return stored.flatMap((one) => {
      try {
        return [this.read(one)];
      } catch (error) {
        if (error instanceof UnreadableRecordError) return [];
        throw error;
      }
    });
  }

  /**
   * Reads `limit` records, and as many more as it takes to make up for those that are skipped.
   * `fetch` returns the first so many. Lets others run in between when they are many.
   */
  async readPage(
    limit: number,
    fetch: (count: number) => Promise<readonly StoredRecord[]>,
  ): Promise<readonly T[]> {
    for (let skipped = 0; ; ) {
      const stored = await fetch(limit + skipped);
      const records = await this.#readInPieces(stored);
      if (records.length >= limit || stored.length < limit + skipped) {
        return records.slice(0, limit);
      }
      skipped = stored.length - records.length;
    }
  }

  async #readInPieces(stored: readonly StoredRecord[]): Promise<readonly T[]> {
    const records: T[] = [];
    for (let at = 0; at < stored.length; at += READ_AT_ONCE) {
      if (at > 0) await yieldToOthers();
      records.push(...this.readAll(stored.slice(at, at + READ_AT_ONCE)));
    }
    return records;
  }

  /** Reads a part of a record of the known schema. Throws {@link UnreadableRecordError}. */
  readPart<P>(reference: string, parse: () => P): P {
    try {
      return parse();
    } catch (error) {
      throw this.#report(reference, { schema: this.schema }, error);
    }
  }

  /** Notes that a record cannot be unreadable: it does not exist, or was read as it is stored now. */
  forget(reference: string): void {
    this.#unreadable.remove(this.#format.kind, reference);
  }

  #report(reference: string, record: unknown, cause: unknown): unknown {
    if (!(cause instanceof RecordFaultError)) return cause;
    const { kind } = this.#format;
    const { fault, fields } = cause;
    const schema = toReportedSchema(fault, record);
    const unreadable = { kind, reference, fault, fields, schema, knownSchema: this.schema };
    this.#unreadable.add(unreadable);
    return new UnreadableRecordError(unreadable, { cause });
  }
}

function toReportedSchema(fault: RecordFault, record: unknown): number | null {
  return fault === 'broken' ? null : readSchemaNumber(record);
}

function loadJson(stored: StoredRecord): unknown {
  try {
    return stored.load();
  } catch (cause) {
    throw new RecordFaultError('broken', { cause });
  }
}
