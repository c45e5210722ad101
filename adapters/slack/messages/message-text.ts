import { trimText } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import { MAX_NAME_LENGTH } from '../../shared/text.js';

/** Slack cuts a message's text at this length (docs.slack.dev/reference/methods/chat.postMessage). Characters. */
export const MAX_TEXT_LENGTH = 40_000;

/** Slack's markup for people, channels, groups, dates and links. Never nested. */
const MARKUP = /<([^<>]*)>/g;

const USER_MENTION = /^@([UW][A-Z0-9]{1,40})(?:\||$)/;

/** People's names by their `U…` id. */
export type UserNames = ReadonlyMap<string, string>;

/**
 * Converts a message's markup to the plain text that its reader sees. Keeps what people type
 * themselves, such as `*bold*` and `:smile:`.
 * docs.slack.dev/messaging/formatting-message-text, "Parsing retrieved messages".
 * @param markup the `text` of a message
 * @param names of the people mentioned; anybody else becomes "someone"
 */
export function markupToPlainText(markup: string, names: UserNames): string {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: inner = '', index } of markup.matchAll(MARKUP)) {
    parts.push(unescapeMarkup(markup.slice(end, index)), convertMarkup(inner, names));
    end = index + whole.length;
  }
  parts.push(unescapeMarkup(markup.slice(end)));
  return trimText(parts.join(''));
}

/** The ids of the people a text mentions, each once, in order. */
export function findMentionedUsers(markup: string): readonly string[] {
  const ids = [...markup.matchAll(MARKUP)].flatMap(({ 1: inner = '' }) => {
    const id = USER_MENTION.exec(inner)?.[1];
    return id === undefined ? [] : [id];
  });
  return [...new Set(ids)];
}

/** Reverts Slack's escaping, which covers these three characters only. */
export function unescapeMarkup(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The plain text for the markup `<inner>`. */
function convertMarkup(inner: string, names: UserNames): string {
  const user = USER_MENTION.exec(inner)?.[1];
  const bar = inner.indexOf('|');
  const target = unescapeMarkup(bar < 0 ? inner : inner.slice(0, bar));
  const label = trimText(unescapeMarkup(bar < 0 ? '' : inner.slice(bar + 1)));
  if (user !== undefined) return addSign('@', names.get(user) ?? (label || SLACK_TEXT.someone));
  if (target.startsWith('#')) return addSign('#', label || SLACK_TEXT.someChannel);
  if (!target.startsWith('!')) return convertLink(target, label);
  if (target.startsWith('!subteam^')) return addSign('@', label || SLACK_TEXT.someGroup);
  return /^!(?:here|channel|everyone)$/.test(target) ? `@${target.slice(1)}` : label;
}

function addSign(sign: '@' | '#', name: string): string {
  const line = trimText(name.replaceAll(/\s+/g, ' ')).slice(0, MAX_NAME_LENGTH);
  return line.startsWith(sign) ? line : sign + line;
}

/** The label, with the URL in brackets if the label does not show it. */
function convertLink(target: string, label: string): string {
  const url = target.replace(/^(?:mailto|tel):/, '');
  if (label === '' || label === url) return url;
  const isShown = url.replace(/^https?:\/\//, '').replace(/\/$/, '') === label;
  return isShown ? url : `${label} (${url})`;
}
