import { z } from 'zod';
import type { KnownAccount, Person, PersonId } from '../domain/organisation/person.js';
import { accountKey } from '../domain/organisation/person.js';
import { RedressError } from '../errors.js';
import { isRecord } from '../is-record.js';

/** One record of `people` as it is stored. */
export interface PersonRecord {
  readonly id: PersonId;
  /** Grows by one with every update; the guard against lost updates. */
  readonly version: number;
  readonly name: string;
  readonly email: string | null;
  readonly zone: string | null;
  readonly accounts: readonly KnownAccount[];
  /** By these the record is found; each belongs to one record only. See {@link keysOf}. */
  readonly keys: readonly string[];
  /** The record it was merged into; it keeps its accounts and keys. */
  readonly mergedInto: PersonId | null;
}

const schema: z.ZodType<PersonRecord> = z.looseObject({
  id: z.string(),
  version: z.number(),
  name: z.string(),
  email: z.string().nullable(),
  zone: z.string().nullable(),
  accounts: z.array(
    z.looseObject({
      platform: z.enum(['slack', 'teams']),
      workspace: z.string(),
      userId: z.string(),
      reference: z.custom<Readonly<Record<string, unknown>>>(isRecord).nullable(),
    }),
  ),
  keys: z.array(z.string()),
  mergedInto: z.string().nullable(),
});

/** A stored record as a person's. Throws `STORE_RECORD` when the shape is not one. */
export function readPerson(record: unknown): PersonRecord {
  const read = schema.safeParse(record);
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))].join(', ');
  throw new RedressError('STORE_RECORD', `A stored person has an unknown shape: ${fields}.`);
}

/** - `lost`: the version moved on - `taken`: a key belongs to another record */
export type WriteOutcome = 'written' | 'lost' | 'taken';

/** What a database must do so that {@link RecordPeopleStore} can keep people in it. */
export interface PeopleRecords {
  byIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /** The records that hold one of these keys. */
  byKeys(keys: readonly string[]): Promise<readonly PersonRecord[]>;
  /** The records merged straight into one of these. */
  mergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /** Stores a new record in one atomic write. */
  insert(record: PersonRecord): Promise<Exclude<WriteOutcome, 'lost'>>;
  /**
   * Writes a changed record in one atomic update filtered on its id and `record.version`, the
   * version it was read at; the stored version is the next.
   */
  update(record: PersonRecord): Promise<WriteOutcome>;
}

/** The key of an e-mail address; addresses are compared without case. */
export function emailKey(email: string): string {
  return `email:${email.trim().toLowerCase()}`;
}

/** The keys a record must have: its accounts' and its e-mail's. */
export function keysOf(record: Pick<PersonRecord, 'accounts' | 'email'>): readonly string[] {
  const accounts = record.accounts.map(accountKey);
  return record.email === null ? accounts : [...accounts, emailKey(record.email)];
}

/** A person and all records merged into theirs. */
export interface Family {
  readonly head: PersonRecord;
  readonly aliases: readonly PersonRecord[];
}

/** The one person that a family's records are. What the survivor does not know, its aliases may. */
export function personOf({ head, aliases }: Family): Person {
  const all = [head, ...aliases];
  return {
    id: head.id,
    name: head.name,
    email: all.map((record) => record.email).find((email) => email !== null) ?? null,
    zone: all.map((record) => record.zone).find((zone) => zone !== null) ?? null,
    accounts: all.flatMap((record) => record.accounts),
    aliases: aliases.map((record) => record.id),
    mergedInto: null,
  };
}

/**
 * The families of some records, by the id each was asked by. `records` holds every record of the
 * chains upwards and downwards. Two people merged into each other at the same moment form a ring:
 * then the smallest id is the survivor, for every reader alike.
 */
export function familiesOf(
  ids: readonly PersonId[],
  records: ReadonlyMap<PersonId, PersonRecord>,
): ReadonlyMap<PersonId, Family> {
  const heads = new Map([...records.values()].map((record) => [record, headOf(record, records)]));
  const families = new Map<PersonId, Family>();
  for (const id of ids) {
    const record = records.get(id);
    const head = record && heads.get(record);
    if (!head) continue;
    const aliases = [...heads].flatMap(([alias, of]) =>
      of === head && alias !== head ? [alias] : [],
    );
    families.set(id, { head, aliases: aliases.sort((a, b) => (a.id < b.id ? -1 : 1)) });
  }
  return families;
}

function headOf(start: PersonRecord, records: ReadonlyMap<PersonId, PersonRecord>): PersonRecord {
  const path: PersonRecord[] = [];
  let record: PersonRecord | undefined = start;
  while (record && !path.includes(record)) {
    path.push(record);
    record = record.mergedInto === null ? undefined : records.get(record.mergedInto);
  }
  const ring = record ? path.slice(path.indexOf(record)) : path.slice(-1);
  return ring.reduce((least, next) => (next.id < least.id ? next : least));
}
