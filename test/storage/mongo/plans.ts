import { type CommandStartedEvent, type Db, MongoClient } from 'mongodb';
import { testMongo } from '../../support/mongo.js';

/** Does the test MongoDB say which plan of a query has won? */
export const explainsPlans = testMongo !== undefined && (await canExplain(testMongo.uri));

/** Not every server says in `explain` which plan has won. */
async function canExplain(uri: string): Promise<boolean> {
  const client = await MongoClient.connect(uri);
  try {
    const command = { find: 'probe', filter: { _id: 1 } };
    const answer = await client.db('redress_probe').command({ explain: command });
    return answer.queryPlanner?.winningPlan !== undefined;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

/** What a command reads: by which filter, in which order, with which hint. */
interface Query {
  readonly collection: string;
  readonly filter: Record<string, unknown>;
  readonly sort?: unknown;
  readonly hint?: unknown;
  readonly limit?: unknown;
}

/** Queries whose plan was read, and those that read more than they ask for. */
export interface ReadPlans {
  readonly seen: Set<string>;
  /** `query: plan` */
  readonly faults: string[];
}

/** The plans of all queries that pass {@link watchPlans} in this process. */
export const plans: ReadPlans = { seen: new Set(), faults: [] };

/** Reads the plans of the queries that were sent since. */
export type ReadPlansNow = () => Promise<void>;

/**
 * Notes each query that passes this connection, once for each shape, so that a suite covers every query
 * that it causes. The filters of updates and deletions count too. The client must monitor commands.
 */
export function watchPlans(db: Db): ReadPlansNow {
  const noted = new Map<string, Query>();
  db.client.on('commandStarted', ({ command, databaseName }: CommandStartedEvent) => {
    if (databaseName !== db.databaseName) return;
    for (const query of toQueries(command)) noted.set(toShape(query), query);
  });
  return async () => {
    const fresh = [...noted].filter(([shape]) => !plans.seen.has(shape));
    if (!explainsPlans || fresh.length === 0) return;
    // A connection of its own: that of the suite may be closed by now.
    const client = await MongoClient.connect(testMongo?.uri ?? '');
    try {
      for (const [shape, query] of fresh) await readPlan(client.db(db.databaseName), shape, query);
    } finally {
      await client.close();
    }
  };
}

/** The queries in a command of the wire protocol ("Database commands", mongodb.com/docs/manual). */
function toQueries(command: Record<string, unknown>): readonly Query[] {
  const { find, findAndModify, update, delete: remove, count } = command as Record<string, string>;
  const { filter, query, sort, hint, limit } = command;
  const order = { sort, hint, limit };
  if (find !== undefined) return [{ collection: find, filter: toFilter(filter), ...order }];
  if (count !== undefined) return [{ collection: count, filter: toFilter(query), hint, limit }];
  if (findAndModify !== undefined) {
    return [{ collection: findAndModify, filter: toFilter(query), sort, hint }];
  }
  const parts = (command.updates ?? command.deletes ?? []) as readonly Record<string, unknown>[];
  const collection = update ?? remove;
  if (collection === undefined) return [];
  return parts.map(({ q, hint: by }) => ({ collection, filter: toFilter(q), hint: by }));
}

function toFilter(filter: unknown): Query['filter'] {
  return (filter ?? {}) as Query['filter'];
}

/** The query with the types of its values in place of them. */
function toShape({ collection, filter, sort, hint }: Query): string {
  const order = sort instanceof Map ? [...sort] : sort;
  return JSON.stringify([collection, toTypes(filter), order, hint]);
}

function toTypes(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(toTypes(one))))];
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toTypes(part)]));
}

async function readPlan(db: Db, shape: string, query: Query): Promise<void> {
  plans.seen.add(shape);
  if (Object.keys(query.filter).length === 0) return;
  const { collection, ...options } = query;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const answer = await db.command({
    explain: { find: collection, ...Object.fromEntries(given) },
    verbosity: 'queryPlanner',
  });
  const plan = JSON.stringify(answer.queryPlanner.winningPlan);
  if (/COLLSCAN|"SORT"/.test(plan)) plans.faults.push(`${shape}: ${plan}`);
}
