import { expect } from 'chai';
import type { CallResult } from '../../../../adapters/teams/outbound/client.js';
import { createGraph } from '../../../../adapters/teams/outbound/graph.js';
import { createThreadReader } from '../../../../adapters/teams/outbound/read-thread.js';
import {
  type SampleThread,
  threadReaderContract,
  type WrittenMessage,
} from '../../../contracts/thread-reader.js';

const TEAM = '19:3c8f51d2a7b94e6c80f1d2e3c4b5a697@thread.tacv2';
const CHANNEL = '19:7a1e4b8cd2f34095a6b7c8d9e0f1a2b3@thread.tacv2';
const GROUP = 'c41d9e6b-8f27-4a35-b0d9-7e1a52c36f80';
const APP = '0f6d1c2b-9a3e-4d58-b7c4-1e2f3a4b5c6d';
const REF = `${TEAM} ${CHANNEL} 1741000000000 1741003100000`;
const ACCOUNT = { platform: 'teams', workspace: 'tenant', userId: 'ann' } as const;
const BASE = 'https://graph.example/v1.0';

/** A message as Graph lists it (learn.microsoft.com/graph/api/chatmessage-list-replies). */
function chatMessage(id: string, content: string, more: object = {}) {
  return {
    ...{
      id,
      replyToId: '1741000000000',
      messageType: 'message',
      deletedDateTime: null,
      importance: 'normal',
    },
    createdDateTime: new Date(Number(id)).toISOString(),
    from: {
      application: null,
      device: null,
      user: { id: 'u', displayName: 'Ben Example', userIdentityType: 'aadUser' },
    },
    body: { contentType: 'html', content: `<p>${content}</p>` },
    ...{ attachments: [], mentions: [], reactions: [] },
    ...more,
  };
}

const ROOT = chatMessage('1741000000000', 'Who knows?', { replyToId: null });
const CHOSEN = chatMessage('1741003100000', 'The lift is &quot;stuck&quot;');
const LATER = chatMessage('1741003200000', 'Again');

type Answers = Readonly<Record<string, unknown>>;

const OK: Answers = {
  [`/teams/${GROUP}/channels/${encodeURIComponent(CHANNEL)}/messages/1741000000000`]: ROOT,
  [`/teams/${GROUP}/channels/${encodeURIComponent(CHANNEL)}/messages/1741000000000/replies?%24top=50`]:
    {
      value: [LATER],
      '@odata.nextLink': `${BASE}/next?page=2`,
    },
  '/next?page=2': { value: [CHOSEN] },
};

const refuse = (status: number): CallResult => ({
  ok: false,
  failure: { kind: 'teams', status, name: 'BotNotInConversationRoster', retryAfterMs: null },
});

interface Setup {
  /** What Graph answers, below its base; a number is a status. */
  readonly graph?: Answers;
  readonly member?: CallResult;
  readonly channels?: readonly object[];
  readonly group?: string;
}

/** Rejects when the signal is aborted, as `fetch` does. */
function whenAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** A reader of a Graph that answers so; a number is a status. */
function createReader(
  {
    member = { ok: true, answer: {} },
    channels = [{ id: CHANNEL, type: 'standard' }],
    group = GROUP,
  }: Setup,
  answerTo: (url: string) => Promise<unknown>,
) {
  return createThreadReader({
    appId: APP,
    connector: {
      fetchTeam: async () => ({
        ok: true,
        answer: { id: TEAM, name: 'Billing', aadGroupId: group },
      }),
      fetchChannels: async () => ({ ok: true, answer: { conversations: channels } }),
      fetchMember: async () => member,
    },
    serviceUrlLookup: { findForPlace: async () => 'https://smba.trafficmanager.net/emea/' },
    graph: createGraph({
      baseUrl: BASE,
      tokens: { fetchToken: async () => ({ ok: true, token: 'secret' }) },
      fetch: async (url, init) => {
        expect(new Headers(init?.headers).get('authorization')).to.equal('Bearer secret');
        const found = await Promise.race([answerTo(String(url)), whenAborted(init?.signal)]);
        return typeof found === 'number'
          ? new Response('{}', { status: found })
          : Response.json(found);
      },
    }),
    now: () => 0,
  });
}

function read(setup: Setup = {}, thread = REF) {
  const { graph = OK } = setup;
  const asked: string[] = [];
  const reader = createReader(setup, async (url) => {
    asked.push(url);
    return graph[url.slice(BASE.length)] ?? 404;
  });
  return { asked, reading: reader.readThread(thread, ACCOUNT, 2000) };
}

