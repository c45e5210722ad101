import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM, TENANT_ID } from '../../../../playground/teams/seed.js';
import type { KnownAccount } from '../../../../src/domain/organisation/person.js';
import type { MessageRef } from '../../../../src/domain/organisation/place.js';
import type { SendOutcome } from '../../../../src/ports/channel.js';
import type { Card } from '../../../../src/views/elements.js';
import { type ChannelHarness, channelContract } from '../../../contracts/channel.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { type OutboundHarness, startOutboundHarness } from './harness.js';

const PLACE = { platform: 'teams' as const, team: TEAM.id, channel: CHANNELS.billing };
const BEN = { platform: 'teams' as const, workspace: TENANT_ID, userId: PEOPLE.ben };

function findVisibleText({ tenant }: OutboundHarness, ref: MessageRef): string | undefined {
  const at = { conversation: String(ref.conversation), activity: String(ref.activity) };
  const message = tenant.message(at);
  return message && JSON.stringify([message.summary, message.attachments]);
}

async function createPlaygroundHarness(): Promise<ChannelHarness> {
  const harness = await startOutboundHarness({ rateLimit: false });
  const { tenant, channel, stop } = harness;
  return {
    channel,
    place: PLACE,
    person: BEN,
    visibleText: async (ref) => findVisibleText(harness, ref),
    countMessages: async () => tenant.channelMessages(CHANNELS.billing).length,
    faults: {
      loseReply: () => tenant.fault({ kind: 'lost-reply' }),
      limitRate: (ms) => tenant.fault({ kind: 'http-429', retryAfter: ms / 1000 }),
      goDown: () => tenant.fault({ kind: 'http-500', times: 1000 }),
      archive: () => tenant.archiveChannel(CHANNELS.billing),
      removeBot: () => tenant.removeFromTeam(),
      missingPlace: () => ({ ...PLACE, channel: '19:nowhere@thread.tacv2' }),
      goneAccount: () => {
        tenant.deleteUser(PEOPLE.cleo);
        return { ...BEN, userId: PEOPLE.cleo };
      },
    },
    stop,
  };
}

channelContract(
  'the playground’s Teams',
  async () => {
    const room = await createPlaygroundHarness();
    // Fetches a token first, so that the first fault does not hit the token request.
    await room.channel.fetchProfile(room.person);
    return room;
  },
  ['loseReply', 'limitRate', 'goDown', 'archive', 'removeBot', 'missingPlace', 'goneAccount'],
  'cannot-tell',
);

