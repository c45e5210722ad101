import type { RecordKind } from '../../ports/unreadable-records.js';

/** A record as JSON of any shape. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Makes a record of schema n into one of schema n + 1. Pure, and tolerant of what it does not know:
 * fields it has no reason to change stay as they are. The deliverer finds deliveries by their `id`,
 * `lease`, `failed` and `dueAt`, so a step keeps these four.
 */
export type RecordStep = (record: JsonRecord) => JsonRecord;

/** The steps of each kind, from schema 1 on: the first one makes schema 2. */
export type RecordSteps = Readonly<Record<RecordKind, readonly RecordStep[]>>;

/**
 * The steps of this version. Append only: a step that was released is never changed or removed. See
 * “How to add a field with an upgrade step” in docs/architecture.md.
 */
export const RECORD_STEPS: RecordSteps = { complaint: [], person: [], reference: [] };
