import pTimeout from 'p-timeout';
import type { Account } from '../../../src/domain/organisation/person.js';
import { trimText } from '../../../src/domain/text/blank.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { SHORTCUT } from '../app-definition.js';
import { findNamedUsers, toMessageMarkup, toSourceMessage } from '../messages/message.js';
import { markupToPlainText, type UserNames } from '../messages/message-text.js';
import { findFamily, toThreadRef } from '../messages/thread-ref.js';
import type { BotIdentity } from '../outbound/identity.js';
import { toAccount } from './form-values.js';
import { NO_PROFILE, type ReplyAddress, toChannel, toHandle } from './parse.js';
import { shortcutPayload } from './payloads.js';

/** A message shortcut, before the names of its people are known. */
export interface ParsedShortcut extends ReplyAddress {
  /** The thread of the message if it is a reply; else null. */
  readonly thread: string | null;
  /** The `U…` ids of the message's author and the people it mentions, each once, at most {@link MAX_NAMES}. */
  readonly namedUsers: readonly string[];
  /** The event: the message’s text, and the message itself with its link. */
  toEvent(names: UserNames): InboundEvent;
}

/** Most names that are fetched. */
export const MAX_NAMES = 10;

/** Longest wait for names, ms of real time: a form must be opened within three seconds, and opening it takes most of them. */
const NAMES_TIMEOUT_MS = 800;

/** Parses a message shortcut; undefined for one that is not ours. The event id is the trigger id. */
export function parseShortcut(body: unknown, identity: BotIdentity): ParsedShortcut | undefined {
  const payload = shortcutPayload.safeParse(body).data;
  if (payload === undefined || payload.callback_id !== SHORTCUT.id) return undefined;
  const { user, message, message_ts, channel, trigger_id } = payload;
  const thread = message.thread_ts ?? message_ts;
  const markup = toMessageMarkup(message);
  const link = toPermalink(identity.url, channel.id, message_ts, thread);
  const family = findFamily(channel);
  return {
    triggerId: trigger_id,
    responseUrl: payload.response_url ?? null,
    channel: channel.id,
    thread: thread === message_ts ? null : thread,
    namedUsers: findNamedUsers(message).slice(0, MAX_NAMES),
    toEvent: (names) => ({
      eventId: trigger_id,
      account: toAccount(user.team_id ?? payload.team?.id ?? identity.workspace, user.id),
      ...toHandle(user.name ?? user.username),
      ...NO_PROFILE,
      ...toChannel(channel.id),
      payload: {
        kind: 'quote',
        text: trimText(markupToPlainText(markup, names)),
        source: {
          thread: toThreadRef({ channel: channel.id, thread, ts: message_ts, family }),
          ...{ link, isPrivate: family !== 'channels' },
          message: toSourceMessage(message, message_ts, names),
        },
      },
    }),
  };
}

/** A message's link as `chat.getPermalink` would return it; there is no time for that call. */
function toPermalink(url: string | null, channel: string, ts: string, thread: string): string {
  if (url === null) return '';
  const link = new URL(`archives/${channel}/p${ts.replace('.', '')}`, url);
  if (thread !== ts)
    link.search = new URLSearchParams({ thread_ts: thread, cid: channel }).toString();
  return link.href;
}

/**
 * Fetches people's names, and returns those that arrive in time.
 * @param fetchProfile the profile of a person in the bot's own workspace; undefined if unknown
 * @param timeoutMs longest wait, ms of real time
 */
export async function fetchUserNames(
  userIds: readonly string[],
  workspace: string,
  fetchProfile: (account: Account) => Promise<{ readonly name: string } | undefined>,
  timeoutMs = NAMES_TIMEOUT_MS,
): Promise<UserNames> {
  const names = new Map<string, string>();
  if (userIds.length === 0) return names;
  const fetching = userIds.map(async (id) => {
    const profile = await fetchProfile(toAccount(workspace, id));
    if (profile !== undefined) names.set(id, profile.name);
  });
  await pTimeout(Promise.all(fetching), { milliseconds: timeoutMs, fallback: () => undefined });
  return new Map(names);
}
