import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import {
  connectMongo,
  type MongoConnection,
} from '../../../src/storage/mongo/connection/connect.js';
import { OldDocuments } from '../../../src/storage/mongo/old-documents.js';
import { createModels, type DocumentModel } from '../../../src/storage/mongo/schema.js';
import type { MongoStores } from '../../../src/storage/mongo/stores.js';
import { createRecordReaders } from '../../../src/storage/records/readers.js';
import {
  requireValue,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../../contracts/complaint-store/samples.js';
import {
  MADE_UP_SCHEMA,
  MADE_UP_STEPS,
  toOldComplaint,
} from '../../contracts/records/made-up-steps.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoStoresOn } from '../open-stores.js';

describeOnMongo('a complaint of an older schema on MongoDB', (mongo) => {
  let opened: StoresUnderTest;
  let connection: MongoConnection;
  let old: OldDocuments<Complaint>;
  /** The store of a process of the older version, which still runs. */
  let before: ComplaintStore;
  beforeEach(async () => {
    opened = await openMongoStoresOn(mongo)();
    before = opened.stores.complaints;
    const database = (opened.stores as MongoStores).db.databaseName;
    connection = await connectMongo({ uri: mongo.uri, appName: 'redress-test', database });
    const readers = createRecordReaders({ steps: MADE_UP_STEPS });
    const model = createModels(connection.connection).complaints as unknown as DocumentModel;
    old = new OldDocuments(connection, { model, reader: readers.complaints });
  });
  afterEach(async () => {
    await connection.close();
    await opened.destroy();
  });

  const item = sampleDelivery({ slot: 'thread:1' });
  const lease = sampleLease();
  const done = {
    deliveries: [item.id],
    slot: 'dm:p',
    ref: { platform: 'slack', key: 'k' },
  } as const;
  const changes: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'claims a delivery': (id) => before.claim(id, item.id, lease),
    'finishes a delivery': async (id) => {
      await before.claim(id, item.id, lease);
      await before.finish(id, lease.token, done);
    },
    commits: (id) => before.change(id, 1, sampleChange()),
  };

  for (const [what, change] of Object.entries(changes)) {
    it(`is not overwritten when a process of the older version ${what} meanwhile`, async () => {
      const { id } = sampleComplaint();
      await before.insert(sampleComplaint({ id, outbox: [item] }));
      await opened.rewriteStored('complaint', id, toOldComplaint);
      const found = requireValue(await old.find(id));
      await change(id);
      const changed = await opened.readStored('complaint', id);
      expect(await old.write(found, found.document)).to.equal(false);
      expect(await opened.readStored('complaint', id)).to.deep.equal(changed);
      await old.upgrade(id);
      expect(await old.find(id)).to.equal(undefined);
      const after = await opened.readStored('complaint', id);
      expect(after).to.include({ schema: MADE_UP_SCHEMA, version: changed.version });
    });
  }
});
