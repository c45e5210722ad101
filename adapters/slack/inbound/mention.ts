import type { InboundEvent } from '../../../src/ports/intake.js';
import { createCommandTextParser } from '../../shared/command-text.js';
import { toMessageKey } from '../addresses.js';
import { findMentionedUsers, markupToPlainText, type UserNames } from '../messages/message-text.js';
import { toMessageEvent } from './parse.js';
import { messageEventPayload } from './payloads.js';
import { MAX_NAMES } from './shortcut.js';

/** A message that mentions the bot, before the names of the other people mentioned are known. */
export interface ParsedMention {
  readonly user: string;
  readonly channel: string;
  /** The thread of the message if it is a reply; else null. */
  readonly thread: string | null;
  /** The `U…` ids of the people mentioned besides the bot, each once, at most {@link MAX_NAMES}. */
  readonly mentionedUsers: readonly string[];
  /** The event: outside threads a command; in a thread a message that asks for it. */
  toEvent(names: UserNames): InboundEvent;
  /** The words for the form if the message asks for one. */
  toWords(names: UserNames): string;
}

/** How a mention is parsed. */
export interface MentionOptions {
  /** The bot's own user id. */
  readonly botUserId: string;
  /** The slash command; without its slash it is the command word. */
  readonly command: string;
}

/**
 * Parses a person's message in a channel that mentions the bot; undefined for everything else. What is
 * no command asks for help.
 */
export function parseMention(
  body: unknown,
  { botUserId, command }: MentionOptions,
): ParsedMention | undefined {
  const payload = messageEventPayload.safeParse(body).data;
  if (payload === undefined || payload.event.user === botUserId) return undefined;
  const { channel, ts, thread_ts: root = ts, text, user } = payload.event;
  const mentioned = findMentionedUsers(text);
  if (!mentioned.includes(botUserId)) return undefined;
  const parseCommandText = createCommandTextParser(command.replace(/^\//, ''));
  const markup = text.replaceAll(new RegExp(`<@${botUserId}(?:\\|[^<>]*)?>`, 'g'), ' ').trim();
  const toWords = (names: UserNames) =>
    parseCommandText(markupToPlainText(markup, names)) ?? 'help';
  const at = Math.round(Number(ts) * 1000);
  return {
    user,
    channel,
    thread: root === ts ? null : root,
    mentionedUsers: mentioned.filter((id) => id !== botUserId).slice(0, MAX_NAMES),
    toWords,
    toEvent: (names) =>
      toMessageEvent(
        payload,
        root === ts
          ? { kind: 'command', text: toWords(names) }
          : { kind: 'message', thread: toMessageKey(channel, root), at, asks: toWords(names) },
      ),
  };
}
