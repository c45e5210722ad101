import { RedressError } from '../errors.js';

/** A kind of stored record. */
export type RecordKind = 'complaint' | 'inbox' | 'person' | 'reference';

/**
 * Why a stored record cannot be read.
 *
 * - `newer`: its schema number is higher than this version knows
 * - `shape`: fields are missing or have an unknown shape
 * - `broken`: it is not JSON
 */
export type RecordFault = 'newer' | 'shape' | 'broken';

/** A stored record that this version cannot read. Holds names and numbers, never the record's content. */
export interface UnreadableRecord {
  readonly kind: RecordKind;
  /** A complaint's reference, the id of a person or of the person whose inbox it is, or platform and key of a conversation reference. */
  readonly reference: string;
  readonly fault: RecordFault;
  /** The record's schema number; null when it has no valid one. */
  readonly schema: number | null;
  /** The highest schema number that this version knows. */
  readonly knownSchema: number;
  /** The names of the fields with an unknown shape. */
  readonly fields: readonly string[];
}

/** The records that this process could not read. Stores report to it; alarms and readiness read it. */
export interface UnreadableRecords {
  /** Adds a record, and logs and counts it. The same record with the same fault again does nothing. */
  add(record: UnreadableRecord): void;
  /** Removes a record that can be read again or is gone. */
  remove(kind: RecordKind, reference: string): void;
  has(kind: RecordKind, reference: string): boolean;
  /** All records, those found first come first. */
  all(): readonly UnreadableRecord[];
}

/** Remembers nothing; for tests and tools. */
export const forgetfulRecords: UnreadableRecords = {
  add: () => undefined,
  remove: () => undefined,
  has: () => false,
  all: () => [],
};

/** Thrown for a record that cannot be read: `STORE_RECORD`, or `STORE_RECORD_NEWER` for a newer one. */
export class UnreadableRecordError extends RedressError {
  readonly record: UnreadableRecord;

  constructor(record: UnreadableRecord, options?: { cause?: unknown }) {
    const code = record.fault === 'newer' ? 'STORE_RECORD_NEWER' : 'STORE_RECORD';
    super(code, describeRecord(record), options);
    this.record = record;
  }
}

function describeRecord(record: UnreadableRecord): string {
  const { kind, reference, fault, schema, knownSchema, fields } = record;
  const name = `The ${kind} ${reference}`;
  switch (fault) {
    case 'newer':
      return `${name} has schema ${schema}, and this version knows ${knownSchema} at most: run the newer version again, or restore the backup made before it.`;
    case 'shape':
      return `${name} has an unknown shape: ${fields.join(', ') || 'the whole record'}. Restore it from a backup, or run the version that wrote it.`;
    case 'broken':
      return `${name} is not JSON: restore it from a backup.`;
  }
}
