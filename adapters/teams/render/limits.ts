import { RedressError } from '../../../src/errors.js';

/**
 * What Teams takes, in bytes unless it says otherwise.
 * - `message`: learn.microsoft.com, "Format your bot messages": 100 KB in UTF-16 with all that stands
 *   around it, 80 KB of which are for the message itself
 * - `dialog`: UTF-8, as the answer to an invoke travels. Microsoft documents 28 KB for the cards of
 *   message extensions and nothing for dialogs; the refusal of an answer that was too big names 28,000
 *   bytes as the limit (github.com/MicrosoftDocs/msteams-docs/issues/4062)
 * - `primaryActions`: "Cards reference", Adaptive Cards: at most six actions are shown, more stand in
 *   the overflow menu
 */
export const LIMITS = {
  message: 80 * 1024,
  dialog: 28_000,
  primaryActions: 6,
  /** Characters; longer, a notification shows none of it. */
  summary: 1000,
  title: 250,
  dialogTitle: 64,
  buttonTitle: 100,
  /** What a button asks before it acts; longer, nobody would read it. */
  question: 300,
  label: 300,
  text: 8000,
  factTitle: 100,
  factValue: 3000,
  /** An answer under a field; longer, nobody would read it there. */
  fault: 300,
  /** What a button that acts answers, under the card; longer, nobody would read it there. */
  actionMessage: 1000,
  /** The words behind the command: more than the form takes, so that it can say so. */
  openerText: 4000,
} as const;

/** Messages are shortened to this, so that what the connector puts around them (ids, places) fits as well. */
export const MESSAGE_BUDGET = LIMITS.message - 4096;

/** Dialogs are shortened to this, so that the answer around them (`task`, its type) fits as well. */
export const DIALOG_BUDGET = LIMITS.dialog - 100;

/** What a message takes as JSON, in bytes of UTF-16. */
export function toMessageBytes(message: unknown): number {
  return 2 * JSON.stringify(message).length;
}

/** What a dialog takes as JSON, in bytes of UTF-8. */
export function toDialogBytes(dialog: unknown): number {
  return Buffer.byteLength(JSON.stringify(dialog));
}

/**
 * Returns what was rendered, or refuses to send it.
 * @throws RedressError RENDER_LIMIT when it is bigger than Teams takes
 */
export function assertFits<T>(rendered: T, size: number, max: number): T {
  if (size <= max) return rendered;
  const words = `Teams would refuse what was rendered: ${size} bytes, allowed are ${max}`;
  throw new RedressError('RENDER_LIMIT', words);
}
