import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { KnownAccount, Person, PersonId } from '../domain/organisation/person.js';
import { accountKey } from '../domain/organisation/person.js';
import { parseShape } from './records/record-fault.js';
import { platform } from './shapes.js';

/** An account as it is stored. */
export interface StoredAccount extends KnownAccount {
  /** Set when another account of the same workspace took its place. It finds the person, and is not used. */
  readonly replaced?: true;
}

/** One record of `people` as it is stored. */
export interface PersonRecord {
  readonly id: PersonId;
  /** Increases by one with every update; guards against lost updates. */
  readonly version: number;
  readonly name: string;
  readonly email: string | null;
  readonly zone: string | null;
  readonly accounts: readonly StoredAccount[];
  /** Keys to find the record by; each belongs to one record only. See {@link toRecordKeys}. */
  readonly keys: readonly string[];
  /** The record this one was merged into. A merged record keeps its accounts and keys. */
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
      platform,
      workspace: z.string(),
      userId: z.string(),
      reference: z.custom<Readonly<Record<string, unknown>>>(isPlainObject).nullable(),
      name: z.string().exactOptional(),
      replaced: z.literal(true).exactOptional(),
    }),
  ),
  keys: z.array(z.string()),
  mergedInto: z.string().nullable(),
});

/** Parses a stored person. Throws `RecordFaultError` when the shape is wrong. */
export function parsePersonRecord(record: unknown): PersonRecord {
  return parseShape(schema, record);
}

/** - `lost`: another write changed the version - `taken`: a key belongs to another record */
export type WriteOutcome = 'written' | 'lost' | 'taken';

/** What {@link RecordPeopleStore} needs from a database. */
export interface PeopleRecords {
  /** The records with these ids, without those that cannot be read. */
  findByIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /**
   * The records with one of these keys. Throws `STORE_RECORD` when one cannot be read: its owner must
   * not get a second record.
   */
  findByKeys(keys: readonly string[]): Promise<readonly PersonRecord[]>;
  /** The records merged directly into one of these, without those that cannot be read. */
  findMergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /** Inserts a record in one atomic write. */
  insert(record: PersonRecord): Promise<Exclude<WriteOutcome, 'lost'>>;
  /**
   * Updates a record in one atomic write, filtered on its id and `record.version` (the version that
   * was read). The stored version is the next.
   */
  update(record: PersonRecord): Promise<WriteOutcome>;
}

/** The key of an e-mail address. Case does not count. */
export function toEmailKey(email: string): string {
  return `email:${email.trim().toLowerCase()}`;
}

/** The keys of a record: one for each account and one for the e-mail address. */
export function toRecordKeys(record: Pick<PersonRecord, 'accounts' | 'email'>): readonly string[] {
  const accounts = record.accounts.map(accountKey);
  return record.email === null ? accounts : [...accounts, toEmailKey(record.email)];
}

/** All records of one person: the one that survived the merges, and those merged into it. */
export interface PersonGroup {
  readonly survivor: PersonRecord;
  readonly aliases: readonly PersonRecord[];
}

/**
 * Combines the records of one person. E-mail and zone come from the first record that has them. Accounts
 * that were replaced are left out.
 */
export function toPerson({ survivor, aliases }: PersonGroup): Person {
  const all = [survivor, ...aliases];
  return {
    id: survivor.id,
    name: survivor.name,
    email: all.map((record) => record.email).find((email) => email !== null) ?? null,
    zone: all.map((record) => record.zone).find((zone) => zone !== null) ?? null,
    accounts: all.flatMap(({ accounts }) => accounts.filter(({ replaced }) => !replaced)),
    aliases: aliases.map((record) => record.id),
    mergedInto: null,
  };
}

/**
 * Groups records by person and returns the group of each id. `records` must hold every record of the
 * merge chains, upwards and downwards. Two people merged into each other at the same moment form a
 * ring: then the smallest id survives, so that every reader gets the same answer.
 */
export function groupMergedRecords(
  ids: readonly PersonId[],
  records: ReadonlyMap<PersonId, PersonRecord>,
): ReadonlyMap<PersonId, PersonGroup> {
  const survivors = new Map(
    [...records.values()].map((record) => [record, findSurvivor(record, records)]),
  );
  const groups = new Map<PersonId, PersonGroup>();
  for (const id of ids) {
    const record = records.get(id);
    const survivor = record && survivors.get(record);
    if (!survivor) continue;
    const aliases = [...survivors].flatMap(([alias, into]) =>
      into === survivor && alias !== survivor ? [alias] : [],
    );
    groups.set(id, { survivor, aliases: aliases.sort((a, b) => (a.id < b.id ? -1 : 1)) });
  }
  return groups;
}

function findSurvivor(
  start: PersonRecord,
  records: ReadonlyMap<PersonId, PersonRecord>,
): PersonRecord {
  const path: PersonRecord[] = [];
  let record: PersonRecord | undefined = start;
  while (record && !path.includes(record)) {
    path.push(record);
    record = record.mergedInto === null ? undefined : records.get(record.mergedInto);
  }
  const ring = record ? path.slice(path.indexOf(record)) : path.slice(-1);
  return ring.reduce((least, next) => (next.id < least.id ? next : least));
}
