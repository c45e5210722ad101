import type { Collection, Db } from 'mongodb';
import { MongoNetworkError, MongoServerError } from 'mongodb';
import { RedressError } from '../../errors.js';
import { faultOf } from './answered.js';

interface Index {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly sparse?: true;
}

/** Every index the stores' queries and guarantees rest on, by collection. */
const INDEXES: Readonly<Record<string, readonly Index[]>> = {
  complaints: [
    { key: { filedBy: 1 }, unique: true },
    { key: { nextActionAt: 1, _id: 1 } },
    { key: { 'outbox.dueAt': 1, _id: 1 } },
    { key: { 'refs.team-card.key': 1 }, sparse: true },
    { key: { filedAt: -1, _id: -1 } },
    { key: { team: 1, filedAt: -1 } },
    { key: { reporter: 1, filedAt: -1 } },
    { key: { assignee: 1, filedAt: -1 } },
  ],
  people: [{ key: { keys: 1 }, unique: true, sparse: true }, { key: { mergedInto: 1 } }],
  references: [{ key: { platform: 1 } }],
};

/**
 * Creates the indexes that are missing, then reads back what is there. Throws `STORE_SCHEMA`, naming
 * the index, when one cannot be made or is not as it must be, and `STORE_UNAVAILABLE` when the
 * database does not answer. Not bounded to 2 s: building an index may take longer.
 */
export async function prepareIndexes(db: Db): Promise<void> {
  for (const [name, indexes] of Object.entries(INDEXES)) {
    const collection = db.collection(name);
    for (const index of indexes) await create(collection, index);
    const there = await listed(collection);
    const missing = indexes.filter((index) => !there.some((found) => matches(found, index)));
    if (missing.length === 0) continue;
    throw schemaFault(missing.map((index) => described(name, index)).join(', '));
  }
}

async function create(collection: Collection, index: Index): Promise<void> {
  const { key, ...options } = index;
  try {
    await collection.createIndex({ ...key }, options);
  } catch (error) {
    if (!isRefusal(error)) throw faultOf(error);
    throw schemaFault(described(collection.collectionName, index), error);
  }
}

async function listed(collection: Collection): Promise<readonly Record<string, unknown>[]> {
  try {
    return await collection.listIndexes().toArray();
  } catch (error) {
    if (!isRefusal(error)) throw faultOf(error);
    throw schemaFault(`${collection.collectionName}: its indexes cannot be listed`, error);
  }
}

/** The server answered and said no: missing rights, or an index of the same name that differs. */
function isRefusal(error: unknown): boolean {
  return error instanceof MongoServerError && !(error instanceof MongoNetworkError);
}

/** The same fields in the same order, unique where it must be, and over all documents. */
function matches(found: Record<string, unknown>, index: Index): boolean {
  return (
    JSON.stringify(found.key) === JSON.stringify(index.key) &&
    (found.unique === true) === (index.unique === true) &&
    (found.sparse === true) === (index.sparse === true) &&
    found.partialFilterExpression === undefined
  );
}

function described(collection: string, index: Index): string {
  return `${collection} ${JSON.stringify(index.key)}${index.unique ? ' unique' : ''}`;
}

function schemaFault(what: string, cause?: unknown): RedressError {
  return new RedressError('STORE_SCHEMA', `MongoDB lacks an index: ${what}.`, { cause });
}
