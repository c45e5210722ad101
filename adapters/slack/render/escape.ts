import { shortenEscaped } from '../../shared/text.js';

/** Escapes what Slack reads as markup in `mrkdwn` and in a message's `text`: `&`, `<`, `>`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes the text and shortens it to `max` UTF-16 units after escaping, with an ellipsis if it is cut. */
export function shortenMarkup(text: string, max: number): string {
  return shortenEscaped(text, max, escapeMarkup);
}
