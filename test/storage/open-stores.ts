import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { MongoStores } from '../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { OpenStores } from '../contracts/complaint-store/samples.js';
import type { TestMongo } from '../support/mongo.js';

/** A folder that is made when its path is first asked for, and what removes it with everything in it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  let made: string | undefined;
  return {
    get path() {
      made ??= mkdtempSync(join(tmpdir(), 'redress-store-'));
      return made;
    },
    remove: () => {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** Stores on a new embedded file. */
export const openEmbeddedFile: OpenStores = async () => {
  const folder = temporaryFolder();
  const stores = await openEmbeddedStores({ file: join(folder.path, 'redress.db') });
  return {
    stores,
    another: async () => stores,
    destroy: async () => {
      await stores.close();
      folder.remove();
    },
  };
};

/** Stores on a new database of the test MongoDB. */
export function openMongoStoresOn(mongo: TestMongo): OpenStores {
  return async () => {
    const database = mongo.newDatabaseName();
    const open = (): Promise<MongoStores> =>
      openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
    const opened = [await open()];
    const [stores] = opened;
    if (!stores) throw new Error('Nothing was opened.');
    return {
      stores,
      another: async () => {
        const more = await open();
        opened.push(more);
        return more;
      },
      destroy: async () => {
        await Promise.all(opened.map((one) => one.close()));
        await mongo.dropDatabase(database);
      },
    };
  };
}
