import { expect } from 'chai';
import { createIdempotencyCache } from '../../../../adapters/teams/inbound/idempotency-cache.js';
import type { InboundEvent, Reply } from '../../../../src/ports/intake.js';
import { type Meter, silentMeter } from '../../../../src/ports/meter.js';
import {
  NOW,
  PASSWORD,
  sentMessages,
  signToken,
  startAdapter,
  tokenClaims,
} from '../fake-microsoft.js';
import { fixture } from '../fixtures.js';

const NONE: Reply = { kind: 'none' };
const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };

describe('A request body on the Teams path', () => {
  it('is refused before parsing when it is too large', async () => {
    const adapter = await startAdapter(async () => NONE);
    const answer = await adapter.send(Buffer.alloc(1_000_001, ' '), `Bearer ${signToken()}`);
    expect(answer.status).to.equal(413);
  });

  it('is refused when it cannot be parsed', async () => {
    const adapter = await startAdapter(async () => NONE);
    const texts = ['', '{', 'null', '[]', '"text"', '{}', '{"type":"message"}', '{"type":1}'];
    for (const text of texts) {
      const answer = await adapter.send(Buffer.from(text), `Bearer ${signToken()}`);
      expect(answer.status, text).to.equal(400);
    }
    const strange = fixture('message-personal', { recipient: 'us' });
    expect((await adapter.post(strange)).status).to.equal(400);
  });

  it('is accepted and ignored when its type is unknown', async () => {
    const seen: InboundEvent[] = [];
    const adapter = await startAdapter(async (incoming) => {
      seen.push(incoming);
      return NONE;
    });
    for (const type of ['typing', 'messageReaction', 'messageUpdate', 'messageDelete', 'event']) {
      const answer = await adapter.post(fixture('message-in-thread', { type }));
      expect(answer, type).to.deep.equal({ status: 200, headers: {}, body: '' });
    }
    const query = fixture('task-fetch', { name: 'composeExtension/query' });
    expect((await adapter.post(query)).status).to.equal(501);
    expect(seen).to.deep.equal([]);
  });

  it('is ignored when a bot sent it, this bot included', async () => {
    const seen: InboundEvent[] = [];
    const adapter = await startAdapter(async (incoming) => {
      seen.push(incoming);
      return NOTICE;
    });
    for (const from of [{ id: '28:other' }, fixture('message-personal').recipient]) {
      expect((await adapter.post(fixture('message-personal', { from }))).status).to.equal(200);
      expect((await adapter.post(fixture('message-mention', { from }))).status).to.equal(200);
    }
    expect(seen).to.deep.equal([]);
    expect(sentMessages(adapter)).to.deep.equal([]);
  });

  it('is counted at each refusal, but logged once a minute for each reason', async () => {
    let [now, counted] = [NOW, 0];
    const meter: Meter = {
      ...silentMeter,
      count: () => {
        counted += 1;
      },
    };
    const adapter = await startAdapter(async () => NONE, { meter, now: () => now });
    const old = () => signToken(tokenClaims({ exp: now / 1000 - 400 }));
    for (let n = 0; n < 20; n += 1) await adapter.post(fixture('message-personal'), old());
    now += 60_000;
    await adapter.post(fixture('message-personal'), old());
    expect(counted).to.equal(21);
    const lines = adapter.lines.filter((line) => line.includes('outside-time'));
    expect(lines.map((line) => JSON.parse(line).unlogged)).to.deep.equal([0, 19]);
  });

  it('leaves no text, name or token in the log', async () => {
    const adapter = await startAdapter(async ({ payload }) => {
      if (payload.kind === 'message') throw new TypeError('the store is away');
      return NOTICE;
    });
    const token = signToken(tokenClaims({ exp: 1 }));
    await adapter.post(fixture('message-personal'), token);
    await adapter.post(fixture('message-in-thread'));
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> list' }));
    await adapter.post(fixture('task-fetch', { value: { data: { text: 'Mrs Smith' } } }));
    await adapter.teams.stop(10);
    const log = adapter.lines.join('\n');
    expect(log).to.contain('Teams activity failed');
    for (const secret of ['Smith', 'lift', 'Ann', PASSWORD, token, signToken()]) {
      expect(log).not.to.contain(secret);
    }
  });
});

