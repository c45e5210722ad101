import { testMongo } from '../../support/mongo.js';

/** A store a life can be lived on. */
export interface TestStore {
  readonly name: string;
  /** Runs with a database of its own: the URI, or undefined for the embedded file. */
  use<T>(work: (mongoUri: string | undefined) => Promise<T>): Promise<T>;
}

/** The URI of one database on a server. */
export function uriOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

const embedded: TestStore = { name: 'the embedded store', use: (work) => work(undefined) };

function mongoStore(mongo: NonNullable<typeof testMongo>): TestStore {
  return {
    name: 'MongoDB',
    async use(work) {
      const database = mongo.newDatabase();
      try {
        return await work(uriOf(mongo.uri, database));
      } finally {
        await mongo.drop(database);
      }
    },
  };
}

/** The stores there are to test on: MongoDB only where one serves. */
export const TEST_STORES: readonly TestStore[] = [
  embedded,
  ...(testMongo === undefined ? [] : [mongoStore(testMongo)]),
];
