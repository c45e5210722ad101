import { expect } from 'chai';
import type { Call, CallResult } from '../../../../adapters/slack/outbound/client.js';
import { createThreadReader } from '../../../../adapters/slack/outbound/read-thread.js';
import {
  type SampleThread,
  threadReaderContract,
  type WrittenMessage,
} from '../../../contracts/thread-reader.js';

const REF = 'C0123ABCD45/1741012300.000100/1741012345.000200/channels';
const ACCOUNT = { platform: 'slack', workspace: 'T1', userId: 'U1' } as const;
const REAL = { ok: true, user: { id: 'U0456ABCD45', real_name: 'Cleo Carter' } };

/** The second of these replies as Slack sends them (docs.slack.dev/reference/methods/conversations.replies). */
const REPLIES = [
  {
    type: 'message',
    user: 'U0456ABCD45',
    text: 'Mrs Smith rang &amp; cried',
    ts: '1741012300.000100',
    thread_ts: '1741012300.000100',
    reply_count: 3,
  },
  {
    type: 'message',
    user: 'U0BOT',
    bot_id: 'B1',
    text: 'A card',
    ts: '1741012310.000100',
    thread_ts: '1741012300.000100',
  },
  {
    type: 'message',
    user: 'U0456ABCD45',
    text: '<@U0456ABCD45> again',
    ts: '1741012345.000200',
    files: [{ id: 'F1', name: 'scan.pdf', permalink: 'https://example.slack.com/files/F1' }],
  },
  {
    type: 'message',
    subtype: 'channel_join',
    user: 'U0456ABCD45',
    text: 'joined',
    ts: '1741012346.000200',
  },
];

function read(
  answers: (
    method: string,
    args: Readonly<Record<string, unknown>>,
    now: { at: number },
  ) => CallResult,
  thread = REF,
  timeoutMs = 10_000,
) {
  const now = { at: 0 };
  const calls: string[] = [];
  const call: Call = async (method, args) => {
    calls.push(method);
    return answers(method, args, now);
  };
  const reader = createThreadReader({
    ...{ call, identity: () => ({ workspace: 'T1', userId: 'U0BOT' }) },
    monotonicNow: () => now.at,
  });
  return { calls, reading: reader.readThread(thread, ACCOUNT, timeoutMs) };
}

const refuse = (name: string): CallResult => ({
  ok: false,
  failure: { kind: 'slack', name, retryAfterMs: null },
});
const answer = (messages: readonly unknown[], next = ''): CallResult => ({
  ok: true,
  answer: { ok: true, messages, has_more: next !== '', response_metadata: { next_cursor: next } },
});

const toTs = (at: number): string => `${at / 1000}.000100`;

/** A message as Slack lists it. */
function toReply({ by, at, text }: WrittenMessage) {
  const from = by === 'bot' ? { user: 'U0BOT', bot_id: 'B1' } : { user: 'U0456ABCD45' };
  const subtype = by === 'platform' ? { subtype: 'channel_join' } : {};
  return { type: 'message', ...from, ...subtype, text: text.replace('&', '&amp;'), ts: toTs(at) };
}

const REFUSALS = {
  'not a member': 'not_in_channel',
  'not permitted': 'missing_scope',
  gone: 'thread_not_found',
} as const;

/** What Slack answers to a call for a page of a thread. */
async function answerPage(
  { written, answers }: SampleThread,
  cursor: unknown,
): Promise<CallResult> {
  switch (answers) {
    case 'yes':
      return answer(written.map(toReply));
    case 'first page':
      return cursor === undefined
        ? answer(written.slice(0, 4).map(toReply), 'more')
        : refuse('internal_error');
    case 'never':
      return new Promise(() => undefined);
    case 'not a member':
    case 'not permitted':
    case 'gone':
      return refuse(REFUSALS[answers]);
  }
}

