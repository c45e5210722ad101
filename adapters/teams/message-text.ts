import { COMMAND_WORD } from './surface.js';

/** The characters HTML cannot do without, and those Teams' editor writes by name. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The plain text of what somebody wrote in Teams' editor, one line for each of its lines. */
export function plainTextOfHtml(html: string): string {
  const lined = html
    .replaceAll(/\r?\n/g, ' ')
    .replaceAll(/<br\b[^>]*>|<\/(?:p|div|li|tr|h\d|blockquote|pre)>/gi, '\n')
    .replaceAll(/<(?:style|script)\b[^>]*>.*?<\/(?:style|script)>/gis, '')
    .replaceAll(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/gi, '$1')
    .replaceAll(/<[^>]*>/g, '');
  return tidy(decoded(lined));
}

/**
 * What a person wrote, with names in place of mentions and without the mention of us.
 * @param ownMentions the texts by which the activity mentions us, such as `<at>Redress</at>`
 */
export function spokenText(
  text: string,
  textFormat: string | undefined,
  ownMentions: readonly string[],
): string {
  const without = ownMentions.reduce((rest, own) => rest.replaceAll(own, ' '), text);
  if (textFormat === 'xml' || textFormat === 'html') return plainTextOfHtml(without);
  return tidy(decoded(without.replaceAll(/<at\b[^>]*>([^<]*)<\/at>/gi, '$1')));
}

/**
 * What stands behind the command in what somebody wrote to us: `list` and `help` are understood
 * without the word as well. Undefined when it is no command.
 */
export function commandIn(text: string): string | undefined {
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
