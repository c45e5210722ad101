import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { fillDerivedFields } from '../../src/app/records/fill-derived-fields.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../src/domain/complaint/facts.js';
import { accessOf, type Viewer } from '../../src/domain/complaint/permissions.js';
import { silentLogger } from '../../src/ports/logger.js';
import { openDatabase } from '../../src/storage/embedded/database.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { encodeRecord } from '../../src/storage/mongo/encoding.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { JsonRecord } from '../../src/storage/records/record-step.js';
import type { Stores } from '../../src/storage/stores.js';
import { describeOnMongo, type TestMongo } from '../support/mongo.js';
import { temporaryFolder } from './open-stores.js';

/** The file that release 853330e wrote, with two complaints. */
const OLD_FILE = fileURLToPath(new URL('../fixtures/upgrade/853330e/redress.db', import.meta.url));

async function openOldFile(folder: string): Promise<Stores> {
  const file = join(folder, 'redress.db');
  copyFileSync(OLD_FILE, file);
  return openEmbeddedStores({ file });
}

describe('the audience of complaints that release 853330e stored in an embedded file', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  describeFill(() => openOldFile(folder.path));
});

describeOnMongo('the audience of complaints that release 853330e stored on MongoDB', (mongo) => {
  const database = mongo.newDatabaseName();
  const folder = temporaryFolder();
  after(async () => {
    folder.remove();
    await mongo.dropDatabase(database);
  });
  describeFill(async () => {
    await writeOldDatabase(mongo, database, readOldDocuments(folder.path));
    return openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
  });
});

/** The complaints as that release stored them. */
function readOldDocuments(folder: string): readonly JsonRecord[] {
  const file = join(folder, 'redress.db');
  copyFileSync(OLD_FILE, file);
  const database = openDatabase(file);
  const rows = database.all<{ document: string }>('SELECT document FROM complaints');
  database.close();
  return rows.map(({ document }) => JSON.parse(document) as JsonRecord);
}

const OFFICER: Viewer = { person: 'o', ids: ['o'], memberOf: [], leadOf: [], isOfficer: true };

async function listAs({ complaints }: Stores, viewer: Viewer): Promise<readonly Complaint[]> {
  return complaints.list({ viewer, states: COMPLAINT_STATES, limit: 100 });
}

function describeFill(open: () => Promise<Stores>): void {
  it('is stored after the start; everybody finds the same before, meanwhile and afterwards', async () => {
    const stores = await open();
    const all = await listAs(stores, OFFICER);
    expect(all.map(({ id }) => id)).to.have.members(['C-1001', 'C-1002']);
    const viewers = all.flatMap(createViewers);
    const checkAll = async () => {
      for (const viewer of viewers) {
        const found = (await listAs(stores, viewer)).map(({ id }) => id);
        const seen = all.filter((one) => accessOf(viewer, one) !== 'none').map(({ id }) => id);
        expect(found, JSON.stringify(viewer)).to.have.members(seen);
      }
    };
    expect(await stores.complaints.findUnfilled(10)).to.have.length(2);
    await checkAll();
    const parts = { complaints: stores.complaints, logger: silentLogger };
    let calls = 0;
    await fillDerivedFields(parts, () => {
      calls += 1;
      return calls > 1;
    });
    expect(await stores.complaints.findUnfilled(10)).to.have.length(1);
    await checkAll();
    await fillDerivedFields(parts);
    expect(await stores.complaints.findUnfilled(10)).to.deep.equal([]);
    await checkAll();
    const versions = (await listAs(stores, OFFICER)).map(({ version }) => version);
    expect(versions).to.deep.equal(all.map(({ version }) => version));
    await stores.close();
  });
}

/** The people of a complaint, each with no other role, and a stranger. */
function createViewers({ reporter, assignee, team }: Complaint): readonly Viewer[] {
  const nobody = { ...OFFICER, person: 'stranger', ids: ['stranger'], isOfficer: false };
  return [
    nobody,
    { ...nobody, ids: ['stranger', reporter] },
    { ...nobody, ids: ['stranger', assignee ?? 'nobody'] },
    { ...nobody, memberOf: [team] },
    { ...nobody, leadOf: [team] },
  ];
}

/** Writes a database as that release left it: its own indexes, and no number of the layout. */
async function writeOldDatabase(
  mongo: TestMongo,
  database: string,
  complaints: readonly JsonRecord[],
): Promise<void> {
  const client = await MongoClient.connect(mongo.uri);
  try {
    const collection = client.db(database).collection<{ _id: string }>('complaints');
    await collection.insertMany(
      complaints.map(({ id, ...rest }) => ({ ...encodeRecord(rest), _id: String(id) })),
    );
    await collection.createIndex({ filedBy: 1 }, { unique: true });
    await collection.createIndex({ team: 1, filedAt: -1 });
  } finally {
    await client.close();
  }
}
