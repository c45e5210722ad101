import { join } from 'node:path';
import { expect } from 'chai';
import { checkData } from '../../src/check-data.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { loadValid, SMALL_FILE } from '../config/sample-settings.js';
import { sampleComplaint } from '../contracts/complaint-store/samples.js';
import { toDatabaseUri } from '../e2e/support/on-stores.js';
import { temporaryFolder } from '../storage/open-stores.js';
import { describeOnMongo } from '../support/mongo.js';

/** An open complaint of a team and a category that `redress.yml` lacks, one that is over, one that is right. */
async function insertSamples({ complaints }: Stores): Promise<void> {
  await complaints.insert(sampleComplaint({ id: 'C-1042', team: 'gone', category: 'damp' }));
  await complaints.insert(sampleComplaint({ team: 'over', category: 'over', state: 'closed' }));
  await complaints.insert(sampleComplaint({ category: 'billing' }));
}

const EXPECTED = [
  /^Open complaints have a team that redress\.yml does not have: gone \(C-1042\)\./,
  /^Open complaints have a category that redress\.yml does not have: damp \(C-1042\)\./,
];

function expectMissing(sentences: readonly string[]): void {
  expect(sentences).to.have.length(EXPECTED.length);
  for (const [n, pattern] of EXPECTED.entries()) expect(sentences[n]).to.match(pattern);
}

describe('what npm run check says of the complaints in the embedded file', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  const check = () => checkData(loadValid(SMALL_FILE, { REDRESS_DATA: folder.path }));
  const open = () => openEmbeddedStores({ file: join(folder.path, 'redress.db') });

  it('is nothing before the first start', async () => {
    expect(await check()).to.deep.equal([]);
  });

  it('names the teams and categories that open ones use and redress.yml lacks', async () => {
    const stores = await open();
    await insertSamples(stores);
    await stores.close();
    expectMissing(await check());
  });

  it('points to readyz while Redress uses the file', async () => {
    const stores = await open();
    const [sentence, ...more] = await check();
    await stores.close();
    expect(sentence).to.include('cannot be checked').and.include('/readyz');
    expect(more).to.deep.equal([]);
  });

  it('waits for the start when the file is of an earlier release', async () => {
    const stores = await open();
    stores.database.run('PRAGMA user_version = 1');
    await stores.close();
    expect((await check()).join())
      .to.include('another release')
      .and.include('The start upgrades');
  });
});

describeOnMongo('what npm run check says of the complaints in MongoDB', (mongo) => {
  it('names the teams and categories, also beside a bot that runs', async () => {
    const database = mongo.newDatabaseName();
    const uri = toDatabaseUri(mongo.uri, database);
    const stores = await openMongoStores({ uri, appName: 'test' });
    try {
      await insertSamples(stores);
      expectMissing(await checkData(loadValid(SMALL_FILE, { MONGODB_URI: uri })));
    } finally {
      await stores.close();
      await mongo.dropDatabase(database);
    }
  });

  it('says why it could not look', async () => {
    const nobody = 'mongodb://127.0.0.1:9/redress';
    const sentences = await checkData(loadValid(SMALL_FILE, { MONGODB_URI: nobody }));
    expect(sentences.join()).to.include('Open complaints cannot be checked.');
  });
});
