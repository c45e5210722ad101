import { RedressError } from '../../../src/errors.js';

/**
 * Limits of Teams (`message`, `dialog`, `primaryActions`), and our own for texts, in characters.
 * - `message`: bytes of UTF-16. learn.microsoft.com, "Format your bot messages": 100 KB in all, of which
 *   80 KB are for the message itself
 * - `dialog`: bytes of UTF-8, as in the response to an invoke. Microsoft documents 28 KB for the cards of
 *   message extensions and nothing for dialogs; the error for a response that is too large names 28,000
 *   bytes (github.com/MicrosoftDocs/msteams-docs/issues/4062)
 * - `primaryActions`: "Cards reference", Adaptive Cards: Teams shows six actions, the others are in the
 *   overflow menu
 */
export const LIMITS = {
  message: 80 * 1024,
  dialog: 28_000,
  primaryActions: 6,
  /** No notification shows more. */
  summary: 1000,
  title: 250,
  dialogTitle: 64,
  buttonTitle: 100,
  /** A button's question before it acts; nobody would read more. */
  question: 300,
  label: 300,
  text: 8000,
  factTitle: 100,
  factValue: 3000,
  /** A fault above its field; nobody would read more there. */
  fault: 300,
  /** The answer of a button, below the card; nobody would read more there. */
  actionMessage: 1000,
  /** The text after the command: more than the form takes, so that the form can report it. */
  openerText: 4000,
  /** The beginning of it that the card shows: enough to tell one card from another. */
  openerQuote: 300,
} as const;

/** Messages are shortened to this size, bytes, so that the rest of the activity (ids, conversation) fits too. */
export const MESSAGE_BUDGET = LIMITS.message - 4096;

/** Dialogs are shortened to this size, bytes, so that the rest of the response (`task`, its type) fits too. */
export const DIALOG_BUDGET = LIMITS.dialog - 100;

/** The size of a message as JSON, in bytes of UTF-16. */
export function toMessageBytes(message: unknown): number {
  return 2 * JSON.stringify(message).length;
}

/** The size of a dialog as JSON, in bytes of UTF-8. */
export function toDialogBytes(dialog: unknown): number {
  return Buffer.byteLength(JSON.stringify(dialog));
}

/**
 * Returns `rendered` if its size is allowed.
 * @throws RedressError RENDER_LIMIT when Teams would refuse it
 */
export function assertFits<T>(rendered: T, size: number, max: number): T {
  if (size <= max) return rendered;
  const message = `rendered content has ${size} bytes, Teams allows ${max}`;
  throw new RedressError('RENDER_LIMIT', message);
}