describe('The Teams channel', () => {
  const card = (summary: string): Card => ({ summary, title: null, blocks: [] });
  const message = (summary: string) => ({ deliveryId: summary, card: card(summary) });
  const sent = (outcome: SendOutcome): MessageRef => {
    if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
    return outcome.ref;
  };
  let harness: OutboundHarness;
  const { logger, lines } = createMemoryLogger();
  beforeEach(async () => {
    lines.length = 0;
    harness = await startOutboundHarness({ rateLimit: false, logger });
  });
  afterEach(() => harness.stop());
  const findRequests = (operation: string) =>
    harness.tenant.requests().filter((entry) => entry.operation === operation);
  const toBen = (reference: KnownAccount['reference'] = null) => ({
    accounts: [{ ...BEN, reference }],
  });

  it('uses the thread as key of its first message, and other keys for other messages', async () => {
    const root = sent(await harness.channel.post({ place: PLACE }, message('root')));
    expect(root.key).to.equal(`${CHANNELS.billing};messageid=${root.activity}`);
    expect(root.conversation).to.equal(root.key);
    const reply = sent(await harness.channel.post({ thread: root }, message('reply')));
    expect(reply.conversation).to.equal(root.key);
    expect(reply.key).to.equal(`${root.key}/${reply.activity}`);
    const posts = harness.tenant.thread(CHANNELS.billing, String(root.activity));
    expect(posts.map(({ summary }) => summary)).to.deep.equal(['root', 'reply']);
  });

  it('writes to the stored chat of an account, without opening it', async () => {
    const first = sent(await harness.channel.post(toBen(), message('a')));
    const restarted = await startOutboundHarness({
      rateLimit: false,
      runningTenant: harness.tenant,
    });
    const reference = {
      serviceUrl: `${harness.tenant.url}/`,
      conversation: first.conversation,
      user: null,
    };
    sent(await restarted.channel.post(toBen(reference), message('b')));
    expect(findRequests('create')).to.have.length(1);
    expect(harness.tenant.personalChat(PEOPLE.ben)).to.have.length(2);
  });

  it('opens a new chat when the stored one is gone, and only once', async () => {
    const reference = { serviceUrl: `${harness.tenant.url}/`, conversation: 'a:gone', user: null };
    sent(await harness.channel.post(toBen(reference), message('a')));
    sent(await harness.channel.post(toBen(reference), message('b')));
    expect(findRequests('create')).to.have.length(1);
    expect(findRequests('send')).to.have.length(3);
    expect(harness.tenant.personalChat(PEOPLE.ben)).to.have.length(2);
  });

  it('writes to the chat that a person wrote from last, not to the one it once opened', async () => {
    sent(await harness.channel.post(toBen(), message('a')));
    const opened = harness.tenant.personalConversation(PEOPLE.ben) ?? '';
    const written = `${opened}-moved`;
    for (const chat of harness.tenant.state.personalChats) {
      if (chat.id === opened) chat.id = written;
    }
    const serviceUrl = `${harness.tenant.url}/`;
    const reference = { serviceUrl, conversation: written, user: null };
    const ref = sent(await harness.channel.post(toBen(reference), message('b')));
    expect(ref.conversation).to.equal(written);
    expect(findRequests('create'), 'it is not opened again').to.have.length(1);
    expect(findRequests('send')).to.have.length(2);
  });

  it('keeps the chat it opened for a person who has not written yet', async () => {
    for (const summary of ['a', 'b']) sent(await harness.channel.post(toBen(), message(summary)));
    expect(findRequests('create')).to.have.length(1);
  });

  it('sends only to the simulator, whatever service URL is stored', async () => {
    const root = sent(await harness.channel.post({ place: PLACE }, message('root')));
    const elsewhere = 'https://smba.trafficmanager.net.evil.example/teams/';
    harness.references.set('tenant', { serviceUrl: elsewhere });
    harness.references.set(`team:${TEAM.id}`, { serviceUrl: elsewhere, removed: false });
    const reference = { serviceUrl: elsewhere, conversation: null, user: null };
    const thread = { ...root, serviceUrl: elsewhere };
    for (const target of [{ place: PLACE }, toBen(reference), { thread }]) {
      sent(await harness.channel.post(target, message('x')));
    }
    expect(sent(await harness.channel.update(thread, message('y'))).key).to.equal(root.key);
  });

  it('returns `person-unreachable` for a person without the app and for one who blocked it', async () => {
    sent(await harness.channel.post(toBen(), message('a')));
    harness.tenant.block(PEOPLE.ben);
    const blocked = await harness.channel.post(toBen(), message('b'));
    expect(blocked).to.deep.include({ kind: 'refused', reason: 'person-unreachable' });
    harness.tenant.uninstall(PEOPLE.cleo);
    const cleo = { ...BEN, userId: PEOPLE.cleo, reference: null };
    const without = await harness.channel.post({ accounts: [cleo] }, message('c'));
    expect(without).to.deep.include({ kind: 'refused', reason: 'person-unreachable' });
    expect(harness.tenant.personalChat(PEOPLE.ben)).to.have.length(1);
  });

  it('writes to nobody in another tenant', async () => {
    const stranger = { ...BEN, workspace: 'another', reference: null };
    const outcome = await harness.channel.post({ accounts: [stranger] }, message('a'));
    expect(outcome).to.deep.include({ kind: 'refused', reason: 'person-unreachable' });
    expect(harness.tenant.requests()).to.deep.equal([]);
  });

  it('returns `retry` when opening a chat has no answer, because nothing was posted', async () => {
    await harness.channel.fetchProfile({ ...BEN, userId: PEOPLE.cleo });
    harness.tenant.fault({ kind: 'lost-reply', operation: 'create' });
    const outcome = await harness.channel.post(toBen(), message('a'));
    expect(outcome).to.deep.include({ kind: 'retry' });
    expect(harness.tenant.personalChat(PEOPLE.ben)).to.deep.equal([]);
  });

  it('returns `unknown` when a gateway timed out, because the message may have been posted', async () => {
    await harness.channel.fetchProfile(BEN);
    harness.tenant.fault({ kind: 'http-504-done', operation: 'create' });
    const outcome = await harness.channel.post({ place: PLACE }, message('a'));
    expect(outcome.kind).to.equal('unknown');
    expect(harness.tenant.channelMessages(CHANNELS.billing)).to.have.length(1);
  });

  it('posts nothing until the references were read once, and later uses the cached ones', async () => {
    let now = 1_000_000;
    let isAway = true;
    const away = await startOutboundHarness({
      ...{ rateLimit: false, runningTenant: harness.tenant, logger, now: () => now },
      onRead: () => {
        if (isAway) throw new Error('the store is away');
      },
    });
    const post = () => away.channel.post({ place: PLACE }, message('a'));
    expect(await post()).to.deep.equal({ kind: 'retry', retryAfterMs: null, detail: 'store' });
    expect(harness.tenant.requests()).to.deep.equal([]);
    isAway = false;
    sent(await post());
    isAway = true;
    now += 3_600_000;
    sent(await post());
  });

  it('refuses to send what Teams would refuse, and logs it', async () => {
    const button = {
      ...{ action: 'take', value: 'x'.repeat(200_000), label: 'Mrs Smith' },
      ...{ style: 'plain' as const, opens: false },
    };
    const tooBig: Card = { ...card('s'), blocks: [{ kind: 'buttons', buttons: [button] }] };
    const outcome = await harness.channel.post({ place: PLACE }, { deliveryId: 'a', card: tooBig });
    expect(outcome).to.deep.equal({ kind: 'refused', reason: 'rejected', detail: 'RENDER_LIMIT' });
    expect(harness.tenant.requests()).to.deep.equal([]);
    expect(lines.join('\n'))
      .to.contain('rendered card exceeds Teams limits')
      .and.not.contain('Mrs Smith');
  });

  it('logs no text, name or secret', async () => {
    const secret: Card = {
      ...card('Mrs Smith'),
      blocks: [{ kind: 'text', text: ['complains of Mr Jones'] }],
    };
    const post = () => harness.channel.post({ place: PLACE }, { deliveryId: 'd', card: secret });
    await post();
    for (const kind of ['lost-reply', 'http-412', 'http-429', 'http-500', 'http-504'] as const) {
      harness.tenant.fault({ kind });
      await post();
    }
    for (const kind of ['http-500', 'http-500', 'http-500'] as const)
      harness.tenant.fault({ kind });
    await harness.channel.findAccountByEmail('mrs.smith@example.org');
    for (const word of ['Smith', 'smith', 'Jones']) {
      expect(lines.join('\n')).not.to.contain(word);
    }
  });
});
