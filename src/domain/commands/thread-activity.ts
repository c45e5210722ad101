import { NO_ANSWER } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import { changed, type DecisionContext, type Outcome, unchanged } from '../complaint/decision.js';
import { draftDirectMessage } from '../complaint/delivery-drafts.js';
import type { ComplaintFacts, HeardMessage } from '../complaint/facts.js';
import { accessOf, isViewer, toViewer, type Viewer } from '../complaint/permissions.js';
import { isLeft, type Placement } from '../complaint/slot.js';

/** How many messages of its thread a complaint remembers, to recognise those that come again. */
const REMEMBERED_MESSAGES = 100;

/**
 * Counts a message in the thread as activity; its text is not stored. Messages of people who may not
 * see the complaint do not count: under a confidential complaint's card they know nothing of it and
 * must not silence its nudges. Nor do messages under a closed card: their author is told once where the
 * complaint is, also a member of a team that it has left, who sees no more of it than that. A message
 * that the platform sends again is recognised by its time. One that is older than all remembered ones
 * does not count: later activity than it is known.
 */
export function recordActivity(
  complaint: ComplaintFacts,
  command: CommandOf<'hear'>,
  context: DecisionContext,
): Outcome {
  const { by, aliases = [], placement, at: writtenAt } = command;
  const author = toViewer({ id: by, aliases }, context.organisation);
  const written = complaint.placements.find(({ n }) => n === placement);
  const isLeftTeam = written !== undefined && isLeft(written, complaint.placements);
  if (isLeftTeam && author.memberOf.includes(written.team))
    return redirect(complaint, written, command);
  if (accessOf(author, complaint) === 'none') return unchanged(NO_ANSWER);
  if (written !== undefined && written.closedAt !== null)
    return redirect(complaint, written, command);
  if (isKnown(complaint.heard, author, writtenAt)) return unchanged(NO_ANSWER);
  const at = Math.min(context.now, writtenAt + (context.now - context.realNow));
  const lastLifeAt = Math.max(complaint.lastLifeAt, at);
  const heard = addMessage(complaint.heard, { at: writtenAt, by });
  return changed({ what: 'hear', args: { at: writtenAt } }, { lastLifeAt, heard });
}

function redirect(
  { placements }: ComplaintFacts,
  written: Placement,
  { by, on }: CommandOf<'hear'>,
): Outcome {
  const { redirected = [] } = written;
  if (redirected.includes(by)) return unchanged(NO_ANSWER);
  const told = { ...written, redirected: [...redirected, by] };
  const patch = { placements: placements.map((one) => (one === written ? told : one)) };
  const isMoved = isLeft(written, placements);
  const args = { ...(isMoved && { isMoved }), ...(on && { on }) };
  const draft = draftDirectMessage(by, { name: 'redirected', args });
  return changed(null, patch, { drafts: [draft] });
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