describe('Reading a thread in Slack', () => {
  threadReaderContract((sample) => {
    const [first, chosen] = [sample.written[0], sample.written[sample.chosen]];
    const call: Call = async (method, args) =>
      method === 'users.info' ? { ok: true, answer: REAL } : answerPage(sample, args.cursor);
    const reader = createThreadReader({
      ...{ call, identity: () => ({ workspace: 'T1', userId: 'U0BOT' }), monotonicNow: () => 0 },
    });
    const thread = `C0123ABCD45/${toTs(first?.at ?? 0)}/${toTs(chosen?.at ?? 0)}/channels`;
    return { reader, thread, account: ACCOUNT, name: 'Cleo Carter' };
  });

  it('has who wrote what and when, with files, and nothing of the bot', async () => {
    const { reading } = read((method) =>
      method === 'users.info' ? { ok: true, answer: REAL } : answer(REPLIES),
    );
    expect(await reading).to.deep.equal({
      unread: null,
      messages: [
        { by: 'Cleo Carter', at: 1_741_012_300_000, text: 'Mrs Smith rang & cried' },
        {
          ...{
            by: 'Cleo Carter',
            at: 1_741_012_345_000,
            text: '@Cleo Carter again',
            isChosen: true,
          },
          files: [{ name: 'scan.pdf', link: 'https://example.slack.com/files/F1' }],
        },
      ],
    });
  });

  it('reads page after page, and says so when its time is over before the last', async () => {
    const pages = (ms: number) =>
      read((method, args, now) => {
        if (method === 'users.info') return refuse('user_not_found');
        now.at += ms;
        const n = Number(args.cursor ?? 0);
        return answer(
          [{ type: 'message', user: 'U2', text: `No ${n}`, ts: `174101230${n}.000100` }],
          n < 4 ? `${n + 1}` : '',
        );
      }).reading;
    const whole = await pages(10);
    expect(whole.unread).to.equal(null);
    expect(whole.messages.map(({ text }) => text)).to.deep.equal([
      'No 0',
      'No 1',
      'No 2',
      'No 3',
      'No 4',
    ]);
    expect(whole.messages[0]?.by).to.equal('someone');
    const slow = await pages(3000);
    expect(slow).to.include({ unread: 'too-long' });
    expect(slow.messages).to.have.length(3);
  });

  it('says why it could not: no member, no scope, no answer; a deleted message has no thread', async () => {
    const reasons = new Map<string, unknown>();
    for (const name of [
      'not_in_channel',
      'channel_not_found',
      'no_permission',
      'ratelimited',
      'thread_not_found',
    ]) {
      reasons.set(name, await read(() => refuse(name)).reading);
    }
    expect(Object.fromEntries(reasons)).to.deep.equal({
      not_in_channel: { messages: [], unread: 'not-member' },
      channel_not_found: { messages: [], unread: 'not-member' },
      no_permission: { messages: [], unread: 'not-permitted' },
      ratelimited: { messages: [], unread: 'no-answer' },
      thread_not_found: { messages: [], unread: null },
    });
    const mpim = REF.replace('channels', 'mpim');
    const { reading } = read(() => refuse('missing_scope'), mpim);
    expect(await reading).to.deep.equal({
      messages: [],
      unread: 'not-permitted',
      needs: 'mpim:history',
    });
  });

  it('does not wait for a Slack that does not answer', async () => {
    const call: Call = () => new Promise(() => undefined);
    const reader = createThreadReader({ call, identity: () => null, monotonicNow: () => 0 });
    expect(await reader.readThread(REF, ACCOUNT, 20)).to.deep.equal({
      messages: [],
      unread: 'no-answer',
    });
  });

  it('asks Slack nothing for a reference that is none of its own', async () => {
    const { calls, reading } = read(() => answer(REPLIES), 'C1/../x');
    expect(await reading).to.deep.equal({ messages: [], unread: 'no-answer' });
    expect(calls).to.deep.equal([]);
  });
});
