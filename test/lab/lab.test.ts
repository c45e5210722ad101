import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import Fastify from 'fastify';
import { RedressError } from '../../src/errors.js';
import { createMetrics } from '../../src/http/metrics.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { createLabClock } from '../../src/lab/clock.js';
import type { RegisterEntry } from '../../src/lab/complaint-register.js';
import { createJournal } from '../../src/lab/journal.js';
import { createLabRoutes, type LabControls } from '../../src/lab/routes.js';
import { createStoreFault, withStoreFault } from '../../src/lab/store-fault.js';
import {
  channelWithJournal,
  routeWithJournal,
  wakeableWithJournal,
} from '../../src/lab/with-journal.js';
import type { Channel } from '../../src/ports/channel.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { ComplaintStore } from '../../src/ports/stores/complaint-store.js';
import { useLabFolder } from './lab-folder.js';

const TOKEN = 'a1b2c3d4e5f6a7b8c9d0';

const ENTRY: RegisterEntry = {
  reference: 'C-1001',
  category: 'A wrong bill',
  state: 'open',
  confidential: false,
  reporter: { name: 'Ann', accounts: { slack: 'U1' } },
  owner: null,
  team: 'Billing',
  post: null,
  formerPosts: [],
  acknowledged: false,
  promises: 0,
  nudges: 0,
  resolved: false,
  closed: false,
  waiting: 2,
};

