import { RedressError } from '../../src/errors.js';

/**
 * What Teams takes, in bytes unless it says otherwise; Microsoft says UTF-16 of messages and nothing
 * of the rest, so the bigger of UTF-8 and UTF-16 counts.
 * - `message`: learn.microsoft.com, "Format your bot messages": 100 KB, 80 KB to be sure; 40 KB until
 *   2025, which is kept here
 * - `dialog`: 28 KB, what Teams documents for cards of message extensions and webhooks
 * - `primaryActions`: "Cards reference", Adaptive Cards: at most six actions are shown, more stand in
 *   the overflow menu
 */
export const LIMITS = {
  message: 40 * 1024,
  dialog: 28 * 1024,
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
  told: 1000,
  /** The words behind the command: more than the form takes, so that it can say so. */
  openerText: 4000,
} as const;

/** Cards are shortened to this, so that the frame Teams and the connector put around them fits as well. */
export const AIM = LIMITS.dialog - 2048;

/** What this takes as JSON, in bytes: the bigger of UTF-8 and UTF-16. */
export function sizeOf(content: unknown): number {
  const json = JSON.stringify(content);
  return Math.max(Buffer.byteLength(json), 2 * json.length);
}

/** What this takes as it travels in the answer to an invoke: UTF-8, in bytes. */
export function bytesOf(content: unknown): number {
  return Buffer.byteLength(JSON.stringify(content));
}

/**
 * Returns what was rendered, or refuses to send it.
 * @throws RedressError RENDER_LIMIT when it is bigger than Teams takes
 */
export function refuseOver<T>(rendered: T, size: number, max: number): T {
  if (size <= max) return rendered;
  const words = `Teams would refuse what was rendered: ${size} bytes, allowed are ${max}`;
  throw new RedressError('RENDER_LIMIT', words);
}
