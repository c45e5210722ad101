import { expect } from 'chai';
import { UnknownOutcomeError } from '../../../../src/ports/stores/document-store.js';
import { forgetfulRecords } from '../../../../src/ports/unreadable-records.js';
import { MongoComplaintStore } from '../../../../src/storage/mongo/complaint-store.js';
import {
  connectMongo,
  type MongoConnection,
} from '../../../../src/storage/mongo/connection/connect.js';
import { toLivingRecord } from '../../../../src/storage/mongo/old-documents.js';
import { createModels } from '../../../../src/storage/mongo/schema.js';
import { createRecordReaders } from '../../../../src/storage/records/readers.js';
import { catchRejection } from '../../../contracts/catch-rejection.js';
import { sampleChange, sampleComplaint } from '../../../contracts/complaint-store/samples.js';
import { LAG_MS } from '../../../support/waiting/lagging-store.js';
import {
  answerHello,
  type FakeServer,
  openFakeServer,
  STANDALONE,
  toCursor,
  toErrorAnswer,
} from './fake-server.js';

type Answer = Readonly<Record<string, unknown>>;

const NO_MAJORITY = {
  code: 64,
  codeName: 'WriteConcernTimeout',
  errmsg: 'waiting for replication',
};
const TAKEN = { index: 0, code: 11000, errmsg: 'E11000 duplicate key error' };

describe('what a MongoDB server answers', () => {
  let server: FakeServer;
  let connection: MongoConnection;
  let store: MongoComplaintStore;
  let answer: (command: Answer) => Answer;

  beforeEach(async () => {
    const answerAll = answerHello(STANDALONE, (command) => answer(command));
    server = await openFakeServer(answerAll);
    connection = await connectMongo({ uri: server.uri, appName: 'redress-test' });
    const readers = createRecordReaders({ unreadable: forgetfulRecords });
    const models = createModels(connection.connection);
    store = new MongoComplaintStore(connection, models, readers.complaints, async () => undefined);
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  /** Answers writes with this, and everything else as a server does that only refuses writes. */
  const refuseWrites = (refusal: Answer): void => {
    answer = (command) => {
      if ('update' in command || 'insert' in command) return refusal;
      return 'find' in command ? { ok: 1, cursor: toCursor([]) } : { ok: 1 };
    };
  };

  it('is asked for a durable write and a read by a ping', async () => {
    const commands: Answer[] = [];
    answer = (command) => {
      commands.push(command);
      return 'find' in command ? { ok: 1, cursor: toCursor([]) } : { ok: 1, n: 1, nModified: 1 };
    };
    await store.ping();
    const [write, read] = commands.filter((command) => 'update' in command || 'find' in command);
    expect(write).to.have.property('writeConcern').that.includes({ w: 'majority', j: true });
    expect(read).to.have.deep.property('readConcern', { level: 'majority' });
  });

  const REFUSALS: Readonly<Record<string, Answer>> = {
    'there is no primary': toErrorAnswer(10107, 'NotWritablePrimary', 'not primary'),
    'the user may only read': toErrorAnswer(13, 'Unauthorized', 'not authorized on redress'),
    'the disk is full': toErrorAnswer(14031, 'OutOfDiskSpace', 'available disk space is too low'),
    'no majority confirms them': { ok: 1, n: 1, writeConcernError: NO_MAJORITY },
  };
  for (const [why, refusal] of Object.entries(REFUSALS)) {
    it(`makes a ping fail when writes are refused: ${why}`, async () => {
      refuseWrites(refusal);
      const fault = await catchRejection(store.ping());
      expect(fault).to.have.property('code', 'STORE_UNAVAILABLE');
    });
  }

  it('leaves the outcome of a write unknown when no majority confirms it', async () => {
    refuseWrites({ ok: 1, n: 1, nModified: 1, writeConcernError: NO_MAJORITY });
    const fault = await catchRejection(store.change('C-1', 1, sampleChange()));
    expect(fault).to.be.instanceOf(UnknownOutcomeError);
  });

  it('is certain when it refuses a write', async () => {
    refuseWrites(toErrorAnswer(13, 'Unauthorized', 'not authorized on redress'));
    const fault = await catchRejection(store.change('C-1', 1, sampleChange()));
    expect(fault).to.have.property('code', 'STORE_UNAVAILABLE');
    expect(fault).to.not.be.instanceOf(UnknownOutcomeError);
  });

  it('is waited for when a filing that came first is not on a majority yet', async () => {
    const first = sampleComplaint();
    const since = performance.now();
    answer = (command) => {
      if ('insert' in command) return { ok: 1, n: 0, writeErrors: [TAKEN] };
      const { level } = command.readConcern as { readonly level: string };
      const isShown = level === 'local' || performance.now() - since > LAG_MS;
      return { ok: 1, cursor: toCursor(isShown ? [toLivingRecord(first, 5)] : []) };
    };
    const again = sampleComplaint({ filedBy: first.filedBy });
    const outcome = await store.insert(again);
    expect(outcome).to.have.property('kind', 'duplicate');
    expect(outcome).to.have.nested.property('document.id', first.id);
    expect(performance.now() - since).to.be.above(LAG_MS);
  });

  it('leaves a filing unknown whose first write never gets to a majority', async () => {
    const first = sampleComplaint();
    answer = (command) => {
      if ('insert' in command) return { ok: 1, n: 0, writeErrors: [TAKEN] };
      const { level } = command.readConcern as { readonly level: string };
      return { ok: 1, cursor: toCursor(level === 'local' ? [toLivingRecord(first, 5)] : []) };
    };
    const again = sampleComplaint({ filedBy: first.filedBy });
    expect(await catchRejection(store.insert(again))).to.be.instanceOf(UnknownOutcomeError);
  });

  it('that an id is taken by another filing is an outcome', async () => {
    answer = (command) =>
      'insert' in command ? { ok: 1, n: 0, writeErrors: [TAKEN] } : { ok: 1, cursor: toCursor([]) };
    expect(await store.insert(sampleComplaint())).to.deep.equal({ kind: 'taken' });
  });
});
