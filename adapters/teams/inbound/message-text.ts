import { COMMAND_WORD } from '../app-definition.js';

/** The characters HTML cannot do without, and those Teams' editor writes by name. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/**
 * Whoever writes can send a megabyte; more than a message of Teams holds is not looked at. Characters.
 * ("Limits and specifications for Microsoft Teams": a post has about 28 KB.)
 */
export const LONGEST_TEXT = 30_000;
/** More mentions of us than this in one message are nobody's. */
const MOST_MENTIONS = 20;

/** One tag. It ends before the next begins, so that looking for all of them reads the text once. */
const TAG = /<[^<>]*>/g;
const LINE_END = /^<(?:br\b|\/(?:p|div|li|tr|h\d|blockquote|pre)>)/i;

/** The plain text of what somebody wrote in Teams' editor, one line for each of its lines. */
export function htmlToPlainText(html: string): string {
  const text = html.slice(0, LONGEST_TEXT).replaceAll(/\r?\n/g, ' ');
  const parts: string[] = [];
  let [end, hidden]: [number, string | undefined] = [0, undefined];
  for (const { 0: tag, index } of text.matchAll(TAG)) {
    if (hidden === undefined) parts.push(text.slice(end, index), standIn(tag));
    end = index + tag.length;
    const name = /^<(\/?(?:style|script))\b/i.exec(tag)?.[1]?.toLowerCase();
    if (hidden === undefined && name?.startsWith('/') === false) hidden = name;
    else if (name === `/${hidden}`) hidden = undefined;
  }
  if (hidden === undefined) parts.push(text.slice(end));
  return tidy(decoded(parts.join('')));
}

/** What stands in plain text where a tag stood. */
function standIn(tag: string): string {
  if (LINE_END.test(tag)) return '\n';
  return (/^<img\b/i.test(tag) && /\balt="([^"]*)"/i.exec(tag)?.[1]) || '';
}

/**
 * What a person wrote, with names in place of mentions and without the mention of us.
 * @param ownMentions the texts by which the activity mentions us, such as `<at>Redress</at>`
 */
export function toSpokenText(
  text: string,
  textFormat: string | undefined,
  ownMentions: readonly string[],
): string {
  const ours = [...new Set(ownMentions)].filter((own) => own !== '').slice(0, MOST_MENTIONS);
  const said = text.slice(0, LONGEST_TEXT);
  const without = ours.reduce((rest, own) => rest.replaceAll(own, ' '), said);
  if (textFormat === 'xml' || textFormat === 'html') return htmlToPlainText(without);
  return tidy(decoded(without.replaceAll(/<at\b[^<>]*>([^<]*)<\/at>/gi, '$1')));
}

/**
 * What stands behind the command in what somebody wrote to us: `list` and `help` are understood
 * without the word as well. Undefined when it is no command.
 */
export function parseCommandText(text: string): string | undefined {
  const words = COMMAND.exec(text)?.[1]?.trim();
  if (words !== undefined) return words;
  return /^\/?(list|help)$/i.exec(text)?.[1]?.toLowerCase();
}

const COMMAND = new RegExp(`^/?${COMMAND_WORD}(?![\\p{L}\\p{N}_])[:,]?(.*)$`, 'isu');

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
    const isHex = /^#x/i.test(name);
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function tidy(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
