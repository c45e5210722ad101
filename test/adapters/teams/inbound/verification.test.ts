import { expect } from 'chai';
import fc from 'fast-check';
import { createWorkTracker } from '../../../../adapters/shared/work-tracker.js';
import {
  createAuthentication,
  createSigningKeys,
  OPENID_DOCUMENT,
} from '../../../../adapters/teams/auth/authentication.js';
import { createReceiver } from '../../../../adapters/teams/inbound/receiver.js';
import { createAllowedServiceUrls } from '../../../../adapters/teams/outbound/service-urls.js';
import type { InboundEvent } from '../../../../src/ports/intake.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';
import {
  createFakeMicrosoft,
  NOW,
  SERVICE_URL,
  SIMULATOR_URL,
  signToken,
  startAdapter,
  tokenClaims,
} from '../fake-microsoft.js';
import { type ActivityJson, APP_ID, fixture, TENANT } from '../fixtures.js';
import { FORBIDDEN_SERVICE_URLS, INVALID_TOKENS } from './forged-requests.js';

const MINUTE = 60_000;

const seconds = NOW / 1000;

describe('A request to the Teams path', () => {
  let events: InboundEvent[];
  let adapter: Awaited<ReturnType<typeof startAdapter>>;
  let connections: number;
  beforeEach(async () => {
    events = [];
    adapter = await startAdapter(async (event) => {
      events.push(event);
      return { kind: 'notice', notice: { text: 'Done', blocks: [] } };
    });
    connections = adapter.microsoft.calls.length;
  });

  function expectNothingHappened() {
    expect(events).to.deep.equal([]);
    expect(adapter.references.store.puts).to.equal(0);
    expect(adapter.microsoft.sends()).to.deep.equal([]);
  }

  it('is accepted with a valid token', async () => {
    expect((await adapter.post(fixture('message-personal'))).status).to.equal(200);
    expect(events).to.have.length(1);
  });

  for (const [which, token] of Object.entries(INVALID_TOKENS)) {
    it(`is refused without a reason with a token ${which}, and nothing is done`, async () => {
      const body = Buffer.from(
        JSON.stringify(fixture('message-personal', { serviceUrl: SERVICE_URL })),
      );
      const answer = await adapter.send(body, token === undefined ? undefined : `Bearer ${token}`);
      expect(answer).to.deep.equal({ status: 401, headers: {}, body: '' });
      expectNothingHappened();
      // at most Microsoft's keys are fetched again, for a new key
      const asked = adapter.microsoft.calls
        .slice(connections)
        .map(({ url }) => new URL(url).pathname);
      expect(asked.every((path) => path.startsWith('/teams/openid/'))).to.equal(true);
    });
  }

  it('is refused with another scheme than Bearer', async () => {
    const body = Buffer.from(
      JSON.stringify(fixture('message-personal', { serviceUrl: SERVICE_URL })),
    );
    for (const header of [
      `Basic ${signToken()}`,
      signToken(),
      `Bearer ${signToken()} x`,
      'Bearer ',
      '',
    ]) {
      expect((await adapter.send(body, header)).status, header.slice(0, 8)).to.equal(401);
    }
    expectNothingHappened();
  });

  it('is refused when it replays a captured token for another service URL', async () => {
    const token = signToken();
    expect((await adapter.post(fixture('message-personal'), token)).status).to.equal(200);
    events.length = 0;
    const moved = { ...fixture('message-personal'), serviceUrl: SIMULATOR_URL };
    const answer = await adapter.send(Buffer.from(JSON.stringify(moved)), `Bearer ${token}`);
    expect(answer.status).to.equal(401);
    expect(events).to.deep.equal([]);
  });

  it('is refused when it replays a captured token after its time', async () => {
    let now = NOW;
    const later = await startAdapter(
      async (event) => {
        events.push(event);
        return { kind: 'none' };
      },
      { now: () => now },
    );
    const token = signToken();
    expect((await later.post(fixture('message-personal'), token)).status).to.equal(200);
    now += 66 * MINUTE;
    const again = await later.post(fixture('message-personal', { id: '1741003209999' }), token);
    expect(again.status).to.equal(401);
    expect(events).to.have.length(1);
  });

  it('is accepted up to five minutes early or late', async () => {
    for (const [n, changes] of [{ exp: seconds - 299 }, { nbf: seconds + 299 }].entries()) {
      const activity = fixture('message-personal', { id: `174100320000${n}` });
      expect((await adapter.post(activity, signToken(tokenClaims(changes)))).status).to.equal(200);
    }
    expect(events).to.have.length(2);
  });

  it('is handled once when it comes twice', async () => {
    const press = fixture('message-with-value');
    const [first, second] = await Promise.all([adapter.post(press), adapter.post(press)]);
    const third = await adapter.post(press, signToken(tokenClaims({ nbf: seconds - 200 })));
    expect([first.status, second.status, third.status]).to.deep.equal([200, 200, 200]);
    expect(events).to.have.length(1);
  });

  for (const [which, serviceUrl] of Object.entries(FORBIDDEN_SERVICE_URLS)) {
    it(`is refused when its service URL is ${which}, and no connection is made`, async () => {
      const token = signToken(tokenClaims({ serviceurl: serviceUrl }));
      const activity = fixture('message-personal', { serviceUrl });
      const answer = await adapter.send(Buffer.from(JSON.stringify(activity)), `Bearer ${token}`);
      expect(answer).to.deep.equal({ status: 403, headers: {}, body: '' });
      expect(adapter.microsoft.calls.length).to.equal(connections);
      expectNothingHappened();
    });

    it(`is refused without a simulator too when its service URL is ${which}`, async () => {
      const { receiver, dispatched, microsoft } = createReceiverForMicrosoft();
      const token = signToken(tokenClaims({ serviceurl: serviceUrl }));
      const body = Buffer.from(JSON.stringify(fixture('message-personal', { serviceUrl })));
      const answer = await receiver.handle({ headers: { authorization: `Bearer ${token}` }, body });
      expect(answer.status).to.equal(403);
      expect(microsoft.calls).to.deep.equal([]);
      expect(dispatched).to.deep.equal([]);
    });
  }

  it('is accepted from Microsoft without a simulator, but not from a simulator', async () => {
    const { receiver, dispatched, microsoft } = createReceiverForMicrosoft();
    const ask = (activity: ActivityJson) => {
      const token = signToken(tokenClaims({ serviceurl: activity.serviceUrl }));
      const body = Buffer.from(JSON.stringify(activity));
      return receiver.handle({ headers: { authorization: `Bearer ${token}` }, body });
    };
    expect((await ask(fixture('message-personal'))).status).to.equal(200);
    expect(microsoft.calls[0]?.url).to.equal(OPENID_DOCUMENT);
    const simulated = await ask(fixture('message-personal', { serviceUrl: SERVICE_URL }));
    expect(simulated.status).to.equal(403);
    expect(dispatched).to.have.length(1);
  });

  const ELSEWHERE: Readonly<Record<string, ActivityJson>> = {
    'of another channel': { channelId: 'webchat' },
    'of the emulator’s channel': { channelId: 'emulator' },
    'of a channel written otherwise': { channelId: 'MSTeams' },
    'of another tenant': {
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: APP_ID },
    },
    'of another tenant, by its channel data': { channelData: { tenant: { id: APP_ID } } },
    'from a person of another tenant': {
      from: { id: '29:1', aadObjectId: APP_ID, tenantId: APP_ID },
    },
    'of no tenant': { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: {} },
  };
  for (const [which, changes] of Object.entries(ELSEWHERE)) {
    it(`${which} is refused before its token is verified`, async () => {
      const answer = await adapter.post(fixture('message-personal', changes));
      expect(answer).to.deep.equal({ status: 403, headers: {}, body: '' });
      expect(adapter.microsoft.calls.length).to.equal(connections);
      expectNothingHappened();
    });
  }

  it('is answered whatever it contains, and never by a 500', async () => {
    const { serviceUrl: _, ...fields } = fixture('message-mention');
    const field = fc.constantFrom(
      ...Object.keys(fields),
      'value',
      'name',
      'action',
      'membersAdded',
    );
    const kind = fc.constantFrom('message', 'invoke', 'conversationUpdate', 'installationUpdate');
    const name = fc.constantFrom('task/fetch', 'adaptiveCard/action', 'composeExtension/fetchTask');
    const changes = fc.dictionary(field, fc.jsonValue(), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(kind, name, changes, async (type, of, changed) => {
        const answer = await adapter.post(
          fixture('message-mention', { type, name: of, ...changed }),
        );
        expect(answer.status).to.be.oneOf([200, 400, 403, 501]);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused from a sender without a Microsoft Entra account', async () => {
    const from = { id: '29:1abc', name: 'Guest' };
    for (const name of ['message-personal', 'task-fetch', 'card-action'] as const) {
      expect((await adapter.post(fixture(name, { from }))).status, name).to.equal(403);
    }
    expect(events).to.deep.equal([]);
  });
});

/** Creates a receiver without a simulator. It records activities instead of running them. */
function createReceiverForMicrosoft() {
  const microsoft = createFakeMicrosoft((url) =>
    url === OPENID_DOCUMENT
      ? Response.json({ jwks_uri: `${new URL(url).origin}/openid/keys` })
      : undefined,
  );
  const now = () => NOW;
  const dispatched: unknown[] = [];
  const keys = createSigningKeys({ openId: OPENID_DOCUMENT, fetch: microsoft.fetch, now });
  const receiver = createReceiver({
    ...{ tenant: TENANT, now, logger: silentLogger, meter: silentMeter },
    authentication: createAuthentication({ appId: APP_ID, keys, now }),
    serviceUrls: createAllowedServiceUrls({ simulatorUrl: null }),
    workTracker: createWorkTracker(),
    dispatch: async (activity) => {
      dispatched.push(activity);
      return { status: 200 };
    },
  });
  receiver.start();
  return { receiver, dispatched, microsoft };
}
