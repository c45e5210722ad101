import { expect } from 'chai';
import type { Place } from '../../../../src/domain/organisation/place.js';
import type { Reference } from '../../../../src/ports/stores/reference-store.js';
import { TEAM } from '../fixtures.js';
import { createClockedChannel } from './clocked-channel.js';

const HOST = 'https://smba.trafficmanager.net';
const [OLD, NEW, THIRD] = [`${HOST}/emea/`, `${HOST}/amer/`, `${HOST}/uk/`] as const;
const CHANNEL = '19:repairs@thread.tacv2';
const POSTED_AT = 1_741_000_000_000;
const PLACES: readonly Place[] = [{ platform: 'teams', team: TEAM, channel: CHANNEL }];
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } };

function toRef(conversation: string, activity: string, serviceUrl: string = OLD) {
  return { platform: 'teams' as const, key: conversation, serviceUrl, conversation, activity };
}
const ROOT = toRef(`${CHANNEL};messageid=${POSTED_AT}`, String(POSTED_AT));

/** The service URLs of a reply in a thread and of an update, with these stored references. */
async function findSentUrls(
  stored: Readonly<Record<string, Reference>>,
  ref: ReturnType<typeof toRef> = ROOT,
) {
  const references = new Map(Object.entries(stored));
  const { channel, urls } = createClockedChannel({ references, places: PLACES });
  await channel.post({ thread: ref }, MESSAGE);
  await channel.update(ref, MESSAGE);
  return urls.map((url) => `${url.split('/v3/')[0]}/`);
}

describe('A message posted in Teams before its service URL changed', () => {
  const before = POSTED_AT - 1000;
  const after = POSTED_AT + 1000;

  it("uses its team's newer service URL", async () => {
    const stored = {
      tenant: { serviceUrl: THIRD, since: after },
      [`team:${TEAM}`]: { serviceUrl: NEW, removed: false, since: after },
    };
    expect(await findSentUrls(stored)).to.deep.equal([NEW, NEW]);
  });

  it("uses its own service URL when the team's is older", async () => {
    const stored = {
      tenant: { serviceUrl: NEW, since: after },
      [`team:${TEAM}`]: { serviceUrl: THIRD, removed: false, since: before },
    };
    expect(await findSentUrls(stored)).to.deep.equal([OLD, OLD]);
  });

  it("uses the tenant's newer service URL when the team is unknown", async () => {
    expect(await findSentUrls({ tenant: { serviceUrl: NEW, since: after } })).to.deep.equal([
      NEW,
      NEW,
    ]);
    expect(await findSentUrls({ tenant: { serviceUrl: NEW, since: before } })).to.deep.equal([
      OLD,
      OLD,
    ]);
    const inChat = toRef('a:chat', String(POSTED_AT));
    const stored = { tenant: { serviceUrl: NEW, since: after } };
    expect(await findSentUrls(stored, inChat)).to.deep.equal([NEW, NEW]);
  });

  it('uses its own service URL when the times are unknown', async () => {
    const stored = { tenant: { serviceUrl: NEW, since: after } };
    expect(await findSentUrls(stored, toRef('a:chat', '1:1abc'))).to.deep.equal([OLD, OLD]);
    expect(await findSentUrls({ tenant: { serviceUrl: NEW } })).to.deep.equal([OLD, OLD]);
    expect(await findSentUrls({})).to.deep.equal([OLD, OLD]);
  });

  it('finds the team of the General channel, which has the team’s id, without configuration', async () => {
    const general = toRef(`19:other@thread.tacv2;messageid=${POSTED_AT}`, String(POSTED_AT));
    const stored = { 'team:19:other@thread.tacv2': { serviceUrl: NEW, since: after } };
    expect(await findSentUrls(stored, general)).to.deep.equal([NEW, NEW]);
  });

  it('never uses a service URL that is not Microsoft’s', async () => {
    const stored = {
      tenant: { serviceUrl: NEW, since: after },
      [`team:${TEAM}`]: { serviceUrl: 'https://evil.example/teams/', since: after },
    };
    expect(await findSentUrls(stored)).to.deep.equal([OLD, OLD]);
    const forged = toRef(ROOT.conversation, ROOT.activity, 'https://evil.example/teams/');
    expect(await findSentUrls(stored, forged)).to.deep.equal([NEW, NEW]);
  });
});
