import pTimeout from 'p-timeout';
import { z } from 'zod';
import type { UnreadReason } from '../../../src/domain/intake/source.js';
import type { ThreadReader, ThreadReading } from '../../../src/ports/thread-reader.js';
import { timestamp } from '../addresses.js';
import {
  findNamedUsers,
  type SlackMessage,
  slackMessage,
  toSourceMessage,
} from '../messages/message.js';
import type { UserNames } from '../messages/message-text.js';
import { parseThreadRef, type ThreadRef } from '../messages/thread-ref.js';
import type { Call, CallResult } from './client.js';
import { type ErrorMeaning, findErrorMeaning } from './error-names.js';
import type { Failure } from './errors.js';
import type { BotIdentity } from './identity.js';
import { fetchProfile } from './profiles.js';

/** Messages in a page, the most that Slack recommends (docs.slack.dev/reference/methods/conversations.replies). */
const PAGE_SIZE = 200;
/** Most pages: 2,000 messages, of which 20 KB are kept. */
const MAX_PAGES = 10;
/** Most people whose names are looked up; Slack allows 100 look-ups a minute (tier 4). */
const MAX_NAMES = 40;
/** The share of the time in which the messages must be read; the rest is for names. */
const SHARE_FOR_MESSAGES = 0.7;

const page = z.object({
  messages: z.array(z.unknown()),
  has_more: z.boolean().optional(),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

const threadMessage = slackMessage.extend({ ts: timestamp, subtype: z.string().nullish() });

type ThreadMessage = z.infer<typeof threadMessage>;

export interface ThreadReaderOptions {
  /** Used for nothing that anybody waits for. */
  readonly call: Call;
  /** Null before the start. */
  readonly identity: () => Pick<BotIdentity, 'workspace' | 'userId'> | null;
  /** A time that only runs forward, ms. */
  readonly monotonicNow: () => number;
}

/** Reads threads in Slack by `conversations.replies`: of conversations that the bot is in. */
export function createThreadReader(options: ThreadReaderOptions): ThreadReader {
  return {
    platform: 'slack',
    async readThread(thread, _reader, timeoutMs) {
      const ref = parseThreadRef(thread);
      if (ref === undefined) return NOTHING;
      const until = options.monotonicNow() + timeoutMs;
      const read = await readPages(options, ref, until - timeoutMs * (1 - SHARE_FOR_MESSAGES));
      const own = options.identity()?.userId;
      const written = read.messages
        .filter(isWritten)
        .filter(({ user, ts }) => user !== own || ts === ref.ts);
      const names = await fetchNames(options, written, until);
      const { unread, needs } = read;
      return {
        messages: written.map((message) => toMessage(message, ref, names)),
        ...{ unread, ...(needs === undefined ? {} : { needs }) },
      };
    },
  };
}

const NOTHING: ThreadReading = { messages: [], unread: 'no-answer' };

type Read = Pick<ThreadReading, 'unread' | 'needs'> & {
  readonly messages: readonly ThreadMessage[];
};

async function readPages(
  options: ThreadReaderOptions,
  ref: ThreadRef,
  until: number,
): Promise<Read> {
  const messages: ThreadMessage[] = [];
  let cursor = '';
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const called = await callInTime(options, ref, cursor, until);
    const found = called?.ok === true ? page.safeParse(called.answer).data : undefined;
    if (found === undefined) return { messages, ...toUnread(called, ref, messages.length > 0) };
    messages.push(...found.messages.flatMap((one) => threadMessage.safeParse(one).data ?? []));
    cursor = found.response_metadata?.next_cursor ?? '';
    if (cursor === '') {
      return { messages, unread: found.has_more === true ? 'too-long' : null };
    }
  }
  return { messages, unread: 'too-long' };
}

/** Undefined if the time is over. */
async function callInTime(
  { call, monotonicNow }: ThreadReaderOptions,
  { channel, thread }: ThreadRef,
  cursor: string,
  until: number,
): Promise<CallResult | undefined> {
  const milliseconds = until - monotonicNow();
  if (milliseconds <= 0) return undefined;
  const args = { channel, ts: thread, limit: PAGE_SIZE, ...(cursor === '' ? {} : { cursor }) };
  return pTimeout(call('conversations.replies', args), { milliseconds, fallback: () => undefined });
}

/** What somebody wrote: not that a person joined, and no deleted message. */
function isWritten({ subtype }: ThreadMessage): boolean {
  const kinds = ['bot_message', 'file_share', 'me_message', 'thread_broadcast'];
  return subtype === undefined || subtype === null || kinds.includes(subtype);
}

function toUnread(
  called: CallResult | undefined,
  { family }: ThreadRef,
  hasBegun: boolean,
): Pick<ThreadReading, 'unread' | 'needs'> {
  if (hasBegun) return { unread: 'too-long' };
  if (called === undefined || called.ok) return { unread: 'no-answer' };
  const unread = toReason(called.failure);
  const isScope = called.failure.kind === 'slack' && called.failure.name === 'missing_scope';
  return { unread, ...(isScope ? { needs: `${family}:history` } : {}) };
}

/** Slack says of a private conversation without the bot that there is none. A deleted message has no thread. */
const REASONS: Partial<Record<ErrorMeaning, UnreadReason | null>> = {
  'bot-not-in-channel': 'not-member',
  'channel-gone': 'not-member',
  'not-permitted': 'not-permitted',
  'message-gone': null,
};

function toReason(failure: Failure): UnreadReason | null {
  if (failure.kind !== 'slack') return 'no-answer';
  const reason = REASONS[findErrorMeaning(failure.name, false)];
  return reason === undefined ? 'no-answer' : reason;
}

/** The names that arrive in time. */
async function fetchNames(
  { call, identity, monotonicNow }: ThreadReaderOptions,
  messages: readonly SlackMessage[],
  until: number,
): Promise<UserNames> {
  const workspace = identity()?.workspace ?? null;
  const users = [...new Set(messages.flatMap(findNamedUsers))].slice(0, MAX_NAMES);
  const milliseconds = until - monotonicNow();
  const names = new Map<string, string>();
  if (workspace === null || users.length === 0 || milliseconds <= 0) return names;
  const fetching = users.map(async (userId) => {
    const account = { platform: 'slack', workspace, userId } as const;
    const profile = await fetchProfile(call, account, workspace);
    if (profile !== undefined) names.set(userId, profile.name);
  });
  await pTimeout(Promise.all(fetching), { milliseconds, fallback: () => undefined });
  return new Map(names);
}

function toMessage(message: ThreadMessage, { ts }: ThreadRef, names: UserNames) {
  const kept = toSourceMessage(message, message.ts, names);
  return message.ts === ts ? { ...kept, isChosen: true as const } : kept;
}