describe('The signing keys in the Teams adapter', () => {
  it('are fetched at the start, and again only for an unknown key, not at every request', async () => {
    let now = NOW;
    const adapter = await startAdapter(async () => NONE, { now: () => now });
    const reads = () => adapter.microsoft.calls.filter(({ url }) => url.endsWith('/keys')).length;
    expect(reads()).to.equal(1);
    await adapter.post(fixture('message-in-thread'));
    for (let n = 0; n < 5; n += 1) {
      await adapter.post(
        fixture('message-in-thread'),
        signToken(tokenClaims(), { kid: `unknown-${n}` }),
      );
    }
    expect(reads()).to.equal(1);
    now += 10_000;
    const forge = () =>
      adapter.post(fixture('message-in-thread'), signToken(tokenClaims(), { kid: 'x' }));
    await Promise.all([forge(), forge(), forge()]);
    expect(reads()).to.equal(2);
  });

  it('cause a 503 while they are unavailable, so that Teams repeats the request', async () => {
    const adapter = await startAdapter(async () => NONE, {
      fetch: async (input) => {
        if (String(input).endsWith('/token')) {
          return Response.json({ access_token: 'token', expires_in: 3600 });
        }
        throw new TypeError('fetch failed');
      },
    });
    for (let n = 0; n < 20; n += 1) {
      expect((await adapter.post(fixture('message-personal'))).status).to.equal(503);
    }
    const lines = adapter.lines.filter((line) => line.includes('no-keys'));
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain('signing keys');
  });

  it('are used for another day while Microsoft does not answer', async () => {
    let [now, down] = [NOW, false];
    const other = await startAdapter(async () => NONE);
    const adapter = await startAdapter(async () => NONE, {
      now: () => now,
      fetch: async (input, init) => {
        if (down) throw new TypeError('fetch failed');
        return other.microsoft.fetch(input, init);
      },
    });
    down = true;
    now += 25 * 60 * 60_000;
    const token = signToken(tokenClaims({ exp: now / 1000 + 60 }));
    expect((await adapter.post(fixture('message-in-thread'), token)).status).to.equal(200);
  });
});

describe('The stopped Teams adapter', () => {
  it('refuses new requests, and waits for running work', async () => {
    let finish: (reply: Reply) => void = () => undefined;
    const core = new Promise<Reply>((resolve) => {
      finish = resolve;
    });
    const adapter = await startAdapter(() => core);
    const pressed = adapter.post(fixture('card-action'));
    await new Promise(setImmediate);
    expect(await adapter.teams.stop(5)).to.equal(false);
    expect((await adapter.post(fixture('message-personal'))).status).to.equal(503);
    const stopping = adapter.teams.stop(1000);
    finish(NONE);
    expect(await stopping).to.equal(true);
    expect((await pressed).status).to.equal(200);
  });

  it('reports itself as stopped', async () => {
    const adapter = await startAdapter(async () => NONE);
    await adapter.teams.stop(5);
    expect(adapter.teams.health()).to.contain('stopped');
  });
});

describe('The idempotency cache', () => {
  it('returns a final result again for five minutes', async () => {
    let [now, made] = [NOW, 0];
    const recent = createIdempotencyCache<number>(
      () => now,
      (n) => n > 0,
    );
    const make = async () => {
      made += 1;
      return made;
    };
    expect(await recent.once('a', make)).to.equal(1);
    expect(await recent.once('a', make)).to.equal(1);
    now += 5 * 60_000;
    expect(await recent.once('a', make)).to.equal(2);
    expect(await recent.once('b', async () => 0)).to.equal(0);
    expect(await recent.once('b', make)).to.equal(3);
  });

  it('has a limited size', async () => {
    const recent = createIdempotencyCache<number>(
      () => NOW,
      () => true,
    );
    for (let n = 0; n < 1002; n += 1) await recent.once(String(n), async () => n);
    expect(await recent.once('0', async () => -1)).to.equal(-1);
    expect(await recent.once('1001', async () => -1)).to.equal(1001);
  });
});
