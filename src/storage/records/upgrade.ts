import isPlainObject from 'is-plain-obj';
import { RecordFaultError } from './record-fault.js';
import type { JsonRecord, RecordStep } from './record-step.js';

/** The schema of records that were written before records had a number. */
const FIRST_SCHEMA = 1;

/** The schema number to which these steps lead. */
export function toKnownSchema(steps: readonly RecordStep[]): number {
  return FIRST_SCHEMA + steps.length;
}

/** The schema number of a stored record; null when it is none. */
export function readSchemaNumber(record: unknown): number | null {
  const schema = isPlainObject(record) ? (record.schema ?? FIRST_SCHEMA) : null;
  const isValid = Number.isSafeInteger(schema) && Number(schema) >= FIRST_SCHEMA;
  return isValid ? Number(schema) : null;
}

/**
 * Runs the steps that a stored record lacks, and leaves its number out: the store adds the known one
 * when it writes. Throws {@link RecordFaultError} for a newer record, and for one that a step cannot read.
 */
export function upgradeRecord(record: unknown, steps: readonly RecordStep[]): JsonRecord {
  if (!isPlainObject(record)) throw new RecordFaultError('shape');
  const schema = readSchemaNumber(record);
  if (schema === null) throw new RecordFaultError('shape', { fields: ['schema'] });
  if (schema > toKnownSchema(steps)) throw new RecordFaultError('newer');
  const { schema: _replaced, ...fields } = record;
  return steps.slice(schema - FIRST_SCHEMA).reduce(runStep, fields);
}

function runStep(record: JsonRecord, step: RecordStep): JsonRecord {
  try {
    return step(record);
  } catch (cause) {
    throw new RecordFaultError('shape', { cause });
  }
}
