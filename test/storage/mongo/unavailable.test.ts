import { performance } from 'node:perf_hooks';
import { expect } from 'chai';
import type { MongoStores } from '../../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import {
  requireValue,
  sampleChange,
  sampleComplaint,
} from '../../contracts/complaint-store/samples.js';
import { describeOnMongo, type TestMongo } from '../../support/mongo.js';
import { findProxyTarget, withUriOptions } from './mongo-uri.js';
import type { TcpProxy } from './tcp-proxy.js';
import { openTcpProxy } from './tcp-proxy.js';

/** The time-out of an operation, plus some time for a busy machine. Ms. */
const MAX_ANSWER_MS = 2500;
/** Time to wait for answers that do not come, and for the driver to reconnect. Ms. */
const TEST_TIMEOUT_MS = 20_000;

describe('MongoDB that was never available', () => {
  it('is reported within two seconds', async () => {
    const proxy = await openTcpProxy('127.0.0.1', 1);
    const uri = `mongodb://127.0.0.1:${proxy.port}`;
    await proxy.close();
    await expectUnavailable(() => openMongoStores({ uri, appName: 'redress-test' }));
  });
});

describeOnMongo('MongoDB that becomes unavailable', (mongo) => {
  const target = findProxyTarget(mongo.uri);
  if (target) describeUnavailability(mongo, target.host, target.port);
});

function describeUnavailability(mongo: TestMongo, host: string, port: number): void {
  const database = mongo.newDatabaseName();
  let proxy: TcpProxy;
  let stores: MongoStores;

  before(async () => {
    proxy = await openTcpProxy(host, port);
    const uri = withUriOptions(mongo.uri, { directConnection: 'true' }, proxy.port);
    stores = await openMongoStores({ uri, appName: 'redress-test', database });
  });
  afterEach(() => proxy.restore());
  after(async () => {
    await stores.close();
    await proxy.close();
    await mongo.dropDatabase(database);
  });

  it('is reported within two seconds, and nothing is buffered', async () => {
    const complaint = sampleComplaint();
    await proxy.disconnect();
    await expectUnavailable(() => stores.complaints.insert(complaint));
    await expectUnavailable(() => stores.complaints.ping());
    await proxy.restore();
    await waitUntilBack();
    expect(await stores.complaints.load(complaint.id)).to.equal(undefined);
  }).timeout(TEST_TIMEOUT_MS);

  it('leaves the outcome of an unanswered insert unknown, and a retry files once', async () => {
    const complaint = sampleComplaint();
    proxy.dropAnswers();
    await expectUnavailable(() => stores.complaints.insert(complaint));
    await proxy.disconnect();
    await proxy.restore();
    await waitUntilBack();
    const again = sampleComplaint({ filedBy: complaint.filedBy });
    const outcome = await stores.complaints.insert(again);
    const kept = outcome.kind === 'duplicate' ? complaint : again;
    const viewer = { person: 'p', ids: ['p'], memberOf: [], leadOf: [], isOfficer: true };
    const all = await stores.complaints.list({ viewer, states: ['open'], limit: 10 });
    expect(all).to.deep.equal([kept]);
  }).timeout(TEST_TIMEOUT_MS);

  it('times out for a change and a claim that are never answered', async () => {
    const complaint = sampleComplaint();
    await waitUntilBack();
    await stores.complaints.insert(complaint);
    proxy.dropAnswers();
    const lease = { token: 'host/1', now: 0, until: 1 };
    await Promise.all([
      expectUnavailable(() => stores.complaints.change(complaint.id, 1, sampleChange())),
      expectUnavailable(() => stores.complaints.claim(complaint.id, 'd', lease)),
      expectUnavailable(() => stores.people.get('p')),
    ]);
    await proxy.disconnect();
    await proxy.restore();
    await waitUntilBack();
    expect(requireValue(await stores.complaints.load(complaint.id)).version).to.be.within(1, 2);
  }).timeout(TEST_TIMEOUT_MS);

  /** The driver reconnects by itself. */
  async function waitUntilBack(): Promise<void> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      try {
        await stores.complaints.ping();
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
    }
  }
}

async function expectUnavailable(operation: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const fault = await catchRejection(operation());
  expect(fault).to.have.property('code', 'STORE_UNAVAILABLE');
  expect(performance.now() - start).to.be.below(MAX_ANSWER_MS);
}
