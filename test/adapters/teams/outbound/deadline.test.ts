import { expect } from 'chai';
import { LEASE_MS } from '../../../../src/app/delivery/retry.js';
import type { Destination } from '../../../../src/ports/channel.js';
import { ANN, TEAM, TENANT, THREAD } from '../fixtures.js';
import { createClockedChannel, type Delays } from './clocked-channel.js';

const SERVICE_URL = 'https://smba.trafficmanager.net/teams/';
/** How long an account is looked up before a message is sent, ms. */
const LOOK_UP_MS = 10_000;
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } };
const PLACE: Destination = { place: { platform: 'teams', team: TEAM, channel: TEAM } };
const POSTED = {
  ...{ platform: 'teams' as const, key: THREAD, serviceUrl: SERVICE_URL },
  ...{ conversation: THREAD, activity: '1741000000000' },
};
const known = { serviceUrl: SERVICE_URL, conversation: 'a:gone', user: null };
const person = { platform: 'teams' as const, workspace: TENANT, userId: ANN, reference: known };
const PERSON: Destination = { accounts: [person] };

const unauthorized = () => new Response(null, { status: 401 });
const gone = () => Response.json({ error: { code: 'ConversationNotFound' } }, { status: 404 });

/** Each step at its slowest. */
const WORST: Readonly<Record<string, Delays>> = {
  'token, rate limit and response': { tokenMs: 10_000, rateLimitMs: 5000, answersMs: [10_000] },
  'a response that never comes': { rateLimitMs: 5000, answersMs: [Number.POSITIVE_INFINITY] },
  'a late refusal of the token': {
    ...{ tokenMs: 7000, rateLimitMs: 5000, answersMs: [2000], answers: [unauthorized] },
  },
  'a chat that is gone': {
    ...{
      rateLimitMs: 5000,
      answersMs: [9000],
      answers: [gone, () => Response.json({ id: 'a:new' })],
    },
  },
};

describe('A post or an update in Teams', () => {
  for (const [what, delays] of Object.entries(WORST)) {
    for (const [where, target] of Object.entries({ PLACE, PERSON, THREAD: { thread: POSTED } })) {
      it(`ends in time for a second route within the lease: ${what}, ${where}`, async () => {
        const { channel, tookMs } = createClockedChannel(delays);
        await channel.post(target, MESSAGE);
        expect(tookMs()).to.be.at.most(20_000);
        expect(LOOK_UP_MS + 2 * tookMs()).to.be.below(LEASE_MS);
      });
    }
    it(`has the same time limit as an update: ${what}`, async () => {
      const { channel, tookMs } = createClockedChannel(delays);
      await channel.update(POSTED, MESSAGE);
      expect(tookMs()).to.be.at.most(20_000);
    });
  }

  it('is not sent when its response could not come in time, so that it is not sent twice', async () => {
    const { channel, urls } = createClockedChannel({ tokenMs: 16_000 });
    const outcome = await channel.post(PLACE, MESSAGE);
    expect(outcome).to.deep.equal({ kind: 'retry', retryAfterMs: null, detail: 'out-of-time' });
    expect(urls).to.deep.equal([]);
  });

  it('is not sent when its turn comes too late', async () => {
    const { channel, urls } = createClockedChannel({ tokenMs: 10_500, rateLimitMs: 5000 });
    expect(await channel.post(PLACE, MESSAGE)).to.deep.include({ kind: 'retry' });
    expect(urls).to.deep.equal([]);
  });

  it('may have been posted when no response came in the remaining time', async () => {
    const { channel, urls } = createClockedChannel({ tokenMs: 10_000, answersMs: [9000] });
    const outcome = await channel.post({ thread: POSTED }, MESSAGE);
    expect(outcome).to.deep.equal({ kind: 'unknown', detail: 'timeout' });
    expect(urls).to.have.length(1);
  });

  it('is not sent again after a late refusal of the token', async () => {
    const late = { tokenMs: 8000, answersMs: [1000], answers: [unauthorized] };
    const { channel, urls } = createClockedChannel(late);
    expect(await channel.post(PLACE, MESSAGE)).to.deep.include({ kind: 'retry' });
    expect(urls).to.have.length(1);
  });

  it('may use all of the time when everything works', async () => {
    const { channel } = createClockedChannel({
      tokenMs: 4000,
      rateLimitMs: 4000,
      answersMs: [9000],
    });
    expect((await channel.post({ thread: POSTED }, MESSAGE)).kind).to.equal('unknown');
    const quick = createClockedChannel({ tokenMs: 4000, rateLimitMs: 4000, answersMs: [8000] });
    const { channel: other } = quick;
    expect((await other.post({ thread: POSTED }, MESSAGE)).kind).to.equal('sent');
  });
});