describe('the lab', () => {
  const labFolder = useLabFolder();
  const { realNow } = labFolder;

  describe('journal', () => {
    it('keeps the last 500 entries', () => {
      const journal = createJournal(realNow);
      for (let ms = 0; ms < 501; ms++) {
        journal.record({ at: 0, kind: 'job', what: 'sweep', outcome: 'done', ms });
      }
      expect(journal.entries()).to.have.length(500);
      expect(journal.entries()[0]?.ms).to.equal(1);
    });

    it('records jobs and deliveries with their outcomes, and passes results and errors on', async () => {
      const journal = createJournal(realNow);
      const target = wakeableWithJournal(
        {
          wake: async () => {
            labFolder.real += 7;
          },
          sweep: async () => {
            throw new Error('broken');
          },
        },
        journal,
      );
      await target.wake({ kind: 'complaint', id: 'C-1001' });
      expect(await target.sweep().catch((error: Error) => error.message)).to.equal('broken');
      const channel = { platform: 'slack', findMessage: async () => ({ kind: 'absent' }) };
      const found = await channelWithJournal(channel as unknown as Channel, journal).findMessage(
        { place: { platform: 'slack' } },
        'd1',
        0,
      );
      expect(found).to.deep.equal({ kind: 'absent' });
      const at = 1_000_007;
      expect(journal.entries()).to.deep.equal([
        { at: 1_000_000, kind: 'job', what: 'wake C-1001', outcome: 'done', ms: 7 },
        { at, kind: 'job', what: 'sweep', outcome: 'failed', ms: 0 },
        { at, kind: 'delivery', what: 'slack find', outcome: 'absent', ms: 0 },
      ]);
    });
  });

  describe('store fault', () => {
    it('makes every call fail while it lasts, and no call after it', async () => {
      const called: unknown[][] = [];
      const store = {
        secret: 'C-1001',
        async load(...args: unknown[]) {
          called.push(args);
          return this.secret;
        },
        async close() {
          called.push(['close']);
        },
      };
      const fault = createStoreFault(realNow);
      const broken = withStoreFault(store as unknown as ComplaintStore, fault);
      expect(await broken.load('C-1001')).to.equal('C-1001');
      expect(fault.failFor(1000)).to.equal(1_001_000);
      labFolder.real += 999;
      const error = await broken.load('C-1002').catch((thrown) => thrown);
      expect(error).to.be.instanceOf(RedressError).and.to.include({ code: 'STORE_UNAVAILABLE' });
      await broken.close();
      labFolder.real += 1;
      await broken.load('C-1003');
      expect(called).to.deep.equal([['C-1001'], ['close'], ['C-1003']]);
    });
  });

  describe('routes', () => {
    let server: HttpServer;
    let url: string;
    let calls: string[];
    let lab: LabControls;

    beforeEach(async () => {
      calls = [];
      lab = {
        token: TOKEN,
        clock: createLabClock({ file: labFolder.file, realNow }),
        journal: createJournal(realNow),
        storeFault: createStoreFault(realNow),
        afterJump: async () => void calls.push(`swept at ${lab.clock.now()}`),
        nudges: async () => [
          { complaint: 'C-1001', rule: 'untaken', at: 5, to: 'the team', isCollected: false },
        ],
        complaints: async () => {
          lab.storeFault.throwIfActive();
          return [ENTRY];
        },
        settle: async () => {
          calls.push('settled');
          return 2;
        },
      };
      const handle = async () => ({ status: 200, headers: {}, body: '' });
      server = createHttpServer({
        host: '127.0.0.1',
        port: 0,
        checks: [],
        metrics: createMetrics(),
        logger: silentLogger,
        routes: [routeWithJournal({ path: '/slack/events', handle }, lab.journal)],
        plugins: [createLabRoutes(lab)],
      });
      url = `http://127.0.0.1:${await server.start()}`;
    });
    afterEach(() => server.stop(100));

    async function call(method: string, path: string, body?: unknown, token = TOKEN) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    }

    it('refuse requests without the token', async () => {
      const refused = { status: 401, body: { error: 'the lab token is missing or wrong' } };
      for (const token of ['', 'x', `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()]) {
        expect(await call('GET', '/lab/clock', undefined, token)).to.deep.equal(refused);
        expect(await call('POST', '/lab/clock', { forward: 1 }, token)).to.deep.equal(refused);
      }
      expect((await fetch(`${url}/lab/settle`, { method: 'POST' })).status).to.equal(401);
      expect(calls).to.deep.equal([]);
    });

    it('refuse requests from another computer, even with the token', async () => {
      const app = Fastify();
      void app.register(createLabRoutes(lab));
      const headers = { authorization: `Bearer ${TOKEN}` };
      const statusFrom = async (remoteAddress: string) =>
        (await app.inject({ url: '/lab/clock', headers, remoteAddress })).statusCode;
      for (const here of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) {
        expect(await statusFrom(here), here).to.equal(200);
      }
      for (const other of ['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '::11', '192.168.127.0']) {
        expect(await statusFrom(other), other).to.equal(403);
      }
      await app.close();
    });

    it('move the clock, and answer when due work is done', async () => {
      expect(await call('GET', '/lab/clock')).to.deep.equal({
        status: 200,
        body: { now: 1_000_000, offset: 0 },
      });
      expect(await call('POST', '/lab/clock', { forward: 500 })).to.deep.equal({
        status: 200,
        body: { now: 1_000_500 },
      });
      expect((await call('POST', '/lab/clock', { to: 2_000_000 })).body).to.deep.equal({
        now: 2_000_000,
      });
      expect(calls).to.deep.equal(['swept at 1000500', 'swept at 2000000']);
      expect(JSON.parse(readFileSync(labFolder.file, 'utf8'))).to.deep.equal({ offset: 1_000_000 });
    });

    it('refuse to move the clock back, and invalid moves', async () => {
      expect(await call('POST', '/lab/clock', { to: 999_999 })).to.deep.equal({
        status: 400,
        body: { error: 'the clock only moves forward' },
      });
      for (const body of [
        {},
        { to: 'x' },
        { forward: -1 },
        { to: 2e6, forward: 1 },
        [],
        undefined,
      ]) {
        expect(await call('POST', '/lab/clock', body)).to.deep.equal({
          status: 400,
          body: { error: 'send {"to": ms} or {"forward": ms}' },
        });
      }
      expect(calls).to.deep.equal([]);
    });

    it('answer with the error code when the sweep after a move fails', async () => {
      lab.storeFault.failFor(1000);
      lab.afterJump = async () => lab.storeFault.throwIfActive();
      expect(await call('POST', '/lab/clock', { forward: 1 })).to.deep.equal({
        status: 503,
        body: { error: 'STORE_UNAVAILABLE' },
      });
      lab.afterJump = async () => {
        throw new Error('private words');
      };
      expect(await call('POST', '/lab/clock', { forward: 1 })).to.deep.equal({
        status: 500,
        body: { error: 'failed' },
      });
    });

    it('list the progress of complaints, or answer that the store does not', async () => {
      const there = await call('GET', '/lab/complaints');
      expect(there).to.deep.equal({ status: 200, body: { complaints: [ENTRY] } });
      lab.storeFault.failFor(1000);
      const away = await call('GET', '/lab/complaints');
      expect(away).to.deep.equal({ status: 503, body: { error: 'STORE_UNAVAILABLE' } });
      expect((await call('GET', '/lab/complaints', undefined, 'x')).status).to.equal(401);
    });

    it('list the next nudges and the journal', async () => {
      expect((await call('GET', '/lab/nudges')).body).to.deep.equal({
        nudges: [
          { complaint: 'C-1001', rule: 'untaken', at: 5, to: 'the team', isCollected: false },
        ],
      });
      await fetch(`${url}/slack/events`, { method: 'POST', body: 'words' });
      expect((await call('GET', '/lab/journal')).body).to.deep.equal({
        entries: [{ at: 1_000_000, kind: 'request', what: '/slack/events', outcome: '200', ms: 0 }],
      });
    });

    it('make the store fail for a while, and wait until nothing runs', async () => {
      expect((await call('POST', '/lab/store-fault', { ms: 3000 })).body).to.deep.equal({
        until: 1_003_000,
      });
      expect(() => lab.storeFault.throwIfActive()).to.throw(RedressError);
      expect((await call('POST', '/lab/store-fault', { ms: 1e9 })).status).to.equal(400);
      const settled = { status: 200, body: { waiting: 2 } };
      expect(await call('POST', '/lab/settle', {})).to.deep.equal(settled);
      expect(await call('POST', '/lab/settle')).to.deep.equal(settled);
      expect(calls).to.deep.equal(['settled', 'settled']);
    });
  });
});
