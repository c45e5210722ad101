import { expect } from 'chai';
import { RedressError } from '../../src/errors.js';
import { createMetrics } from '../../src/http/metrics.js';
import type { RawRequest } from '../../src/http/raw-route.js';
import {
  type Check,
  createSchedulerCheck,
  createStoreCheck,
  probeAll,
} from '../../src/http/readiness.js';
import { createHttpServer, type HttpOptions, type HttpServer } from '../../src/http/server.js';
import type { LogFields } from '../../src/ports/logger.js';
import { silentLogger } from '../../src/ports/logger.js';

const open: HttpServer[] = [];

async function serve(options: Partial<HttpOptions> = {}) {
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    checks: [],
    metrics: createMetrics(),
    logger: silentLogger,
    routes: [],
    ...options,
  });
  open.push(server);
  const port = await server.start();
  return { server, port, url: `http://127.0.0.1:${port}` };
}

async function get(url: string) {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

describe('the HTTP server', () => {
  afterEach(async () => {
    for (const server of open.splice(0)) await server.stop(100);
  });

  it('answers /healthz', async () => {
    const { url } = await serve({ checks: [{ name: 'store', probe: () => 'away' }] });
    expect(await get(`${url}/healthz`)).to.deep.equal({ status: 200, body: { alive: true } });
  });

  it('does not name its software', async () => {
    const { url } = await serve();
    const { headers } = await fetch(`${url}/healthz`);
    expect([headers.get('server'), headers.get('x-powered-by')]).to.deep.equal([null, null]);
  });

  it('answers an unknown path with 404', async () => {
    const { url } = await serve();
    for (const path of ['/', '/lab/clock', '/slack/events']) {
      expect(await get(url + path)).to.deep.equal({ status: 404, body: { error: 'not found' } });
    }
  });

  it('names PORT when the port is taken', async () => {
    const { port } = await serve();
    const second = await serve({ port }).catch((error) => error);
    expect(second).to.be.instanceOf(RedressError);
    expect(second).to.include({ code: 'CONFIG_INVALID' });
    expect(second.message).to.equal(`PORT: port ${port} is taken; set another one.`);
  });

  it('names HOST when it is not an address of this computer', async () => {
    const refused = await serve({ host: '192.0.2.1' }).catch((error) => error);
    expect(refused.message).to.equal('HOST: 192.0.2.1 is no address of this computer.');
  });

  describe('readiness', () => {
    it('is 200 when every check is ok, and names each', async () => {
      const store = createStoreCheck({ ping: async () => undefined });
      const scheduler = createSchedulerCheck({ lastHeartbeatAt: () => 1000 }, () => 60_999);
      const { url } = await serve({ checks: [store, scheduler] });
      expect(await get(`${url}/readyz`)).to.deep.equal({
        status: 200,
        body: { ready: true, checks: { store: 'ok', scheduler: 'ok' } },
      });
    });

    it("is 503 when a check fails, with its code or sentence, without a library's message", async () => {
      const checks: Check[] = [
        createStoreCheck({
          ping: async () => {
            throw new RedressError('STORE_UNAVAILABLE', 'no answer');
          },
        }),
        createSchedulerCheck({ lastHeartbeatAt: () => 1000 }, () => 61_000),
        createNamedSchedulerCheck('fresh', null),
        { name: 'slack', probe: () => 'the socket is closed' },
        {
          name: 'odd',
          probe: () => {
            throw new Error('secret thing');
          },
        },
      ];
      const { url } = await serve({ checks });
      expect(await get(`${url}/readyz`)).to.deep.equal({
        status: 503,
        body: {
          ready: false,
          checks: {
            store: 'STORE_UNAVAILABLE: no answer',
            scheduler: 'no heartbeat for 60 s',
            fresh: 'no heartbeat yet',
            slack: 'the socket is closed',
            odd: 'failed',
          },
        },
      });
    });

    it('is 503 while draining, when requests are still answered', async () => {
      const { server, url } = await serve({ checks: [{ name: 'store', probe: () => 'ok' }] });
      server.drain();
      expect(await get(`${url}/readyz`)).to.deep.equal({
        status: 503,
        body: { ready: false, checks: { store: 'ok', process: 'stopping' } },
      });
      expect((await get(`${url}/healthz`)).status).to.equal(200);
    });

    it('is computed once for all requests within a second', async () => {
      let [now, probes] = [50_000, 0];
      const store: Check = { name: 'store', probe: () => (++probes > 1 ? 'away' : 'ok') };
      const { server, url } = await serve({ checks: [store], realNow: () => now });
      await Promise.all([1, 2, 3].map(() => fetch(`${url}/readyz`)));
      now += 999;
      expect((await get(`${url}/readyz`)).status).to.equal(200);
      expect(probes).to.equal(1);
      server.drain();
      expect((await get(`${url}/readyz`)).status).to.equal(503);
      now += 1;
      expect(await get(`${url}/readyz`)).to.have.nested.property('body.checks.store', 'away');
      expect(probes).to.equal(2);
    });

    it('does not wait for a check that never answers', async () => {
      const silent = { name: 'store', probe: () => new Promise<string>(() => undefined) };
      expect(await probeAll([silent], 10)).to.deep.equal({
        ready: false,
        checks: { store: 'no answer within 10 ms' },
      });
    });
  });

  describe('/metrics', () => {
    it('is computed once for all requests within a second, and again after a failure', async () => {
      let [now, scrapes] = [50_000, 0];
      const text = async () => {
        scrapes += 1;
        if (scrapes === 1) throw new Error('inside');
        return `scrape ${scrapes}`;
      };
      const metrics = { ...createMetrics(), text };
      const { url } = await serve({ metrics, realNow: () => now });
      const scrape = async () => (await fetch(`${url}/metrics`)).text();
      expect(await scrape()).to.equal('{"error":"failed"}');
      expect(await Promise.all([scrape(), scrape()])).to.deep.equal(['scrape 2', 'scrape 2']);
      now += 1000;
      expect(await scrape()).to.equal('scrape 3');
      now -= 3_600_000;
      expect(await scrape()).to.equal('scrape 4');
    });
  });

  describe("a platform's route", () => {
    const answer = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'fine' };

    it('gets the headers and the exact bytes of the body for every content type', async () => {
      const seen: RawRequest[] = [];
      const handle = async (request: RawRequest) => {
        seen.push(request);
        return { status: 202, headers: { 'x-own': 'yes' }, body: Buffer.from('{"a":1}') };
      };
      const { url } = await serve({ routes: [{ path: '/slack/events', handle }] });
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'a/b']) {
        const response = await fetch(`${url}/slack/events`, {
          method: 'POST',
          body: Buffer.from('{ "a":  1}\n\u00e4'),
          headers: { 'content-type': type, 'x-slack-signature': 'v0=1' },
        });
        expect(response.status).to.equal(202);
        expect(response.headers.get('x-own')).to.equal('yes');
        expect(await response.text()).to.equal('{"a":1}');
      }
      expect(seen.map((request) => request.body.toString())).to.deep.equal(
        Array(3).fill('{ "a":  1}\n\u00e4'),
      );
      expect(seen[0]?.headers['x-slack-signature']).to.equal('v0=1');
    });

    it('gets no bytes for an empty body, and can answer with an empty body', async () => {
      const handle = async ({ body }: RawRequest) => ({
        status: 200,
        headers: {},
        body: body.toString(),
      });
      const { url } = await serve({ routes: [{ path: '/in', handle }] });
      const response = await fetch(`${url}/in`, { method: 'POST' });
      expect([response.status, await response.text()]).to.deep.equal([200, '']);
    });

    it('gets no request with a body over the limit', async () => {
      let called = false;
      const handle = async () => {
        called = true;
        return answer;
      };
      const { url } = await serve({ routes: [{ path: '/in', handle }] });
      const response = await fetch(`${url}/in`, { method: 'POST', body: 'x'.repeat(1_048_577) });
      expect(response.status).to.equal(413);
      expect(await response.json()).to.deep.equal({ error: 'the body is too large' });
      expect(called).to.equal(false);
    });

    it('that throws answers 500 without detail, and is logged without the body', async () => {
      const lines: LogFields[] = [];
      const logger = { ...silentLogger, error: (fields: LogFields) => void lines.push(fields) };
      const fault = new Error('inside');
      const handle = async () => {
        throw fault;
      };
      const { url } = await serve({ logger, routes: [{ path: '/in', handle }] });
      const response = await fetch(`${url}/in`, { method: 'POST', body: 'private words' });
      expect(response.status).to.equal(500);
      expect(await response.json()).to.deep.equal({ error: 'failed' });
      expect(lines).to.deep.equal([{ error: fault, path: '/in' }]);
    });
  });

  describe('stopping', () => {
    it('answers the running request, then closes', async () => {
      let release: (() => void) | undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let arrived: (() => void) | undefined;
      const inside = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const handle = async () => {
        arrived?.();
        await held;
        return { status: 200, headers: {}, body: 'done' };
      };
      const { server, url } = await serve({ routes: [{ path: '/in', handle }] });
      const response = fetch(`${url}/in`, { method: 'POST' });
      await inside;
      const stopped = server.stop(5000);
      release?.();
      expect(await (await response).text()).to.equal('done');
      await stopped;
    });

    it('closes connections that do not end in time', async () => {
      let arrived: (() => void) | undefined;
      const inside = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const handle = () => {
        arrived?.();
        return new Promise<never>(() => undefined);
      };
      const { server, url } = await serve({ routes: [{ path: '/in', handle }] });
      const ended = fetch(`${url}/in`, { method: 'POST' }).then(
        () => 'answered',
        () => 'cut',
      );
      await inside;
      await server.stop(50);
      expect(await ended).to.equal('cut');
    });
  });
});

function createNamedSchedulerCheck(name: string, beat: number | null): Check {
  return { ...createSchedulerCheck({ lastHeartbeatAt: () => beat }), name };
}
