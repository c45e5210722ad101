import { trimText } from '../../../src/domain/text/blank.js';
import { createCommandTextParser } from '../../shared/command-text.js';
import { COMMAND_WORD } from '../app-definition.js';

/** The entities HTML requires, and those Teams' editor writes by name. */
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/**
 * Longest text that is read, in characters; the rest is ignored. A request can hold a megabyte, a
 * message of Teams about 28 KB ("Limits and specifications for Microsoft Teams").
 */
export const MAX_TEXT_LENGTH = 30_000;
/** Most mentions of the bot that are removed from one message. */
const MAX_MENTIONS = 20;

/** One tag. It ends before the next one begins, so that finding all tags reads the text once. */
const TAG = /<[^<>]*>/g;
const LINE_END = /^<(?:br\b|\/(?:p|div|li|tr|h\d|blockquote|pre)>)/i;

/** Converts the HTML of Teams' editor to plain text, line by line. */
export function htmlToPlainText(html: string): string {
  const text = html.slice(0, MAX_TEXT_LENGTH).replaceAll(/\r?\n/g, ' ');
  const parts: string[] = [];
  let [end, hidden]: [number, string | undefined] = [0, undefined];
  for (const { 0: tag, index } of text.matchAll(TAG)) {
    if (hidden === undefined) parts.push(text.slice(end, index), toTagText(tag));
    end = index + tag.length;
    const name = /^<(\/?(?:style|script))\b/i.exec(tag)?.[1]?.toLowerCase();
    if (hidden === undefined && name?.startsWith('/') === false) hidden = name;
    else if (name === `/${hidden}`) hidden = undefined;
  }
  if (hidden === undefined) parts.push(text.slice(end));
  return normalizeSpaces(decodeEntities(parts.join('')));
}

/** The plain text that replaces a tag. */
function toTagText(tag: string): string {
  if (LINE_END.test(tag)) return '\n';
  return (/^<img\b/i.test(tag) && /\balt="([^"]*)"/i.exec(tag)?.[1]) || '';
}

/**
 * The plain text of a message, with names for mentions and without mentions of the bot.
 * @param ownMentions the texts by which the activity mentions the bot, such as `<at>Redress</at>`
 */
export function toMessageText(
  text: string,
  textFormat: string | undefined,
  ownMentions: readonly string[],
): string {
  const own = [...new Set(ownMentions)].filter((one) => one !== '').slice(0, MAX_MENTIONS);
  const start = text.slice(0, MAX_TEXT_LENGTH);
  const withoutOwn = own.reduce((rest, one) => rest.replaceAll(one, ' '), start);
  if (textFormat === 'xml' || textFormat === 'html') return htmlToPlainText(withoutOwn);
  return normalizeSpaces(
    decodeEntities(withoutOwn.replaceAll(/<at\b[^<>]*>([^<]*)<\/at>/gi, '$1')),
  );
}

/**
 * The text after the command word; the words of other commands also work without it. Undefined when the
 * message is no command.
 */
export const parseCommandText = createCommandTextParser(COMMAND_WORD);

function decodeEntities(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return HTML_ENTITIES[name.toLowerCase()] ?? whole;
    const isHex = /^#x/i.test(name);
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function normalizeSpaces(text: string): string {
  return trimText(
    text
      .replaceAll('\u00a0', ' ')
      .replaceAll(/[ \t]+/g, ' ')
      .replaceAll(/ ?\n ?/g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n'),
  );
}
