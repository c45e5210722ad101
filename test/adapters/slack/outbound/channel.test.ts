import { webApi } from '@slack/bolt';
import { expect } from 'chai';
import { createEmulator } from 'emulate';
import { createSlack } from '../../../../adapters/slack/index.js';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import type { MessageRef } from '../../../../src/domain/organisation/place.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';
import type { Card } from '../../../../src/views/elements.js';
import { type ChannelHarness, channelContract } from '../../../contracts/channel.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { BOT_TOKEN, SECRET, startHarness } from '../harness.js';

const PLACE = { platform: 'slack' as const, channel: CHANNELS.billing };
const BEN = { platform: 'slack' as const, workspace: TEAM_ID, userId: PEOPLE.ben };

async function playgroundRoom(): Promise<ChannelHarness> {
  const { workspace, slack, stop } = await startHarness({ rate: false });
  return {
    channel: slack.channel,
    place: PLACE,
    person: BEN,
    visibleText: async (ref) => {
      const message = workspace.messages(String(ref.channel)).find(({ ts }) => ts === ref.ts);
      return message && JSON.stringify(message.blocks);
    },
    countMessages: async () => workspace.messages(CHANNELS.billing).length,
    faults: {
      loseReply: () => workspace.fault({ kind: 'lost-reply', method: 'chat.postMessage' }),
      limitRate: (ms) => workspace.fault({ kind: 'rate-limited', retryAfter: ms / 1000 }),
      goDown: () => workspace.fault({ kind: 'down', ms: 60_000 }),
      archive: () => workspace.archive(CHANNELS.billing),
      removeBot: () => workspace.removeBot(CHANNELS.billing),
      missingPlace: () => ({ platform: 'slack', channel: 'C0NOWHERE01' }),
      goneAccount: () => {
        workspace.deactivate(PEOPLE.cleo);
        return { ...BEN, userId: PEOPLE.cleo };
      },
    },
    stop,
  };
}

channelContract('the playground’s Slack', playgroundRoom, [
  'loseReply',
  'limitRate',
  'goDown',
  'archive',
  'removeBot',
  'missingPlace',
  'goneAccount',
]);

/** Passes calls on; the answer of the next post is thrown away when told so. */
function leakyFetch() {
  let lose = false;
  const send: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!lose || !String(input).endsWith('/chat.postMessage')) return answer;
    lose = false;
    await answer.arrayBuffer();
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
    });
  };
  return {
    fetch: send,
    loseReply: () => {
      lose = true;
    },
  };
}

/** A peer nobody of this project wrote. It keeps neither rates nor deactivated people. */
async function emulateRoom(): Promise<ChannelHarness> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        users: [{ name: 'redress' }, { name: 'ben', real_name: 'Ben Baker' }],
        channels: [{ name: 'billing' }],
        tokens: [
          { token: BOT_TOKEN, user: 'redress' },
          { token: 'xoxp-ben', user: 'ben' },
        ],
      },
    },
  });
  const apiUrl = `${emulator.url}/api/`;
  const { fetch: leaky, loseReply } = leakyFetch();
  const nobody = { handle: async () => ({ kind: 'none' as const }) };
  const slack = createSlack({
    ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl, intake: nobody, fetch: leaky },
    ...{ logger: silentLogger, meter: silentMeter, sleep: async () => undefined },
  });
  const workspace = await slack.identify();
  const ben = new webApi.WebClient('xoxp-ben', { slackApiUrl: apiUrl });
  const { channels = [] } = await ben.conversations.list();
  const channel = channels.find(({ name }) => name === 'billing')?.id ?? '';
  const { members = [] } = await ben.users.list({});
  const person = members.find(({ name }) => name === 'ben')?.id ?? '';
  const shown = async (ref: MessageRef) => {
    const all = await repliesAndHistory(ben, String(ref.channel), String(ref.ts));
    const message = all.find(({ ts }) => ts === ref.ts);
    return message && JSON.stringify(message.blocks);
  };
  return {
    channel: slack.channel,
    place: { platform: 'slack', channel },
    person: { platform: 'slack', workspace, userId: person },
    visibleText: shown,
    countMessages: async () => (await ben.conversations.history({ channel })).messages?.length ?? 0,
    faults: {
      loseReply,
      archive: async () => {
        await ben.conversations.archive({ channel });
      },
      missingPlace: () => ({ platform: 'slack', channel: 'C0NOWHERE01' }),
      goneAccount: () => ({ platform: 'slack', workspace, userId: 'U0NOBODY01' }),
    },
    stop: () => emulator.close(),
  };
}

