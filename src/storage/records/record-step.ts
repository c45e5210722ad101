/** A record as JSON of any shape. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Makes a record of schema n into one of schema n + 1. Pure, and tolerant of what it does not know:
 * fields it has no reason to change stay as they are. The deliverer finds deliveries by their `id`,
 * `lease`, `failed` and `dueAt`, so a step keeps these four.
 */
export type RecordStep = (record: JsonRecord) => JsonRecord;
