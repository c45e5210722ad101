import type { Collection, Db } from 'mongodb';
import { RedressError } from '../../errors.js';
import { isRejection, toStoreError } from './operation.js';

interface Index {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly sparse?: true;
}

/** The indexes of due deliveries: in the order of `earliestDueAt`, and where a record has none. */
export const DUE_INDEXES = {
  known: { earliestDueAt: 1, _id: 1 },
  unknown: { earliestDueAt: 1, 'outbox.dueAt': 1 },
} as const;

/** The indexes of every kind of documents. */
export const DOCUMENT_INDEXES: readonly Index[] = [
  { key: { filedBy: 1 }, unique: true },
  { key: { nextActionAt: 1, _id: 1 } },
  { key: DUE_INDEXES.known },
  { key: DUE_INDEXES.unknown },
  { key: { 'outbox.dueAt': 1, _id: 1 } },
  // For deliveries that wait. Those that failed are few, and left out when the document is read.
  { key: { 'outbox.createdAt': 1, _id: 1 } },
];

/**
 * The indexes of lists: by one field and the state, newest first. All but the first two are for complaints
 * without an audience, until all are filled.
 */
export const LIST_INDEXES = {
  state: { state: 1, filedAt: -1, _id: -1 },
  audience: { audience: 1, state: 1, filedAt: -1, _id: -1 },
  team: { team: 1, state: 1, filedAt: -1, _id: -1 },
  reporter: { reporter: 1, state: 1, filedAt: -1, _id: -1 },
  assignee: { assignee: 1, state: 1, filedAt: -1, _id: -1 },
} as const;

/** The indexes of what complaints have in common: the newest with a key in a state, and with a term. */
export const MATCH_INDEXES = {
  keys: { keys: 1, state: 1, filedAt: -1, _id: -1 },
  terms: { terms: 1, filedAt: -1, _id: -1 },
} as const;

/** The complaints that are to be indexed, those that a commit changed first. Few, so it is sparse. */
export const UNINDEXED_INDEX = { unindexed: 1 } as const;

/** Every index that the stores' queries and guarantees need, by collection. */
const INDEXES: Readonly<Record<string, readonly Index[]>> = {
  complaints: [
    ...DOCUMENT_INDEXES,
    { key: { threadKeys: 1 }, sparse: true },
    // Only for complaints that are not upgraded since a complaint may have several cards.
    { key: { 'refs.team-card.key': 1 }, sparse: true },
    ...Object.values(LIST_INDEXES).map((key) => ({ key })),
    { key: { stuckIn: 1, _id: 1 } },
    ...Object.values(MATCH_INDEXES).map((key) => ({ key })),
    { key: UNINDEXED_INDEX, sparse: true },
    // For ongoing complaints: which generation planned them, and what of the configuration they use.
    { key: { state: 1, generation: 1 } },
    { key: { state: 1, team: 1 } },
    { key: { state: 1, category: 1 } },
  ],
  // Not sparse: every inbox has the field, null without an absence.
  inboxes: [...DOCUMENT_INDEXES, { key: { absentUntil: 1 } }],
  people: [{ key: { keys: 1 }, unique: true, sparse: true }, { key: { mergedInto: 1 } }],
  references: [{ key: { platform: 1 } }],
};

/**
 * Creates missing indexes, then checks all of them. Throws `STORE_SCHEMA` with the index when one
 * cannot be created or differs, and `STORE_UNAVAILABLE` when the database does not answer. Has no
 * time-out of 2 s, because building an index may take longer.
 */
export async function prepareIndexes(db: Db): Promise<void> {
  for (const [name, indexes] of Object.entries(INDEXES)) {
    await prepareCollection(db, name, indexes);
  }
}

/** Creates and checks the indexes of one collection, see {@link prepareIndexes}. */
export async function prepareCollection(
  db: Db,
  name: string,
  indexes: readonly Index[],
): Promise<void> {
  const collection = db.collection(name);
  for (const index of indexes) await createIndex(collection, index);
  const existing = await listIndexes(collection);
  const missing = indexes.filter((index) => !existing.some((found) => matchesIndex(found, index)));
  if (missing.length === 0) return;
  throw createSchemaError(missing.map((index) => describeIndex(name, index)).join(', '));
}

async function createIndex(collection: Collection, index: Index): Promise<void> {
  const { key, ...options } = index;
  try {
    await collection.createIndex({ ...key }, options);
  } catch (error) {
    if (!isRejection(error)) throw toStoreError(error);
    throw createSchemaError(describeIndex(collection.collectionName, index), error);
  }
}

async function listIndexes(collection: Collection): Promise<readonly Record<string, unknown>[]> {
  try {
    return await collection.listIndexes().toArray();
  } catch (error) {
    if (!isRejection(error)) throw toStoreError(error);
    throw createSchemaError(`${collection.collectionName}: its indexes cannot be listed`, error);
  }
}

/** True for the same fields in the same order, the same uniqueness, and no partial filter. */
function matchesIndex(found: Record<string, unknown>, index: Index): boolean {
  return (
    JSON.stringify(found.key) === JSON.stringify(index.key) &&
    (found.unique === true) === (index.unique === true) &&
    (found.sparse === true) === (index.sparse === true) &&
    found.partialFilterExpression === undefined
  );
}

function describeIndex(collection: string, index: Index): string {
  return `${collection} ${JSON.stringify(index.key)}${index.unique ? ' unique' : ''}`;
}

function createSchemaError(what: string, cause?: unknown): RedressError {
  return new RedressError('STORE_SCHEMA', `MongoDB lacks an index: ${what}.`, { cause });
}
