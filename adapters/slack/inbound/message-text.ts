import { SLACK_TEXT } from '../../../src/text/slack-en.js';

/** Slack cuts a message's text there (docs.slack.dev/reference/methods/chat.postMessage). Characters. */
export const MAX_TEXT_LENGTH = 40_000;

/** No name is longer than this; what is, is no name. */
const LONGEST_NAME = 200;

/** What Slack marks up in a text: people, channels, groups, dates, links. One never stands in another. */
const MARKED = /<([^<>]*)>/g;

const PERSON = /^@([UW][A-Z0-9]{1,40})(?:\||$)/;

/** The names of people by their `U…` id. */
export type UserNames = ReadonlyMap<string, string>;

/**
 * What a message says, as its reader sees it, without markup. Marks people write themselves, such as
 * `*bold*` and `:smile:`, stay as they wrote them.
 * docs.slack.dev/messaging/formatting-message-text, "Parsing retrieved messages".
 * @param markup the `text` of a message
 * @param names of the people mentioned; who is not among them is called "someone"
 */
export function markupToPlainText(markup: string, names: UserNames): string {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: inner = '', index } of markup.matchAll(MARKED)) {
    parts.push(unescapeMarkup(markup.slice(end, index)), standIn(inner, names));
    end = index + whole.length;
  }
  parts.push(unescapeMarkup(markup.slice(end)));
  return parts.join('').trim();
}

/** The ids of the people a text mentions, each once, in order. */
export function findMentionedUsers(markup: string): readonly string[] {
  const ids = [...markup.matchAll(MARKED)].flatMap(({ 1: inner = '' }) => {
    const id = PERSON.exec(inner)?.[1];
    return id === undefined ? [] : [id];
  });
  return [...new Set(ids)];
}

/** Slack escapes three characters in what people write, and no others. */
export function unescapeMarkup(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What stands in plain text where `<inner>` stood. */
function standIn(inner: string, names: UserNames): string {
  const person = PERSON.exec(inner)?.[1];
  const bar = inner.indexOf('|');
  const target = unescapeMarkup(bar < 0 ? inner : inner.slice(0, bar));
  const label = unescapeMarkup(bar < 0 ? '' : inner.slice(bar + 1)).trim();
  if (person !== undefined) return tagged('@', names.get(person) ?? (label || SLACK_TEXT.someone));
  if (target.startsWith('#')) return tagged('#', label || SLACK_TEXT.someChannel);
  if (!target.startsWith('!')) return linkOf(target, label);
  if (target.startsWith('!subteam^')) return tagged('@', label || SLACK_TEXT.someGroup);
  return /^!(?:here|channel|everyone)$/.test(target) ? `@${target.slice(1)}` : label;
}

function tagged(sign: '@' | '#', name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
  return line.startsWith(sign) ? line : sign + line;
}

/** The label, and the address where the label does not say it. */
function linkOf(target: string, label: string): string {
  const address = target.replace(/^(?:mailto|tel):/, '');
  if (label === '' || label === address) return address;
  const isSaid = address.replace(/^https?:\/\//, '').replace(/\/$/, '') === label;
  return isSaid ? address : `${label} (${address})`;
}
