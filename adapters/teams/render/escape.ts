import { toWellFormed } from '../../shared/text.js';

/** An invisible character that breaks up what a client would interpret even in literal text. */
const WORD_JOINER = '\u2060';

/**
 * Escapes text for a place without Markdown: the date functions `{{DATE(…)}}` and `{{TIME(…)}}`
 * (learn.microsoft.com/adaptive-cards, "Text features"), which clients execute there too, and the tags
 * of a mention.
 */
export function escapeLiteral(text: string): string {
  return toWellFormed(text)
    .replace(/\{\{(?=(?:DATE|TIME)\()/g, `{${WORD_JOINER}{`)
    .replace(/<(?=\/?at\b)/gi, `<${WORD_JOINER}`);
}

/**
 * Escapes one line of text for a place with Markdown, with the backslash escapes of CommonMark 2.4:
 * everywhere for emphasis, links (bare ones too), code, tags (`<at>` too) and entities; at the start for
 * lists, headings and quotes.
 */
export function escapeMarkdown(line: string): string {
  return escapeLiteral(line)
    .replace(/[\\`*_~[\]<>&|]|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/^(\s*)([#+-]|={2,})/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2');
}
