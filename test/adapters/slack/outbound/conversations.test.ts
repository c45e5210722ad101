import { expect } from 'chai';
import type { CallResult } from '../../../../adapters/slack/outbound/client.js';
import { createConversations } from '../../../../adapters/slack/outbound/post.js';

const BEN = { platform: 'slack', workspace: 'T1', userId: 'UBEN' } as const;
const OPENED: CallResult = { ok: true, answer: { channel: { id: 'D1' } } };

describe('The DMs of Slack', () => {
  it('are opened once for messages in a short time', async () => {
    const calls: unknown[] = [];
    const conversations = createConversations(
      async (method, args) => {
        calls.push([method, args]);
        return OPENED;
      },
      () => 1_000_000,
    );
    expect(await conversations.open(BEN, null)).to.deep.equal({ ok: true, channel: 'D1' });
    expect(await conversations.open(BEN, null)).to.deep.equal({ ok: true, channel: 'D1' });
    expect(calls).to.deep.equal([['conversations.open', { users: 'UBEN' }]]);
  });

  it('are opened again once after Slack no longer knows them, not for every message', async () => {
    const calls: unknown[] = [];
    const conversations = createConversations(
      async (method) => {
        calls.push(method);
        return OPENED;
      },
      () => 1_000_000,
    );
    expect(await conversations.open(BEN, 'D1')).to.deep.equal({ ok: true, channel: 'D1' });
    expect(conversations.invalidate(BEN, 'D1'), 'may be another now').to.equal(true);
    expect(await conversations.open(BEN, 'D1')).to.deep.equal({ ok: true, channel: 'D1' });
    expect(conversations.invalidate(BEN, 'D1'), 'it is the same').to.equal(false);
    expect(calls).to.deep.equal(['conversations.open']);
  });

  it('are opened again after a while, even if they are in use, so that Slack can report that a person has left', async () => {
    let now = 1_000_000;
    let answer: CallResult = OPENED;
    const conversations = createConversations(
      async () => answer,
      () => now,
    );
    await conversations.open(BEN, null);
    answer = { ok: false, failure: { kind: 'slack', name: 'user_disabled', retryAfterMs: null } };
    now += 9 * 60_000;
    expect(await conversations.open(BEN, null)).to.deep.equal({ ok: true, channel: 'D1' });
    now += 2 * 60_000;
    expect(await conversations.open(BEN, null)).to.deep.equal(answer);
  });
});
