import { toWellFormed } from '../../shared/text.js';

/** Stands, unseen, inside what a client could carry out though no Markdown works there. */
const WORD_JOINER = '\u2060';

/**
 * Text that stands where no Markdown works. What looks like the date functions `{{DATE(…)}}` and
 * `{{TIME(…)}}` (learn.microsoft.com/adaptive-cards, "Text features") or like the tags of a mention is
 * kept from being taken for them.
 */
export function escapeLiteral(text: string): string {
  return toWellFormed(text)
    .replace(/\{\{(?=(?:DATE|TIME)\()/g, `{${WORD_JOINER}{`)
    .replace(/<(?=\/?at\b)/gi, `<${WORD_JOINER}`);
}

/**
 * One line of literal text for a place where Markdown works. Backslash escapes as in CommonMark 2.4:
 * everywhere for what can be emphasis, links (bare ones too), code, tags (`<at>` too) and entities; at
 * the beginning for what makes lists, headings and quotes.
 */
export function escapeMarkdown(line: string): string {
  return escapeLiteral(line)
    .replace(/[\\`*_~[\]<>&|]|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/^(\s*)([#+-]|={2,})/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2');
}
