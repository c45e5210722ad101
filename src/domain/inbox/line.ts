import type { ComplaintId } from '../complaint/facts.js';
import type { FailureReason } from '../complaint/failure-reason.js';
import type { NudgeArgs } from '../complaint/view-ref.js';

/** A nudge on its way to a person: one line of a message. */
export interface Line {
  /** The nudge's id, which its records have as `delivery`. */
  readonly id: string;
  readonly complaint: ComplaintId;
  /** What it asks for. Who reads it is the inbox's person. */
  readonly args: NudgeArgs;
  /** It says nothing any more from this date on, business time, ms UTC; null: there is no such date. */
  readonly before: number | null;
  readonly urgency: Urgency;
}

/**
 * How long a line can wait.
 *
 * - `firm`: till the next quarter hour in which its reader can be reached: a last warning, an escalation
 * - `gentle`: till the next morning list
 */
export const URGENCIES = ['firm', 'gentle'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** The message in which a line was sent, and when. `inList`: a morning list. */
export interface SentLine {
  readonly digest: number;
  readonly at: number;
  readonly inList?: true;
}

/** A line in an inbox. Times are business time, ms UTC. */
export interface InboxLine extends Line {
  /** When it may go at the earliest. */
  readonly sendAt: number;
  /** The message that it went out in; null while it waits. */
  readonly sent: SentLine | null;
  /** Nothing of it is left to do. */
  readonly isDone: boolean;
}

/**
 * What a complaint tells an inbox: there is a line to send, or what a line says has changed. `isDone`: nothing of
 * it is left to do.
 */
export type LineCommand =
  | { readonly kind: 'add-line'; readonly line: Line }
  | { readonly kind: 'update-line'; readonly id: Line['id']; readonly isDone: boolean };

/** What a complaint tells the inbox of the person who has it from now on: they get a morning list. */
export interface ListCommand {
  readonly kind: 'expect-list';
}

/** What an inbox tells a complaint: a line did not reach its person. */
export interface LostLineCommand {
  readonly kind: 'lose-line';
  readonly line: Line;
  readonly reason: FailureReason;
}
