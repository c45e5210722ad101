import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { MongoStores } from '../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { OpenStores } from '../contracts/complaint-store/samples.js';
import type { TestMongo } from '../support/mongo.js';

/** A folder that is created when its path is first read. `remove` deletes it with its content. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  let created: string | undefined;
  return {
    get path() {
      created ??= mkdtempSync(join(tmpdir(), 'redress-store-'));
      return created;
    },
    remove: () => {
      if (created !== undefined) rmSync(created, { recursive: true, force: true });
    },
  };
}

/** Opens stores on a new embedded file. */
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

/** Opens stores on a new database of the test MongoDB. */
export function openMongoStoresOn(mongo: TestMongo): OpenStores {
  return async () => {
    const database = mongo.newDatabaseName();
    const open = (): Promise<MongoStores> =>
      openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
    const opened = [await open()];
    const [stores] = opened;
    if (!stores) throw new Error('No stores were opened.');
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
