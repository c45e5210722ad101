import { z } from 'zod';
import {
  type Line,
  type LineCommand,
  type ListCommand,
  type LostLineCommand,
  URGENCIES,
} from '../../domain/inbox/line.js';
import { type FieldsOf, failureReason, time } from '../shapes.js';
import { nudgeArgs } from '../view-record.js';

/** A nudge on its way to a person. */
export const line = z.looseObject({
  id: z.string(),
  complaint: z.string(),
  args: nudgeArgs,
  before: time.nullable(),
  // Lines of before there were any that can wait.
  urgency: z.enum(URGENCIES).default('firm'),
} satisfies FieldsOf<Line>);

/** What a complaint tells an inbox. */
export const inboxCommand: z.ZodType<LineCommand | ListCommand> = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('add-line'), line }),
  z.looseObject({ kind: z.literal('update-line'), id: z.string(), isDone: z.boolean() }),
  z.looseObject({ kind: z.literal('expect-list') }),
]);

/** What an inbox tells a complaint. */
export const lostLineCommand: z.ZodType<LostLineCommand> = z.looseObject({
  kind: z.literal('lose-line'),
  line,
  reason: failureReason,
});
