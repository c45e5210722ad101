import pTimeout from 'p-timeout';
import type { Account } from '../../../src/domain/organisation/person.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { SHORTCUT } from '../app-definition.js';
import type { BotIdentity } from '../outbound/identity.js';
import { findMentionedUsers, markupToPlainText, type UserNames } from './message-text.js';
import { NO_PROFILE, type ReplyAddress, toAccount } from './parse.js';
import { type ShortcutMessage, shortcutPayload } from './payloads.js';

/** A shortcut used on a message, before the people it mentions are known by name. */
export interface ParsedShortcut extends ReplyAddress {
  /** The thread the message is a reply in; null for what stands in the channel itself. */
  readonly thread: string | null;
  /** The `U…` ids of the people it mentions, each once, no more than anybody would wait for. */
  readonly mentionedUsers: readonly string[];
  /** The command with the link to the message and its words behind it. */
  toEvent(names: UserNames): InboundEvent;
}

/** More people than this are not asked for by name. */
const MOST_NAMED = 10;

/**
 * Longest wait for the names of people, ms of real time: of the three seconds in which a form can be
 * opened most must be left for opening it.
 */
const NAMES_MS = 800;

/** Reads a shortcut used on a message; undefined for one that is not ours. Its event id is its trigger id. */
export function parseShortcut(body: unknown, identity: BotIdentity): ParsedShortcut | undefined {
  const used = shortcutPayload.safeParse(body).data;
  if (used === undefined || used.callback_id !== SHORTCUT.id) return undefined;
  const { user, message, message_ts, channel, trigger_id } = used;
  const thread = message.thread_ts ?? message_ts;
  const markup = quotedMarkup(message);
  const link = linkTo(identity.url, channel.id, message_ts, thread);
  return {
    triggerId: trigger_id,
    responseUrl: used.response_url ?? null,
    thread: thread === message_ts ? null : thread,
    mentionedUsers: findMentionedUsers(markup).slice(0, MOST_NAMED),
    toEvent: (names) => ({
      eventId: trigger_id,
      account: toAccount(user.team_id ?? used.team?.id ?? identity.workspace, user.id),
      displayName: user.name ?? user.username ?? null,
      ...NO_PROFILE,
      // The link comes first: what is too long for the form is cut at the end.
      payload: {
        kind: 'command',
        text: [link, markupToPlainText(markup, names)].join('\n\n').trim(),
      },
    }),
  };
}

/**
 * The words of a message in Slack's markup. What hangs under it counts as well where its author is a
 * bot, where somebody forwards it, and where there are no other words. Empty when there is nothing
 * but files and pictures.
 */
function quotedMarkup(message: ShortcutMessage): string {
  const { text, bot_id, attachments, blocks } = message;
  const isBot = (bot_id ?? '') !== '';
  const isNeeded = isBot || text.trim() === '';
  const hanging = (attachments ?? [])
    .filter(({ is_share }) => isNeeded || is_share === true)
    .map(({ fallback, ...parts }) => filled([parts.pretext, parts.title, parts.text]) || fallback);
  const said = filled([text, ...hanging]);
  return said === '' ? filled((blocks ?? []).flatMap(textsOf)) : said;
}

type Block = NonNullable<ShortcutMessage['blocks']>[number];

function textsOf({ type, text, fields }: Block): readonly string[] {
  if (type !== 'section' && type !== 'header') return [];
  return [text?.text ?? '', ...(fields ?? []).map((field) => field.text)];
}

function filled(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n');
}

/** A message's address as `chat.getPermalink` gives it, which is not asked: there is no time for it. */
function linkTo(url: string | null, channel: string, ts: string, thread: string): string {
  if (url === null) return '';
  const link = new URL(`archives/${channel}/p${ts.replace('.', '')}`, url);
  if (thread !== ts)
    link.search = new URLSearchParams({ thread_ts: thread, cid: channel }).toString();
  return link.href;
}

/**
 * The names of people, as many as come in time.
 * @param profile gives a person of the bot's own workspace; undefined when Slack does not say
 * @param waitMs longest wait, ms of real time
 */
export async function fetchUserNames(
  userIds: readonly string[],
  workspace: string,
  profile: (account: Account) => Promise<{ readonly name: string } | undefined>,
  waitMs = NAMES_MS,
): Promise<UserNames> {
  const names = new Map<string, string>();
  if (userIds.length === 0) return names;
  const asked = userIds.map(async (id) => {
    const known = await profile(toAccount(workspace, id));
    if (known !== undefined) names.set(id, known.name);
  });
  await pTimeout(Promise.all(asked), { milliseconds: waitMs, fallback: () => undefined });
  return new Map(names);
}
