import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { indexWords } from '../../src/app/matching/index-words.js';
import { fillDerivedFields } from '../../src/app/records/fill-derived-fields.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../src/domain/complaint/delivery.js';
import { COMPLAINT_STATES } from '../../src/domain/complaint/facts.js';
import { accessOf, type Viewer } from '../../src/domain/complaint/permissions.js';
import { toMatchKeys } from '../../src/domain/matching/match-keys.js';
import { toMatchedText, toStems } from '../../src/domain/matching/stems.js';
import type { MessageRef } from '../../src/domain/organisation/place.js';
import { silentLogger } from '../../src/ports/logger.js';
import { forgetfulRecords } from '../../src/ports/unreadable-records.js';
import { openDatabase } from '../../src/storage/embedded/database.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { encodeRecord } from '../../src/storage/mongo/encoding.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { JsonRecord } from '../../src/storage/records/record-step.js';
import type { Stores } from '../../src/storage/stores.js';
import {
  NOON,
  requireValue,
  sampleChange,
  sampleDelivery,
  sampleLease,
} from '../contracts/complaint-store/samples.js';
import { createOrganisation } from '../support/domain.js';
import { describeOnMongo, type TestMongo } from '../support/mongo.js';
import { temporaryFolder } from './open-stores.js';

/** The file that release 853330e wrote, with two complaints. */
const OLD_FILE = fileURLToPath(new URL('../fixtures/upgrade/853330e/redress.db', import.meta.url));

/** Opens stores on what that release stored, after each complaint was edited. */
type OpenOldStores = (edit?: (complaint: JsonRecord) => JsonRecord) => Promise<Stores>;

describe('complaints that release 853330e stored in an embedded file', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  describeOldComplaints(async (edit) => openOldFile(folder.path, edit));
});

describeOnMongo('complaints that release 853330e stored on MongoDB', (mongo) => {
  const folder = temporaryFolder();
  const databases: string[] = [];
  after(async () => {
    folder.remove();
    for (const database of databases) await mongo.dropDatabase(database);
  });
  describeOldComplaints(async (edit = (same) => same) => {
    const database = mongo.newDatabaseName();
    databases.push(database);
    await writeOldDatabase(mongo, database, readOldDocuments(folder.path).map(edit));
    return openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
  });
});

function describeOldComplaints(open: OpenOldStores): void {
  describeFill(open);
  describeMatches(open);
  describeThreads(open);
}

async function openOldFile(
  folder: string,
  edit?: (complaint: JsonRecord) => JsonRecord,
): Promise<Stores> {
  const documents = readOldDocuments(folder);
  const file = join(folder, 'redress.db');
  if (edit !== undefined) {
    const database = openDatabase(file);
    for (const { id, outbox, ...rest } of documents.map(edit)) {
      const dueAt = (outbox as readonly Delivery[])[0]?.dueAt ?? null;
      const key = findOldCard(rest)?.key ?? null;
      database.run(
        'UPDATE complaints SET document = ?, delivery_due_at = ?, thread_key = ? WHERE id = ?',
        [JSON.stringify({ id, outbox, ...rest }), dueAt, key, String(id)],
      );
    }
    database.close();
  }
  return openEmbeddedStores({ file });
}

/** The team's card of a complaint as that release stored it. */
function findOldCard({ refs }: JsonRecord): MessageRef | undefined {
  return (refs as Readonly<Record<string, MessageRef>>)['team-card'];
}

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
  it('get their audience after the start; everybody finds the same before, meanwhile and afterwards', async () => {
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

function describeMatches(open: () => Promise<Stores>): void {
  it('are found by complainant and by words after the start, without a new version', async () => {
    const stores = await open();
    const { complaints, matches } = stores;
    const before = await listAs(stores, OFFICER);
    const marked = before.map(({ id }) => ({ id, isOld: true }));
    expect(await matches.findUnindexed(10)).to.have.deep.members(marked);
    expect(await matches.isFilling()).to.equal(true);
    await fillDerivedFields({ complaints, logger: silentLogger });
    const organisation = createOrganisation();
    const parts = { complaints, matches, organisation, logger: silentLogger };
    await indexWords({ ...parts, unreadable: forgetfulRecords });
    expect(await matches.isFilling()).to.equal(false);
    expect(await matches.findUnindexed(10)).to.deep.equal([]);
    for (const { id, version, team, details } of before) {
      const keys = toMatchKeys(details, null);
      const filled = requireValue(await complaints.load(id));
      expect(filled).to.deep.include({ version, keys });
      const same = await matches.findByKeys({ keys, states: COMPLAINT_STATES, limit: 9 });
      expect(same.map((one) => one.id).includes(id)).to.equal(keys.length > 0);
      const stems = toStems(toMatchedText(details));
      const query = { stems, team, viewer: OFFICER, since: 0, states: COMPLAINT_STATES, limit: 9 };
      const found = (await matches.findSimilar(query)).find((one) => one.id === id);
      expect(found?.stems).to.have.members(stems);
    }
    await stores.close();
  });
}

function describeThreads(open: OpenOldStores): void {
  it('are found by the threads of their cards at once, and after the next commit', async () => {
    const folder = temporaryFolder();
    const old = readOldDocuments(folder.path);
    folder.remove();
    const stores = await open();
    const { complaints } = stores;
    for (const document of old) {
      const [id, card] = [String(document.id), requireValue(findOldCard(document))];
      const thread = { id, placement: 1 };
      expect(await complaints.findByThread(card.key)).to.deep.equal(thread);
      const { version, refs } = requireValue(await complaints.load(id));
      expect(refs['card:1']).to.deep.equal(card);
      expect(await complaints.change(id, version, sampleChange())).to.equal(true);
      expect(await complaints.findByThread(card.key)).to.deep.equal(thread);
    }
    await stores.close();
  });

  it('have a card finished once that was being posted when the old release stopped', async () => {
    const post = {
      ...sampleDelivery({ id: 'C-1001/1/0', lease: 'old/1', dueAt: NOON }),
      slot: 'team-card',
    };
    const stores = await open((complaint) => ({ ...complaint, refs: {}, outbox: [post] }));
    const { complaints } = stores;
    const [id, key] = ['C-1001', 'C0BILLING01:1.1'];
    expect(await complaints.findByThread(key)).to.equal(undefined);
    expect(await complaints.dueDeliveries(NOON, 9)).to.include(id);
    const lease = sampleLease();
    const claimed = await complaints.claim(id, post.id, lease);
    expect(claimed, 'to be looked for before it is posted').to.include({
      ...{ id: post.id, slot: 'card:1', uncertain: true, lease: lease.token },
    });
    const ref = { platform: 'slack', key } as const;
    const done = { deliveries: [post.id], slot: 'card:1', ref } as const;
    expect(await complaints.finish(id, 'old/1', done), 'by the old process').to.equal(false);
    expect(await complaints.finish(id, lease.token, done)).to.equal(true);
    expect(await complaints.load(id)).to.deep.include({ refs: { 'card:1': ref }, outbox: [] });
    expect(await complaints.findByThread(key)).to.deep.equal({ id, placement: 1 });
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