/** A message as Graph lists it; the newest comes first there. */
function toChatMessage({ by, at, text }: WrittenMessage) {
  const html = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const from = { user: null, application: { id: APP, displayName: 'Redress' } };
  return chatMessage(String(at), html, {
    ...(by === 'bot' ? { from } : {}),
    ...(by === 'platform' ? { messageType: 'systemEventMessage' } : {}),
  });
}

const STATUSES = { 'not permitted': 403, gone: 404 } as const;

/** What Graph answers to this address; a number is a status. */
async function answerGraph({ written, answers }: SampleThread, path: string): Promise<unknown> {
  const [root, ...replies] = written.map(toChatMessage);
  const isReplies = path.includes('/replies');
  switch (answers) {
    case 'yes':
    case 'not a member':
      return isReplies ? { value: replies.reverse() } : root;
    case 'first page':
      if (path.includes('/next')) return 500;
      return isReplies
        ? { value: replies.slice(0, 3), '@odata.nextLink': `${BASE}/next?page=2` }
        : root;
    case 'never':
      return new Promise(() => undefined);
    case 'not permitted':
    case 'gone':
      return STATUSES[answers];
  }
}

describe('Reading a thread in Teams', () => {
  threadReaderContract((sample) => {
    const [first, chosen] = [sample.written[0], sample.written[sample.chosen]];
    const isMember = sample.answers !== 'not a member';
    const reader = createReader(isMember ? {} : { member: refuse(404) }, async (url) =>
      answerGraph(sample, url),
    );
    const thread = `${TEAM} ${CHANNEL} ${first?.at} ${chosen?.at}`;
    return { reader, thread, account: ACCOUNT, name: 'Ben Example' };
  });

  it('has the first message and all replies, page after page, by name and time', async () => {
    expect(await read().reading).to.deep.equal({
      ...{ unread: null, isPrivate: false },
      messages: [
        { by: 'Ben Example', at: 1_741_000_000_000, text: 'Who knows?' },
        { by: 'Ben Example', at: 1_741_003_100_000, text: 'The lift is "stuck"', isChosen: true },
        { by: 'Ben Example', at: 1_741_003_200_000, text: 'Again' },
      ],
    });
  });

  it('leaves out what is deleted, what the channel says of itself, and the bot’s own cards', async () => {
    const value = [
      chatMessage('1741003300000', 'gone', { deletedDateTime: '2025-03-03T12:00:00Z' }),
      chatMessage('1741003400000', 'joined', { messageType: 'systemEventMessage' }),
      chatMessage('1741003500000', 'card', {
        from: { user: null, application: { id: APP, displayName: 'Redress' } },
      }),
      CHOSEN,
    ];
    const replies = Object.keys(OK)[1] ?? '';
    const { messages } = await read({ graph: { ...OK, [replies]: { value } } }).reading;
    expect(messages.map(({ text }) => text)).to.deep.equal(['Who knows?', 'The lift is "stuck"']);
  });

  it('says without the consent of the team what is missing', async () => {
    const [first = ''] = Object.keys(OK);
    const refused = await read({ graph: { [first]: 403 } }).reading;
    expect(refused).to.include({ unread: 'not-permitted', needs: 'ChannelMessage.Read.Group' });
    expect((await read({ graph: { [first]: 503 } }).reading).unread).to.equal('no-answer');
    expect((await read({ graph: {} }).reading).unread, 'deleted').to.equal(null);
  });

  it('asks Graph nothing for who is not in the team, for another channel than a standard one, and in chats', async () => {
    for (const [setup, thread, unread] of [
      [{ member: refuse(404) }, REF, 'not-member'],
      [{ member: refuse(403) }, REF, 'not-member'],
      [{ member: { ok: false, failure: { kind: 'lost', code: 'timeout' } } }, REF, 'no-answer'],
      [{ channels: [{ id: TEAM }] }, REF, 'not-member'],
      [{ channels: [{ id: CHANNEL, type: 'private' }] }, REF, 'not-member'],
      [{}, '', 'never'],
    ] as const) {
      const { asked, reading } = read(setup, thread);
      expect(await reading).to.deep.equal({ messages: [], unread });
      expect(asked).to.deep.equal([]);
    }
  });

  it('sends its token nowhere else, whatever the next page is said to be', async () => {
    const replies = Object.keys(OK)[1] ?? '';
    const graph = {
      ...OK,
      [replies]: { value: [CHOSEN], '@odata.nextLink': 'https://evil.example/v1.0/x' },
    };
    const { asked, reading } = read({ graph });
    expect((await reading).unread).to.equal('too-long');
    expect(asked.every((url) => url.startsWith(`${BASE}/`))).to.equal(true);
  });
});
