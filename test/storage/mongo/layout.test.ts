import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type Db, MongoClient } from 'mongodb';
import {
  LAYOUT_STEPS,
  type LayoutOptions,
  type LayoutStep,
  prepareLayout,
} from '../../../src/storage/mongo/layout.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import { sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { describeOnMongo } from '../../support/mongo.js';

describeOnMongo('the layout of the database on MongoDB', (mongo) => {
  let client: MongoClient;
  let db: Db;
  let runs: string[];
  before(async () => {
    client = await MongoClient.connect(mongo.uri);
  });
  after(() => client.close());
  beforeEach(() => {
    db = client.db(mongo.newDatabaseName());
    runs = [];
  });
  afterEach(() => mongo.dropDatabase(db.databaseName));

  const FAST = { leaseMs: 600, pollMs: 10 } as const;
  const readMeta = () => db.collection<{ _id: string }>('meta').findOne({ _id: 'layout' });
  const prepare = (layoutSteps: readonly LayoutStep[], options: LayoutOptions = {}) =>
    prepareLayout(db, { layoutSteps, ...FAST, ...options });
  /** A step that notes its name, and takes some time. */
  const step = (name: string): LayoutStep => {
    return async () => {
      runs.push(name);
      await pause(30);
    };
  };

  it('is 1 for a database without a number: every database of release 853330e', async () => {
    await prepare([]);
    expect(await readMeta()).to.deep.equal({ _id: 'layout', layout: 1, lease: null });
  });

  it('is noted by every start', async () => {
    const database = db.databaseName;
    const stores = await openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
    await stores.close();
    expect(await readMeta()).to.include({ layout: 1 + LAYOUT_STEPS.length });
  });

  it('is brought up by each step once, in order', async () => {
    await prepare([step('two')]);
    await prepare([step('two'), step('three'), step('four')]);
    await prepare([step('two'), step('three'), step('four')]);
    expect(runs).to.deep.equal(['two', 'three', 'four']);
    expect(await readMeta()).to.deep.equal({ _id: 'layout', layout: 4, lease: null });
  });

  it('is brought up by one of several processes that start at once; all wait for it', async () => {
    const steps = [step('two'), step('three')];
    const ends = await Promise.all(
      Array.from({ length: 5 }, async () => {
        await prepare(steps);
        return (await readMeta()) as { layout?: number } | null;
      }),
    );
    expect(runs).to.deep.equal(['two', 'three']);
    for (const end of ends) expect(end?.layout).to.equal(3);
  });

  it('is left to a process whose step takes longer than its lease', async () => {
    const slow: LayoutStep = async () => {
      runs.push('slow');
      await pause(1500);
    };
    await Promise.all([prepare([slow]), prepare([slow])]);
    expect(runs).to.deep.equal(['slow']);
  });

  it('goes on with the unfinished step of a process that was killed', async () => {
    await prepare([step('two')]);
    const dead = { owner: 'dead', until: Date.now() + 200 };
    await db
      .collection<{ _id: string }>('meta')
      .updateOne({ _id: 'layout' }, { $set: { lease: dead } });
    const lines: string[] = [];
    const note = (_fields: object, message: string) => void lines.push(message);
    const logger = { debug: note, info: note, warn: note, error: note };
    await prepare([step('two'), step('three')], { logger });
    expect(Date.now()).to.be.at.least(dead.until);
    expect(runs).to.deep.equal(['two', 'three']);
    expect(lines).to.deep.equal([
      'another process changes the layout of the database, waits',
      'layout step started',
      'layout step done',
    ]);
  });

  it('stays when a step fails, and the next start tries it again', async () => {
    let isBroken = true;
    const fragile: LayoutStep = async () => {
      runs.push('fragile');
      if (isBroken) throw new Error('no rights');
    };
    const fault = await catchRejection(prepare([step('two'), fragile]));
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
    expect(fault).to.have.property('message').that.includes('layout 3');
    expect(await readMeta()).to.deep.equal({ _id: 'layout', layout: 2, lease: null });
    isBroken = false;
    await prepare([step('two'), fragile]);
    expect(runs).to.deep.equal(['two', 'fragile', 'fragile']);
  });

  it('of a newer version is refused with both numbers, and nothing is written', async () => {
    const newer = 2 + LAYOUT_STEPS.length;
    await prepare(Array.from({ length: newer - 1 }, () => step('made up')));
    const database = db.databaseName;
    const open = openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
    const fault = await catchRejection(open);
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
    expect(fault)
      .to.have.property('message')
      .that.includes(`has layout ${newer}`)
      .and.includes(`knows ${newer - 1} at most`)
      .and.includes('run the newer version again');
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    expect(names).to.deep.equal(['meta']);
  });

  it('marks what no index of words knows, however often its step runs, and nothing that a newer process wrote', async () => {
    const complaints = db.collection<{ _id: string; terms?: string[]; unindexed?: number }>(
      'complaints',
    );
    const [indexed, marked] = [
      { _id: 'C-2', terms: [] },
      { _id: 'C-3', unindexed: 0 },
    ];
    await complaints.insertMany([{ _id: 'C-1' }, indexed, marked]);
    const expected = [{ _id: 'C-1', unindexed: 1 }, indexed, marked];
    for (let run = 0; run < 2; run += 1) {
      await LAYOUT_STEPS.at(-1)?.(db);
      expect(await complaints.find().sort({ _id: 1 }).toArray()).to.deep.equal(expected);
    }
  });

  it('is brought up before the indexes are made, so that a step can replace one', async () => {
    const database = db.databaseName;
    await db.collection('complaints').createIndex({ filedBy: 1 });
    const dropWrong: LayoutStep = async (on) => {
      await on
        .collection('complaints')
        .dropIndex('filedBy_1')
        .catch(() => undefined);
    };
    const options = { uri: mongo.uri, appName: 'redress-test', database };
    const stores = await openMongoStores({ ...options, layoutSteps: [dropWrong], ...FAST });
    const complaint = sampleComplaint();
    await stores.complaints.insert(complaint);
    expect(await stores.complaints.load(complaint.id)).to.deep.equal(complaint);
    await stores.close();
  });
});
