import { shortenEscaped } from '../../shared/text.js';

/** Escapes what Slack reads as markup in `mrkdwn` and in a message's `text`: `&`, `<`, `>`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The text escaped, in at most `max` UTF-16 units as escaped, with an ellipsis if it is cut. */
export function shortenMarkup(text: string, max: number): string {
  return shortenEscaped(text, max, escapeMarkup);
}
