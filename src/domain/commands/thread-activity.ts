import { NO_ANSWER } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import type { Complaint } from '../complaint/complaint.js';
import { changed, type DecisionContext, type Outcome, unchanged } from '../complaint/decision.js';
import { accessOf, toViewer } from '../complaint/permissions.js';

/**
 * Counts a message in the thread as activity; its text is not stored. Messages of people who may not
 * see the complaint do not count: under a confidential complaint's card they know nothing of it and
 * must not silence its nudges. A message that the platform sends again is recognised by its time.
 */
export function recordActivity(
  complaint: Complaint,
  command: CommandOf<'hear'>,
  context: DecisionContext,
): Outcome {
  const { by, aliases = [], at: writtenAt } = command;
  const author = toViewer({ id: by, aliases }, context.organisation);
  if (accessOf(author, complaint) === 'none') return unchanged(NO_ANSWER);
  const isKnown = complaint.history.some(
    (entry) => entry.what === 'hear' && entry.by === by && entry.args.at === writtenAt,
  );
  if (isKnown) return unchanged(NO_ANSWER);
  const at = Math.min(context.now, writtenAt + (context.now - context.realNow));
  const lastLifeAt = Math.max(complaint.lastLifeAt, at);
  return changed({ what: 'hear', args: { at: writtenAt } }, { lastLifeAt });
}
