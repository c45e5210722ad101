import type { z } from 'zod';
import type { RecordFault } from '../../ports/unreadable-records.js';

/** What is wrong with a record, before its kind and reference are known. */
export class RecordFaultError extends Error {
  readonly fault: RecordFault;
  readonly fields: readonly string[];

  constructor(
    fault: RecordFault,
    { fields = [], ...options }: { fields?: readonly string[]; cause?: unknown } = {},
  ) {
    super(`${fault}: ${fields.join(', ')}`, options);
    this.name = 'RecordFaultError';
    this.fault = fault;
    this.fields = fields;
  }
}

/** How many fields a fault names. */
const MAX_FIELDS = 5;

/** Checks a value against a zod schema. Throws {@link RecordFaultError} with the names of the fields. */
export function parseShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const names = read.error.issues.slice(0, MAX_FIELDS).map((issue) => toFieldName(issue.path));
  throw new RecordFaultError('shape', { fields: [...new Set(names)] });
}

/** Only the first two steps of a path: these are our field names and indexes, deeper ones may be data. */
function toFieldName(path: readonly PropertyKey[]): string {
  return path.slice(0, 2).map(String).join('.') || 'the whole record';
}
