import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ignoredOutage } from '../../../../adapters/shared/outage.js';
import {
  type ClientOptions,
  type ConnectorRequest,
  createClient,
} from '../../../../adapters/teams/outbound/client.js';
import { createRateLimiter } from '../../../../adapters/teams/outbound/rate-limiter.js';
import { createAllowedServiceUrls } from '../../../../adapters/teams/outbound/service-urls.js';
import { CHANNELS, PEOPLE, TEAM, TENANT_ID } from '../../../../playground/teams/seed.js';
import type { Card } from '../../../../src/views/elements.js';
import { NO_RATE_LIMIT, startOutboundHarness } from './harness.js';

const SERVICE_URL = 'https://smba.trafficmanager.net/teams/';
const PLACE = { platform: 'teams' as const, team: TEAM.id, channel: CHANNELS.billing };
const BEN = { platform: 'teams' as const, workspace: TENANT_ID, userId: PEOPLE.ben };

type Sent = { readonly url: string; readonly init: RequestInit };

/** Creates a client. Its requests are recorded and get these responses in turn, the last one repeated. */
function createTestClient(
  responses: readonly (() => Response)[],
  options: Partial<ClientOptions> = {},
) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const freshRequests: boolean[] = [];
  const tokenResults: (string | null)[] = [];
  const own: typeof fetch = async (input, init = {}) => {
    sent.push({ url: String(input), init });
    const respond = responses[Math.min(sent.length, responses.length) - 1];
    if (respond === undefined) throw new TypeError('fetch failed');
    return respond();
  };
  const call = createClient({
    serviceUrls: createAllowedServiceUrls({ simulatorUrl: null }),
    tokens: {
      fetchToken: async (fresh) => {
        freshRequests.push(fresh);
        return { ok: true, token: fresh ? 'fresh' : 'kept' };
      },
    },
    rateLimiter: NO_RATE_LIMIT,
    fetch: own,
    sleep: async (ms) => {
      waits.push(ms);
    },
    onTokenResult: (refused) => tokenResults.push(refused),
    outage: ignoredOutage,
    ...options,
  });
  return { call, sent, waits, freshRequests, tokenResults };
}

const toRequest = (serviceUrl: string = SERVICE_URL, rateLimitKey = '19:x'): ConnectorRequest => ({
  ...{ method: 'POST', serviceUrl, rateLimitKey, body: { type: 'message' } },
  path: ['conversations', '19:x@thread.tacv2;messageid=1', 'activities'],
});

const ok = () => Response.json({ id: '1' }, { status: 201 });
const unauthorized = () => new Response(null, { status: 401 });

