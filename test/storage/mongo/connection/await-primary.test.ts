import { expect } from 'chai';
import { awaitPrimary } from '../../../../src/storage/mongo/connection/await-primary.js';
import { createClient } from '../../../../src/storage/mongo/connection/client.js';
import { catchRejection } from '../../../contracts/catch-rejection.js';
import { createLogRecorder } from '../../../support/recorders.js';
import { createFakeWaiting } from '../../../support/waiting/fake-waiting.js';
import { type FakeServer, openFakeServer } from './fake-server.js';

const STATES = {
  primary: { isWritablePrimary: true },
  secondary: { isWritablePrimary: false, secondary: true },
} as const;

describe('a start while a replica set elects a primary', () => {
  let server: FakeServer;
  let state: keyof typeof STATES;
  let logs: { line: string; fields: Readonly<Record<string, unknown>> }[];

  beforeEach(async () => {
    state = 'secondary';
    logs = [];
    server = await openFakeServer((_command, host) => {
      const member = { setName: 'rs0', hosts: [host], me: host, minWireVersion: 0 };
      return { ok: 1, ...STATES[state], ...member, maxWireVersion: 21 };
    });
  });
  afterEach(() => server.close());

  const ping = async (uri = server.uri): Promise<unknown> => {
    const client = createClient(
      { uri: `${uri}?replicaSet=rs0`, appName: 'redress-test' },
      'preparation',
    );
    try {
      return await client.db('redress').command({ ping: 1 });
    } finally {
      await client.close();
    }
  };

  it('waits until there is one, and says so in the log', async () => {
    const waiting = createFakeWaiting(async () => {
      state = 'primary';
    });
    await awaitPrimary(() => ping(), createLogRecorder(logs), waiting);
    expect(logs.map(({ line }) => line)).to.deep.equal([
      'info MongoDB has no primary, the start waits for the election',
    ]);
  });

  it('gives up after thirty seconds, and says every five that it waits', async () => {
    const waiting = createFakeWaiting();
    const fault = await catchRejection(ping());
    const work = async (): Promise<never> => {
      waiting.advance(1500);
      throw fault;
    };
    expect(await catchRejection(awaitPrimary(work, createLogRecorder(logs), waiting))).to.equal(
      fault,
    );
    expect(waiting.now()).to.be.within(30_000, 32_000);
    expect(logs.length).to.be.within(4, 6);
  });

  it('does not wait when nobody listens', async () => {
    const waiting = createFakeWaiting();
    const { uri } = server;
    await server.close();
    await catchRejection(awaitPrimary(() => ping(uri), createLogRecorder(logs), waiting));
    expect(waiting.pauses).to.deep.equal([]);
    expect(logs).to.deep.equal([]);
  });
});
