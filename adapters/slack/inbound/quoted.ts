import type { QuotedMessage } from './payloads.js';

/**
 * The words of a message in Slack's markup. What hangs under it counts as well where its author is a
 * bot, where somebody forwards it, and where there are no other words. Empty when there is nothing
 * but files and pictures.
 */
export function quotedMarkup(message: QuotedMessage): string {
  const { text, bot_id, attachments, blocks } = message;
  const isBot = (bot_id ?? '') !== '';
  const isNeeded = isBot || text.trim() === '';
  const hanging = (attachments ?? [])
    .filter(({ is_share }) => isNeeded || is_share === true)
    .map(({ fallback, ...parts }) => filled([parts.pretext, parts.title, parts.text]) || fallback);
  const said = filled([text, ...hanging]);
  return said === '' ? filled((blocks ?? []).flatMap(textsOf)) : said;
}

type Block = NonNullable<QuotedMessage['blocks']>[number];

function textsOf({ type, text, fields }: Block): readonly string[] {
  if (type !== 'section' && type !== 'header') return [];
  return [text?.text ?? '', ...(fields ?? []).map((field) => field.text)];
}

function filled(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n');
}
