import { expect } from 'chai';
import type { Place } from '../../../../src/domain/organisation/place.js';
import type { Reference } from '../../../../src/ports/reference-store.js';
import { TEAM } from '../fixtures.js';
import { createClockedChannel } from './clocked-channel.js';

const HOST = 'https://smba.trafficmanager.net';
const [OLD, NEW, THIRD] = [`${HOST}/emea/`, `${HOST}/amer/`, `${HOST}/uk/`] as const;
const CHANNEL = '19:repairs@thread.tacv2';
const POSTED_AT = 1_741_000_000_000;
const PLACES: readonly Place[] = [{ platform: 'teams', team: TEAM, channel: CHANNEL }];
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } };

function refIn(conversation: string, activity: string, serviceUrl: string = OLD) {
  return { platform: 'teams' as const, key: conversation, serviceUrl, conversation, activity };
}
const ROOT = refIn(`${CHANNEL};messageid=${POSTED_AT}`, String(POSTED_AT));

/** Where an answer in a thread, and an update, went to, while this is kept. */
async function sentTo(
  kept: Readonly<Record<string, Reference>>,
  ref: ReturnType<typeof refIn> = ROOT,
) {
  const references = new Map(Object.entries(kept));
  const { channel, urls } = createClockedChannel({ references, places: PLACES });
  await channel.post({ thread: ref }, MESSAGE);
  await channel.update(ref, MESSAGE);
  return urls.map((url) => `${url.split('/v3/')[0]}/`);
}

describe('A message posted in Teams before its service URL changed', () => {
  const before = POSTED_AT - 1000;
  const after = POSTED_AT + 1000;

  it("uses its team's newer service URL", async () => {
    const kept = {
      tenant: { serviceUrl: THIRD, since: after },
      [`team:${TEAM}`]: { serviceUrl: NEW, removed: false, since: after },
    };
    expect(await sentTo(kept)).to.deep.equal([NEW, NEW]);
  });

  it("uses its own service URL when the team's is older", async () => {
    const kept = {
      tenant: { serviceUrl: NEW, since: after },
      [`team:${TEAM}`]: { serviceUrl: THIRD, removed: false, since: before },
    };
    expect(await sentTo(kept)).to.deep.equal([OLD, OLD]);
  });

  it("uses the tenant's newer service URL when the team is unknown", async () => {
    expect(await sentTo({ tenant: { serviceUrl: NEW, since: after } })).to.deep.equal([NEW, NEW]);
    expect(await sentTo({ tenant: { serviceUrl: NEW, since: before } })).to.deep.equal([OLD, OLD]);
    const inChat = refIn('a:chat', String(POSTED_AT));
    const kept = { tenant: { serviceUrl: NEW, since: after } };
    expect(await sentTo(kept, inChat)).to.deep.equal([NEW, NEW]);
  });

  it('uses its own service URL when the times are unknown', async () => {
    const kept = { tenant: { serviceUrl: NEW, since: after } };
    expect(await sentTo(kept, refIn('a:chat', '1:1abc'))).to.deep.equal([OLD, OLD]);
    expect(await sentTo({ tenant: { serviceUrl: NEW } })).to.deep.equal([OLD, OLD]);
    expect(await sentTo({})).to.deep.equal([OLD, OLD]);
  });

  it('finds the team of the General channel, which has the team’s id, without configuration', async () => {
    const general = refIn(`19:other@thread.tacv2;messageid=${POSTED_AT}`, String(POSTED_AT));
    const kept = { 'team:19:other@thread.tacv2': { serviceUrl: NEW, since: after } };
    expect(await sentTo(kept, general)).to.deep.equal([NEW, NEW]);
  });

  it('never uses a service URL that is not Microsoft’s', async () => {
    const kept = {
      tenant: { serviceUrl: NEW, since: after },
      [`team:${TEAM}`]: { serviceUrl: 'https://evil.example/teams/', since: after },
    };
    expect(await sentTo(kept)).to.deep.equal([OLD, OLD]);
    const stray = refIn(ROOT.conversation, ROOT.activity, 'https://evil.example/teams/');
    expect(await sentTo(kept, stray)).to.deep.equal([NEW, NEW]);
  });
});