describe('Calls to Teams', () => {
  it('send the token and the activity to the service URL', async () => {
    const { call, sent } = createTestClient([ok]);
    expect(await call(toRequest())).to.deep.equal({ ok: true, answer: { id: '1' } });
    const [request] = sent;
    expect(request?.url).to.equal(
      `${SERVICE_URL}v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/activities`,
    );
    expect(new Headers(request?.init.headers).get('authorization')).to.equal('Bearer kept');
    expect(request?.init.body).to.equal('{"type":"message"}');
  });

  it('go only to the Bot Connector: other URLs get no connection, and no token is requested', async () => {
    const { call, sent, freshRequests } = createTestClient([ok]);
    for (const url of [
      'https://evil.example/teams/',
      'http://smba.trafficmanager.net/teams/',
      'https://smba.trafficmanager.net@evil.example/',
      '',
    ]) {
      const called = await call(toRequest(url));
      expect(called).to.deep.equal({ ok: false, failure: { kind: 'address' } });
    }
    expect(sent).to.deep.equal([]);
    expect(freshRequests).to.deep.equal([]);
  });

  it('are sent once: only the delivery loop retries a delivery', async () => {
    for (const status of [400, 403, 404, 412, 429, 500, 502, 503, 504]) {
      const { call, sent } = createTestClient([() => new Response('{}', { status })]);
      expect((await call(toRequest())).ok).to.equal(false);
      expect(sent, String(status)).to.have.length(1);
    }
    const { call, sent } = createTestClient([]);
    const called = await call(toRequest());
    expect(called).to.deep.equal({ ok: false, failure: { kind: 'lost', code: 'no-answer' } });
    expect(sent).to.have.length(1);
  });

  it('are sent again once with a fresh token after a refusal', async () => {
    const { call, sent, freshRequests, tokenResults } = createTestClient([unauthorized, ok]);
    expect((await call(toRequest())).ok).to.equal(true);
    expect(freshRequests).to.deep.equal([false, true]);
    expect(sent).to.have.length(2);
    expect(tokenResults).to.deep.equal([null]);
  });

  it('report when Microsoft refuses the token, and when it accepts it again', async () => {
    const { call, sent, tokenResults } = createTestClient([unauthorized, unauthorized, ok]);
    const called = await call(toRequest());
    expect(called.ok ? null : called.failure).to.deep.include({ kind: 'http', status: 401 });
    expect(sent).to.have.length(2);
    await call(toRequest());
    expect(tokenResults).to.deep.equal(['http-401', null]);
  });

  it('report an accepted token when only the call itself was refused', async () => {
    const roster = { error: { code: 'BotNotInConversationRoster' } };
    const { call, tokenResults } = createTestClient([
      () => Response.json(roster, { status: 403 }),
      () => new Response('<html>no</html>', { status: 403 }),
      () => new Response('{}', { status: 500 }),
    ]);
    for (let index = 0; index < 3; index += 1) await call(toRequest());
    expect(tokenResults).to.deep.equal([null]);
  });

  it('report when Microsoft returns no token, and send nothing', async () => {
    const tokens = {
      fetchToken: async () => ({ ok: false, code: 'AADSTS7000215', refused: true }) as const,
    };
    const { call, sent, tokenResults } = createTestClient([ok], { tokens });
    const called = await call(toRequest());
    expect(called.ok ? null : called.failure).to.deep.include({ kind: 'token' });
    expect(sent).to.deep.equal([]);
    expect(tokenResults).to.deep.equal(['AADSTS7000215']);
  });

  it('wait for their turn, and are not sent when it is too far away', async () => {
    const { call, sent, waits } = createTestClient([ok], {
      rateLimiter: createRateLimiter(() => 0),
    });
    const called = await Promise.all(Array.from({ length: 40 }, () => call(toRequest())));
    expect(waits.slice(0, 2)).to.deep.equal([1100, 2100]);
    expect(called.at(-1)).to.deep.include({ ok: false });
    expect(sent.length).to.be.within(9, 39);
    expect(sent.length).to.equal(called.filter(({ ok }) => ok).length);
  });

  it('count threads with their channel', async () => {
    const { call, waits } = createTestClient([ok], { rateLimiter: createRateLimiter(() => 0) });
    for (let index = 0; index < 8; index += 1) {
      await call(toRequest(SERVICE_URL, `19:x@thread.tacv2;messageid=${index}`));
    }
    expect(waits).to.deep.equal([1100]);
  });

  it('block a conversation as long as Teams says', async () => {
    const busy = () => new Response('{}', { status: 429, headers: { 'retry-after': '30' } });
    const { call, sent } = createTestClient([busy], { rateLimiter: createRateLimiter(() => 0) });
    await call(toRequest());
    const second = await call(toRequest());
    expect(second.ok ? null : second.failure).to.deep.equal({
      kind: 'paced',
      retryAfterMs: 30_000,
    });
    await call(toRequest(SERVICE_URL, '19:other'));
    expect(sent).to.have.length(2);
  });

  describe('over a real connection', () => {
    let server: Server;
    let seen: string[];
    let base: string;
    beforeEach((done) => {
      seen = [];
      server = createServer((request, response) => {
        seen.push(String(request.url));
        if (request.url?.includes('silent')) return;
        if (request.url?.includes('away')) {
          response.writeHead(307, { location: `${base}/elsewhere` }).end();
          return;
        }
        response.writeHead(200).end('<html>Welcome to the hotel</html>');
      }).listen(0, '127.0.0.1', () => {
        base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        done();
      });
    });
    afterEach((done) => {
      server.close(done);
      server.closeAllConnections();
    });
    const callAt = (path: string, timeoutMs = 5000) => {
      const serviceUrls = createAllowedServiceUrls({ simulatorUrl: `${base}/${path}` });
      const { call } = createTestClient([], { serviceUrls, fetch, timeoutMs });
      return call(toRequest(`${base}/${path}/`));
    };

    it('have a time-out', async () => {
      const called = await callAt('silent', 50);
      expect(called).to.deep.equal({ ok: false, failure: { kind: 'lost', code: 'timeout' } });
    });

    it('follow no redirect, so that the token does not reach another host', async () => {
      const called = await callAt('away');
      expect(called.ok ? null : called.failure).to.deep.include({ kind: 'http', status: 307 });
      expect(seen).to.have.length(1);
    });

    it('ignore a body that is not JSON', async () => {
      expect(await callAt('page')).to.deep.equal({ ok: true, answer: undefined });
    });
  });
});

