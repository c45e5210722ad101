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
}

/** A line in an inbox. Times are business time, ms UTC. */
export interface InboxLine extends Line {
  /** When it may go at the earliest. */
  readonly sendAt: number;
  /** The message that it went out in; null while it waits. */
  readonly sent: { readonly digest: number; readonly at: number } | null;
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

/** What an inbox tells a complaint: a line did not reach its person. */
export interface LostLineCommand {
  readonly kind: 'lose-line';
  readonly line: Line;
  readonly reason: FailureReason;
}
