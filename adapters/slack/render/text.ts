import type { types } from '@slack/bolt';
import { isBlank } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import { shorten, shortenEscaped, shortenToSize } from '../../shared/text.js';

/**
 * A `plain_text` object of at most `max` characters. A dash if the text is blank, because Slack refuses
 * empty texts. Without `emoji`, so that `:x:` stays what it is.
 */
export function plainText(text: string, max: number): types.PlainTextElement {
  const short = shorten(text, max);
  return { type: 'plain_text', text: isBlank(short) ? SLACK_TEXT.nothing : short, emoji: false };
}

/** A `mrkdwn` object of markup that is already escaped and fits. `verbatim`: Slack adds no links of its own. */
export function mrkdwn(markup: string): types.MrkdwnElement {
  const text = isBlank(markup) ? SLACK_TEXT.nothing : markup;
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Escapes what Slack reads as control sequences in `mrkdwn` and in a message's `text`: `&`, `<`, `>`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes the text and shortens it to `max` UTF-16 units after escaping, with an ellipsis if it is cut. */
export function shortenMarkup(text: string, max: number): string {
  return shortenEscaped(text, max, escapeMarkup);
}

/** The text itself, shortened so that {@link escapeMarkup} makes at most `max` UTF-16 units of it. */
export function shortenToMarkup(text: string, max: number): string {
  return shortenToSize(text, max, (piece) => escapeMarkup(piece).length);
}