describe('The bot’s token in a tenant', () => {
  const card: Card = { summary: 's', title: null, blocks: [] };
  const message = { deliveryId: 'd', card };

  it('is requested once for many calls', async () => {
    const harness = await startOutboundHarness({ rateLimit: false });
    const toRequest = () => harness.channel.post({ place: PLACE }, message);
    const outcomes = await Promise.all([toRequest(), toRequest(), toRequest(), toRequest()]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['sent', 'sent', 'sent', 'sent']);
    const tokens = harness.tenant.requests().filter(({ operation }) => operation === 'token');
    expect(tokens).to.have.length(1);
    await harness.stop();
  });

  it('is replaced when the tenant refuses it, and nothing is lost or doubled', async () => {
    const harness = await startOutboundHarness({ rateLimit: false });
    expect((await harness.channel.post({ place: PLACE }, message)).kind).to.equal('sent');
    harness.tenant.rotateKeys();
    expect((await harness.channel.post({ place: PLACE }, message)).kind).to.equal('sent');
    expect(harness.tenant.channelMessages(CHANNELS.billing)).to.have.length(2);
    expect(harness.tokenResults.every((one) => one === null)).to.equal(true);
    await harness.stop();
  });

  it('is unavailable with a wrong secret: deliveries wait, and the reason is reported', async () => {
    const harness = await startOutboundHarness({ rateLimit: false, secret: 'wrong' });
    const outcome = await harness.channel.post({ place: PLACE }, message);
    expect(outcome.kind).to.equal('retry');
    expect(harness.tokenResults.at(-1)).to.match(/^(AADSTS7000215|invalid_client)$/);
    expect(await harness.channel.fetchProfile(BEN)).to.equal(undefined);
    expect(harness.tenant.channelMessages(CHANNELS.billing)).to.deep.equal([]);
    await harness.stop();
  });
});

describe('A burst of messages', () => {
  it('is never throttled by a tenant that keeps Microsoft’s limits', async () => {
    let now = 1_000_000;
    const harness = await startOutboundHarness({ now: () => now, tenant: { now: () => now } });
    let left = 70;
    for (let round = 0; left > 0 && round < 200; round += 1) {
      const outcome = await harness.connector.startThread(
        `${harness.tenant.url}/`,
        CHANNELS.billing,
        {
          type: 'message',
          text: `message ${left}`,
        },
      );
      expect(outcome.kind).to.be.oneOf(['sent', 'retry']);
      if (outcome.kind === 'sent') left -= 1;
      now += outcome.kind === 'retry' ? (outcome.retryAfterMs ?? 1000) : 5000;
    }
    expect(left).to.equal(0);
    const refused = harness.tenant.requests().filter(({ status }) => status === 429);
    expect(refused).to.deep.equal([]);
    await harness.stop();
  });
});
