import { expect } from 'chai';
import type { CommandStartedEvent, Db } from 'mongodb';
import { MongoClient } from 'mongodb';
import type { MongoStores } from '../../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import {
  fileSample,
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../../contracts/complaint-store/samples.js';
import { describeOnMongo } from '../../support/mongo.js';
import { withUriOptions } from './mongo-uri.js';

describeOnMongo('the database of the stores on MongoDB', (mongo) => {
  const appName = 'redress-test';
  const database = mongo.newDatabaseName();
  let client: MongoClient;
  let db: Db;
  let stores: MongoStores;

  before(async () => {
    client = await MongoClient.connect(mongo.uri);
    db = client.db(database);
    const uri = withUriOptions(mongo.uri, { w: '0', monitorCommands: 'true' });
    stores = await openMongoStores({ uri, appName, database });
  });
  after(async () => {
    await stores.close();
    await client.close();
    await mongo.dropDatabase(database);
  });

  it('gets every write with majority and journal, whatever the URI says', async () => {
    const writes: CommandStartedEvent[] = [];
    stores.db.client.on('commandStarted', (event) => {
      if (['insert', 'update', 'delete', 'findAndModify'].includes(event.commandName))
        writes.push(event);
    });
    const item = sampleDelivery();
    const { id } = sampleComplaint();
    await fileSample(stores.complaints);
    await stores.complaints.insert(sampleComplaint({ id, outbox: [item] }));
    await stores.complaints.change(id, 1, sampleChange());
    const lease = sampleLease();
    await stores.complaints.claim(id, item.id, lease);
    await stores.complaints.releaseLeases('host', NOON);
    await stores.complaints.fail(id, item.id, lease.token, 'rejected');
    await stores.complaints.drop(id, item.id);
    const account = { platform: 'slack', workspace: 'T1', userId: 'U1' } as const;
    await stores.people.ensure(account, { name: 'Ada', email: null, zone: null });
    await stores.people.saveReference(account, { channel: 'D1' });
    await stores.references.put('teams', 'tenant', { serviceUrl: 'https://a.example/' });
    await stores.references.remove('teams', 'tenant');
    expect(writes).to.have.length(12);
    for (const { command, commandName } of writes) {
      expect(command.writeConcern, commandName).to.include({ w: 'majority', j: true });
    }
  });

  it('reads by majority what decides, and the latest for lists', async () => {
    const { complaints, inboxes, people, references, alarms } = stores;
    const account = { platform: 'slack', workspace: 'T1', userId: 'U7' } as const;
    const viewer = { person: 'p', ids: ['p'], memberOf: [], leadOf: [], isOfficer: true };
    const first = sampleComplaint();
    await complaints.insert(first);
    const deciding = {
      load: () => complaints.load('C-1'),
      'a filing again': () => complaints.insert(sampleComplaint({ filedBy: first.filedBy })),
      'an inbox': () => inboxes.load('p_1'),
      'who is away': () => inboxes.findAbsent(NOON),
      'a person by account': () => people.findByAccount(account),
      'a person by id': () => people.get('p_1'),
      'a new person': () => people.ensure(account, { name: 'Ada', email: null, zone: null }),
      'a reference': () => references.get('teams', 'tenant'),
      'all references': () => references.all('teams'),
      'told alarms': () => alarms.findUntold(['a']),
    };
    for (const [what, read] of Object.entries(deciding)) {
      expect((await recordReadConcerns(read)).at(-1), what).to.equal('majority');
    }
    const listing = {
      list: () => complaints.list({ viewer, states: ['open'], limit: 10 }),
      'due actions': () => complaints.dueActions(NOON, 10),
      'due deliveries': () => complaints.dueDeliveries(NOON, 10),
      'upcoming actions': () => complaints.upcoming(10),
      'what is not filled': () => complaints.findUnfilled(10),
      'a thread': () => complaints.findByThread('slack:C1:1.2'),
    };
    for (const [what, read] of Object.entries(listing)) {
      const levels = await recordReadConcerns(read);
      expect(new Set(levels), what).to.deep.equal(new Set(['local']));
    }
  });

  /** The read concerns of the `find` commands of a call, in order. */
  async function recordReadConcerns(call: () => Promise<unknown>): Promise<readonly string[]> {
    const levels: string[] = [];
    const listen = ({ commandName, command }: CommandStartedEvent): void => {
      if (commandName === 'find') levels.push(String(command.readConcern?.level));
    };
    stores.db.client.on('commandStarted', listen);
    await call();
    stores.db.client.off('commandStarted', listen);
    return levels;
  }

  it('gives the scheduler connections of its own, with a time-out', async () => {
    const { schedulerDb } = stores;
    expect(schedulerDb.client).to.not.equal(stores.db.client);
    expect(schedulerDb.databaseName).to.equal(database);
    const { appName, socketTimeoutMS, waitQueueTimeoutMS } = schedulerDb.client.options;
    expect([appName, socketTimeoutMS, waitQueueTimeoutMS]).to.deep.equal([
      'redress-test-scheduler',
      10_000,
      10_000,
    ]);
    expect(stores.db.client.options.serverSelectionTimeoutMS).to.equal(1500);
  });

  it('is called redress unless the URI or the options name it', async () => {
    const named = mongo.newDatabaseName();
    const url = new URL(mongo.uri);
    url.pathname = `/${named}`;
    const uri = withUriOptions(url.toString(), { authSource: 'admin' });
    const opened = await openMongoStores({ uri, appName });
    expect(opened.db.databaseName).to.equal(named);
    await opened.close();
    await mongo.dropDatabase(named);
    expect(stores.db.databaseName).to.equal(database);
  });

  it('is rejected with the name of an index that is not unique', async () => {
    const other = mongo.newDatabaseName();
    await client.db(other).collection('complaints').createIndex({ filedBy: 1 });
    const fault = await catchRejection(
      openMongoStores({ uri: mongo.uri, appName, database: other }),
    );
    await mongo.dropDatabase(other);
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
    expect(fault).to.have.property('message').that.includes('complaints {"filedBy":1} unique');
  });

  it('is rejected when two people share an account', async () => {
    const other = mongo.newDatabaseName();
    const twins = [{ keys: ['slack:T1:U1'] }, { keys: ['slack:T1:U1'] }];
    await client.db(other).collection('people').insertMany(twins);
    const fault = await catchRejection(
      openMongoStores({ uri: mongo.uri, appName, database: other }),
    );
    await mongo.dropDatabase(other);
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
  });

  it('names the fields of a record with an unknown shape, but not their content', async () => {
    const complaint = sampleComplaint();
    await stores.complaints.insert(complaint);
    const secret = { description: 'secret', state: 'secret' };
    const update = { $set: { details: secret, state: 'secret' } };
    await db.collection<{ _id: string }>('complaints').updateOne({ _id: complaint.id }, update);
    const fault = await catchRejection(stores.complaints.load(complaint.id));
    expect(fault).to.include({ code: 'STORE_RECORD' });
    expect(fault).to.have.property('message').that.includes('details.').and.not.includes('secret');
  });

  it('preserves what a newer version wrote', async () => {
    const complaint = sampleComplaint();
    await stores.complaints.insert(complaint);
    const complaints = db.collection<{ _id: string }>('complaints');
    await complaints.updateOne({ _id: complaint.id }, { $set: { novelty: { a: 1 } } });
    await stores.complaints.change(complaint.id, 1, sampleChange({ set: { team: 'other' } }));
    const after = { ...complaint, team: 'other', version: 2, novelty: { a: 1 } };
    expect(await stores.complaints.load(complaint.id)).to.deep.equal(after);
  });

  it('accepts no operator as an id', async () => {
    const refs = { 'card:1': { platform: 'slack', key: 'k' } } as const;
    const complaint = sampleComplaint({ refs });
    await stores.complaints.insert(complaint);
    const operator = JSON.parse('{"$ne":null}') as string;
    expect(await catchRejection(stores.complaints.load(operator))).to.be.instanceOf(Error);
    const change = sampleChange({ set: { team: 'stolen' } });
    expect(await catchRejection(stores.complaints.change(operator, 1, change))).to.be.instanceOf(
      Error,
    );
    expect(await catchRejection(stores.complaints.findByThread(operator))).to.be.instanceOf(Error);
    expect(requireValue(await stores.complaints.load(complaint.id))).to.deep.equal(complaint);
  });
});