async function repliesAndHistory(client: webApi.WebClient, channel: string, ts: string) {
  const { messages: roots = [] } = await client.conversations.history({ channel });
  const threads = await Promise.all(
    roots.map((root) => client.conversations.replies({ channel, ts: root.ts ?? ts })),
  );
  return [...roots, ...threads.flatMap(({ messages = [] }) => messages)];
}

channelContract('emulate’s Slack', emulateRoom, [
  'loseReply',
  'archive',
  'missingPlace',
  'goneAccount',
]);

describe('What only Slack has', () => {
  const card = (summary: string): Card => ({ summary, title: null, blocks: [] });

  it('goes to the DM that was kept with an account, without asking for it again', async () => {
    const harness = await startHarness();
    const target = { accounts: [{ ...BEN, reference: null }] };
    const first = await harness.slack.channel.post(target, { deliveryId: 'a', card: card('a') });
    const channel = first.kind === 'sent' ? first.ref.channel : '';
    const again = await startRigOn(harness.workspace.url);
    await again.channel.post(
      { accounts: [{ ...BEN, reference: { channel } }] },
      { deliveryId: 'b', card: card('b') },
    );
    const opened = harness.workspace
      .requests()
      .filter(({ method }) => method === 'conversations.open');
    expect(opened).to.have.length(1);
    expect(harness.workspace.dm(PEOPLE.ben)).to.have.length(2);
    await harness.stop();
  });

  it('opens a new DM when the one that was kept is gone', async () => {
    const harness = await startHarness();
    const target = { accounts: [{ ...BEN, reference: { channel: 'D0LONGGONE1' } }] };
    const outcome = await harness.slack.channel.post(target, {
      deliveryId: 'a',
      card: card('hello'),
    });
    expect(outcome.kind).to.equal('sent');
    expect(harness.workspace.dm(PEOPLE.ben)).to.have.length(1);
    await harness.stop();
  });

  it('writes to nobody of another workspace', async () => {
    const harness = await startHarness();
    const target = { accounts: [{ ...BEN, workspace: 'T0OTHER', reference: null }] };
    const outcome = await harness.slack.channel.post(target, { deliveryId: 'a', card: card('a') });
    expect(outcome).to.deep.include({ kind: 'refused', reason: 'person-unreachable' });
    await harness.stop();
  });

  it("does not take another author's metadata for its own delivery", async () => {
    const harness = await startHarness();
    const posted = await harness.slack.channel.post(
      { place: PLACE },
      { deliveryId: 'a', card: card('a') },
    );
    expect(posted.kind).to.equal('sent');
    const message = harness.workspace.messages(CHANNELS.billing)[0];
    if (message === undefined) throw new Error('nothing was posted');
    message.user = PEOPLE.ben;
    delete message.bot_id;
    const found = await harness.slack.channel.findMessage({ place: PLACE }, 'a', Date.now());
    expect(found).to.deep.equal({ kind: 'absent' });
    await harness.stop();
  });

  it('refuses to send what Slack would refuse, and says so in the log', async () => {
    const { logger, lines } = createMemoryLogger();
    const harness = await startHarness({ logger });
    const button = {
      action: 'take',
      value: 'x'.repeat(2001),
      label: 'Mrs Smith',
      style: 'plain' as const,
      opens: false,
    };
    const tooBig: Card = {
      summary: 's',
      title: null,
      blocks: [{ kind: 'buttons', buttons: [button] }],
    };
    const outcome = await harness.slack.channel.post(
      { place: PLACE },
      { deliveryId: 'a', card: tooBig },
    );
    expect(outcome).to.deep.include({
      kind: 'refused',
      reason: 'rejected',
      detail: 'RENDER_LIMIT',
    });
    expect(harness.workspace.messages(CHANNELS.billing)).to.deep.equal([]);
    expect(lines.join('\n')).to.contain('Slack would refuse').and.not.contain('Mrs Smith');
    await harness.stop();
  });

  async function startRigOn(url: string) {
    const slack = quietSlack(`${url}/api/`, fetch);
    await slack.identify();
    return slack;
  }

  function quietSlack(apiUrl: string, own: typeof fetch) {
    return createSlack({
      ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl, fetch: own },
      intake: { handle: async () => ({ kind: 'none' }) },
      ...{ logger: silentLogger, meter: silentMeter },
    });
  }
});
