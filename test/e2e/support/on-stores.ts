import { testMongo } from '../../support/mongo.js';

/** A store to run a scenario on. */
export interface TestStore {
  readonly name: string;
  /** Runs `work` with a new database: its URI, or undefined for the embedded file. */
  use<T>(work: (mongoUri: string | undefined) => Promise<T>): Promise<T>;
}

/** The URI of one database on a MongoDB server. */
export function toDatabaseUri(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

const embedded: TestStore = { name: 'the embedded store', use: (work) => work(undefined) };

function mongoStore(mongo: NonNullable<typeof testMongo>): TestStore {
  return {
    name: 'MongoDB',
    async use(work) {
      const database = mongo.newDatabaseName();
      try {
        return await work(toDatabaseUri(mongo.uri, database));
      } finally {
        await mongo.dropDatabase(database);
      }
    },
  };
}

/** The stores to test on: MongoDB only where the tests have a server. */
export const TEST_STORES: readonly TestStore[] = [
  embedded,
  ...(testMongo === undefined ? [] : [mongoStore(testMongo)]),
];
