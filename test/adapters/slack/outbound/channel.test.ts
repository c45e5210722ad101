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

async function createPlaygroundHarness(): Promise<ChannelHarness> {
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

channelContract('the playground’s Slack', createPlaygroundHarness, [
  'loseReply',
  'limitRate',
  'goDown',
  'archive',
  'removeBot',
  'missingPlace',
  'goneAccount',
]);

/** A fetch that drops the response to the next post after `loseReply`. */
function createLossyFetch() {
  let losesNext = false;
  const send: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!losesNext || !String(input).endsWith('/chat.postMessage')) return answer;
    losesNext = false;
    await answer.arrayBuffer();
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
    });
  };
  return {
    fetch: send,
    loseReply: () => {
      losesNext = true;
    },
  };
}

/** A simulator by others. It has no rate limits and no deactivated people. */
async function createEmulateHarness(): Promise<ChannelHarness> {
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
  const { fetch: lossyFetch, loseReply } = createLossyFetch();
  const intake = { handle: async () => ({ kind: 'none' as const }) };
  const slack = createSlack({
    ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl, intake, fetch: lossyFetch },
    ...{ logger: silentLogger, meter: silentMeter, sleep: async () => undefined },
  });
  const workspace = await slack.identify();
  const ben = new webApi.WebClient('xoxp-ben', { slackApiUrl: apiUrl });
  const { channels = [] } = await ben.conversations.list();
  const channel = channels.find(({ name }) => name === 'billing')?.id ?? '';
  const { members = [] } = await ben.users.list({});
  const person = members.find(({ name }) => name === 'ben')?.id ?? '';
  const visibleText = async (ref: MessageRef) => {
    const all = await fetchMessages(ben, String(ref.channel), String(ref.ts));
    const message = all.find(({ ts }) => ts === ref.ts);
    return message && JSON.stringify(message.blocks);
  };
  return {
    channel: slack.channel,
    place: { platform: 'slack', channel },
    person: { platform: 'slack', workspace, userId: person },
    visibleText,
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

async function fetchMessages(client: webApi.WebClient, channel: string, ts: string) {
  const { messages: roots = [] } = await client.conversations.history({ channel });
  const threads = await Promise.all(
    roots.map((root) => client.conversations.replies({ channel, ts: root.ts ?? ts })),
  );
  return [...roots, ...threads.flatMap(({ messages = [] }) => messages)];
}

channelContract('emulate’s Slack', createEmulateHarness, [
  'loseReply',
  'archive',
  'missingPlace',
  'goneAccount',
]);

describe('The channel to Slack alone', () => {
  const card = (summary: string): Card => ({ summary, title: null, blocks: [] });

  it('posts to the DM that is stored with an account, without opening it again', async () => {
    const harness = await startHarness();
    const target = { accounts: [{ ...BEN, reference: null }] };
    const first = await harness.slack.channel.post(target, { deliveryId: 'a', card: card('a') });
    const channel = first.kind === 'sent' ? first.ref.channel : '';
    const again = await startSlackAt(harness.workspace.url);
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

  it('opens a new DM when the stored one no longer exists', async () => {
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

  it('posts to nobody in another workspace', async () => {
    const harness = await startHarness();
    const target = { accounts: [{ ...BEN, workspace: 'T0OTHER', reference: null }] };
    const outcome = await harness.slack.channel.post(target, { deliveryId: 'a', card: card('a') });
    expect(outcome).to.deep.include({ kind: 'refused', reason: 'person-unreachable' });
    await harness.stop();
  });

  it("ignores another author's metadata when it looks for a delivery", async () => {
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

  it('does not send a message that exceeds Slack limits, and logs it', async () => {
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

  async function startSlackAt(url: string) {
    const slack = createQuietSlack(`${url}/api/`, fetch);
    await slack.identify();
    return slack;
  }

  function createQuietSlack(apiUrl: string, own: typeof fetch) {
    return createSlack({
      ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl, fetch: own },
      intake: { handle: async () => ({ kind: 'none' }) },
      ...{ logger: silentLogger, meter: silentMeter },
    });
  }
});
