import { NO_ANSWER } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import { changed, type DecisionContext, type Outcome, unchanged } from '../complaint/decision.js';
import type { ComplaintFacts, HeardMessage } from '../complaint/facts.js';
import { accessOf, isViewer, toViewer, type Viewer } from '../complaint/permissions.js';

/** How many messages of its thread a complaint remembers, to recognise those that come again. */
const REMEMBERED_MESSAGES = 100;

/**
 * Counts a message in the thread as activity; its text is not stored. Messages of people who may not
 * see the complaint do not count: under a confidential complaint's card they know nothing of it and
 * must not silence its nudges. Nor do messages in the thread of a team that had it before. A message
 * that the platform sends again is recognised by its time. One that is older than all remembered ones
 * does not count: later activity than it is known.
 */
export function recordActivity(
  complaint: ComplaintFacts,
  command: CommandOf<'hear'>,
  context: DecisionContext,
): Outcome {
  const { by, aliases = [], placement, at: writtenAt } = command;
  const isFormer = complaint.placements.some(({ n, as }) => n === placement && as === 'former');
  const author = toViewer({ id: by, aliases }, context.organisation);
  if (isFormer || accessOf(author, complaint) === 'none') return unchanged(NO_ANSWER);
  if (isKnown(complaint.heard, author, writtenAt)) return unchanged(NO_ANSWER);
  const at = Math.min(context.now, writtenAt + (context.now - context.realNow));
  const lastLifeAt = Math.max(complaint.lastLifeAt, at);
  const heard = addMessage(complaint.heard, { at: writtenAt, by });
  return changed({ what: 'hear', args: { at: writtenAt } }, { lastLifeAt, heard });
}

function isKnown(heard: readonly HeardMessage[], author: Viewer, at: number): boolean {
  if (heard.some((message) => message.at === at && isViewer(author, message.by))) return true;
  const [oldest] = heard;
  return oldest !== undefined && heard.length >= REMEMBERED_MESSAGES && at <= oldest.at;
}

function addMessage(
  heard: readonly HeardMessage[],
  message: HeardMessage,
): readonly HeardMessage[] {
  return [...heard, message].toSorted((a, b) => a.at - b.at).slice(-REMEMBERED_MESSAGES);
}
