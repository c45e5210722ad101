import { z } from 'zod';
import type { SourceFile, SourceMessage } from '../../../src/domain/intake/source.js';
import { isBlank, trimText } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import { toSafeUrl } from '../../shared/safe-url.js';
import { MAX_NAME_LENGTH, shorten } from '../../shared/text.js';
import { timestamp } from '../addresses.js';
import {
  findMentionedUsers,
  MAX_TEXT_LENGTH,
  markupToPlainText,
  type UserNames,
} from './message-text.js';

// Messages as Slack sends them, with a shortcut and in a thread
// (docs.slack.dev/reference/events/message, /reference/objects/file-object).

/** Text of a person or a bot, cut at the length of Slack's longest message. */
export const boundedText = z
  .string()
  .catch('')
  .transform((text) => text.slice(0, MAX_TEXT_LENGTH));

/** An attachment of a message: content of a bot, or a link preview or a forwarded message of a person. */
const attachment = z.object({
  is_share: z.unknown().optional(),
  pretext: boundedText,
  title: boundedText,
  text: boundedText,
  fallback: boundedText,
});

const blockText = z.object({ text: boundedText });

const block = z.object({
  type: z.string(),
  text: blockText.nullish().catch(null),
  fields: z.array(blockText).nullish().catch(null),
});

/** A file, as far as the app may see it. */
const file = z.object({
  name: z.string().nullish().catch(null),
  title: z.string().nullish().catch(null),
  permalink: z.string().nullish().catch(null),
});

/** A message, as far as it is read: who wrote it, and what contains text. */
export const slackMessage = z.object({
  user: z.string().nullish().catch(null),
  username: z.string().nullish().catch(null),
  bot_profile: z.object({ name: z.string() }).nullish().catch(null),
  text: boundedText,
  bot_id: z.string().nullish(),
  thread_ts: timestamp.nullish(),
  attachments: z.array(attachment).nullish().catch(null),
  blocks: z.array(block).nullish().catch(null),
  files: z.array(file).nullish().catch(null),
});

export type SlackMessage = z.infer<typeof slackMessage>;

/**
 * A message's text in Slack's markup. Includes attachments if a bot wrote the message or if it has no
 * text of its own, and always includes forwarded messages. Uses blocks if there is no other text.
 * Empty for a message of files and pictures only.
 */
export function toMessageMarkup(message: SlackMessage): string {
  const { text, bot_id, attachments, blocks } = message;
  const isBot = (bot_id ?? '') !== '';
  const usesAll = isBot || isBlank(text);
  const attached = (attachments ?? [])
    .filter(({ is_share }) => usesAll || is_share === true)
    .map(
      ({ fallback, ...parts }) => joinLines([parts.pretext, parts.title, parts.text]) || fallback,
    );
  const markup = joinLines([text, ...attached]);
  return markup === '' ? joinLines((blocks ?? []).flatMap(toBlockTexts)) : markup;
}

type Block = NonNullable<SlackMessage['blocks']>[number];

function toBlockTexts({ type, text, fields }: Block): readonly string[] {
  if (type !== 'section' && type !== 'header') return [];
  return [text?.text ?? '', ...(fields ?? []).map((field) => field.text)];
}

/** The parts that are not blank, one on each line. */
function joinLines(parts: readonly string[]): string {
  return parts.filter((part) => !isBlank(part)).join('\n');
}

const USER_ID = /^[UW][A-Z0-9]{1,40}$/;

/** The ids of the people whose names a message needs: its author and those it mentions, each once. */
export function findNamedUsers(message: SlackMessage): readonly string[] {
  const author = message.user ?? '';
  const named = [
    ...(USER_ID.test(author) ? [author] : []),
    ...findMentionedUsers(toMessageMarkup(message)),
  ];
  return [...new Set(named)];
}

/**
 * The message as it is kept with a complaint.
 * @param ts its id, which is its time
 * @param names of its author and of the people it mentions; anybody else is "someone"
 */
export function toSourceMessage(
  message: SlackMessage,
  ts: string,
  names: UserNames,
): SourceMessage {
  const files = (message.files ?? []).map(toSourceFile);
  return {
    by: findAuthor(message, names),
    at: Math.round(Number(ts) * 1000),
    text: markupToPlainText(toMessageMarkup(message), names),
    ...(files.length === 0 ? {} : { files }),
  };
}

/** A person's name, or the one under which a bot wrote. */
function findAuthor({ user, username, bot_profile }: SlackMessage, names: UserNames): string {
  const known = user === null || user === undefined ? undefined : names.get(user);
  const name = [known, username, bot_profile?.name].find((one) => !isBlank(one ?? ''));
  return name === undefined || name === null
    ? SLACK_TEXT.someone
    : shorten(trimText(name), MAX_NAME_LENGTH);
}

function toSourceFile({
  name,
  title,
  permalink,
}: NonNullable<SlackMessage['files']>[number]): SourceFile {
  const shown = [title, name].find((one) => !isBlank(one ?? '')) ?? SLACK_TEXT.someFile;
  return {
    name: shorten(trimText(shown), MAX_NAME_LENGTH),
    link: toSafeUrl(permalink ?? '') ?? '',
  };
}
