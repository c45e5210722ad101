import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import type { ComplaintId } from '../domain/complaint/facts.js';
import type { FailureReason } from '../domain/complaint/failure-reason.js';
import { findResolution } from '../domain/complaint/handling.js';
import { accessOf, toViewer } from '../domain/complaint/permissions.js';
import {
  findPlacement,
  getOwner,
  isCardSlot,
  toCardSlot,
  toSlotKind,
} from '../domain/complaint/slot.js';
import type { ViewArgs } from '../domain/complaint/view-ref.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import {
  callPerson,
  findTeamTag,
  isReporter,
  isSamePerson,
  renderPerson,
  type ViewContext,
} from './context.js';
import type { Block, Button, Card, Inline, Text } from './elements.js';
import { aboutText } from './intake/intake-facts.js';
import { promiseButtons, promiseLine, sortOpenPromises } from './promises.js';

const words = text.message;

/** A message shows the whole text: nothing else does. */
const QUOTE_LIMIT = TEXT_LIMIT;

/** How many promises a message shows, and how many characters of each. A message takes 13,000 in all. */
const PROMISES_SHOWN = 5;
const PROMISE_LETTERS = 300;

/** A message of these blocks, with its buttons below. */
export function messageCard(
  summary: string,
  blocks: readonly Block[],
  buttons: readonly Button[] = [],
): Card {
  const last: readonly Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
  return { summary, title: null, blocks: [...blocks, ...last] };
}

/** A line with the author, then the text they wrote, if any, and which complaint it is about. */
export function authoredBlocks(
  context: ViewContext,
  by: PersonId,
  toLine: (by: Inline) => Text,
  written?: string,
): readonly Block[] {
  const head: Block = { kind: 'text', text: toLine(renderPerson(context, by)) };
  const about: Block = { kind: 'note', text: aboutText(context.complaint) };
  if (written === undefined) return [head, about];
  return [head, { kind: 'quote', label: '', text: written, max: QUOTE_LIMIT }, about];
}

/** To the reporter: an update that somebody sent on purpose. */
export function reporterUpdateMessage(
  context: ViewContext,
  args: ViewArgs['reporter-update'],
): Card {
  const { id } = context.complaint;
  const blocks = authoredBlocks(context, args.by, (by) => words.reporterUpdate(by, id), args.text);
  return messageCard(words.reporterUpdateSummary(id), blocks, [
    createButton('note', id),
    createButton('details', id),
  ]);
}

/** To the team's thread: an update for the team only. */
export function teamUpdateMessage(context: ViewContext, args: ViewArgs['team-update']): Card {
  const { id, confidential } = context.complaint;
  const to = findAddressee(context, args.by);
  const toLine = (by: Inline): Text =>
    to === undefined ? words.teamUpdate(by, id) : words.teamUpdateFor(to, by, id);
  // In a thread the card above has the buttons; a confidential note goes to people, one by one.
  const actions = confidential ? [createButton('update', id), createButton('details', id)] : [];
  return messageCard(
    words.teamUpdateSummary(id),
    authoredBlocks(context, args.by, toLine, args.text),
    actions,
  );
}

/**
 * Who must read a note of the reporter in the thread: the person who has the complaint, or the team while
 * nobody has it. Others write to the team without a mention.
 */
function findAddressee(context: ViewContext, by: PersonId): Inline | undefined {
  const { complaint, people } = context;
  const { assignee, confidential } = complaint;
  if (confidential || !isReporter(context, by)) return undefined;
  if (assignee !== null) {
    return isSamePerson(people, by, assignee) ? undefined : callPerson(context, assignee);
  }
  const team = findTeamTag(context);
  return team === undefined ? undefined : { team };
}

/** To the new assignee. */
export function assignedMessage(context: ViewContext, args: ViewArgs['assigned']): Card {
  const { id } = context.complaint;
  const actions = [
    createButton('promise', id),
    createButton('update', id),
    createButton('details', id),
  ];
  const promises = isRecipientAssignee(context, args) ? openPromiseSummaries(context) : [];
  return messageCard(
    words.assignedSummary(id),
    [...authoredBlocks(context, args.by, (by) => words.assigned(by, id)), ...promises],
    actions,
  );
}

/** The complaint's open promises, nearest first, with their buttons. */
function openPromiseSummaries(context: ViewContext): readonly Block[] {
  return sortOpenPromises(context.complaint)
    .slice(0, PROMISES_SHOWN)
    .flatMap((promise): readonly Block[] => [
      { kind: 'text', text: promiseLine(context, promise) },
      { kind: 'quote', label: '', text: promise.what, max: PROMISE_LETTERS },
      { kind: 'buttons', buttons: promiseButtons(context.complaint.id, promise) },
    ]);
}

/** True when the recipient of the message still has the complaint. */
function isRecipientAssignee({ complaint }: ViewContext, { to }: ViewArgs['assigned']): boolean {
  return complaint.state === 'assigned' && complaint.assignee === to;
}

/** To the previous assignee: the complaint was given to a colleague. */
export function relievedMessage(context: ViewContext, args: ViewArgs['relieved']): Card {
  const { id } = context.complaint;
  const maySee = canPreviousAssigneeSee(context, args);
  const by = renderPerson(context, args.by);
  const line = maySee
    ? words.relievedTo(by, id, renderPerson(context, args.to))
    : words.relieved(by, id);
  return messageCard(
    words.relievedSummary(id),
    [{ kind: 'text', text: line }],
    maySee ? [createButton('details', id)] : [],
  );
}

/** True when the previous assignee may still see the complaint. */
function canPreviousAssigneeSee(
  { complaint, organisation, people }: ViewContext,
  { from }: ViewArgs['relieved'],
): boolean {
  const viewer = toViewer(people.get(from) ?? from, organisation);
  return accessOf(viewer, complaint) !== 'none';
}

/** To the reporter: what was done. */
export function reporterResolvedMessage(
  context: ViewContext,
  args: ViewArgs['reporter-resolved'],
): Card {
  const { id } = context.complaint;
  const resolution = findResolution(context.complaint);
  const blocks = authoredBlocks(context, args.by, (by) => words.resolved(by, id), resolution?.done);
  return messageCard(words.resolvedSummary(id), blocks, [createButton('details', id)]);
}

/** To the reporter: it goes on. */
export function reporterReopenedMessage(
  context: ViewContext,
  args: ViewArgs['reporter-reopened'],
): Card {
  const { id } = context.complaint;
  const blocks = authoredBlocks(context, args.by, (by) => words.reporterReopened(by, id));
  return messageCard(words.reopenedSummary(id), blocks, [
    createButton('note', id),
    createButton('details', id),
  ]);
}

/** To the reporter: nothing has happened, and everybody responsible is reminded. */
export function reporterWaitingMessage({ complaint }: ViewContext): Card {
  const { id } = complaint;
  const more = words.ifYouKnowMore[complaint.confidential ? 'confidential' : 'open'];
  const blocks: readonly Block[] = [
    { kind: 'text', text: [words.reporterWaiting(id), ' ', more] },
    { kind: 'note', text: aboutText(complaint) },
  ];
  return messageCard(words.reporterWaitingSummary(id), blocks, [
    createButton('note', id),
    createButton('details', id),
  ]);
}

/** To the lead: the complainant is not satisfied. */
export function dissatisfiedMessage(context: ViewContext, args: ViewArgs['dissatisfied']): Card {
  const { id, state } = context.complaint;
  const { by, satisfaction, words: written } = args;
  const blocks = authoredBlocks(
    context,
    by,
    (author) => words.dissatisfied(author, id, satisfaction),
    written === '' ? undefined : written,
  );
  const reopen = state === 'closed' ? [createButton('reopen', id)] : [];
  return messageCard(words.dissatisfiedSummary(id), blocks, [
    ...reopen,
    createButton('details', id),
  ]);
}

/** To the assignee: the complaint was reopened. */
export function reopenedMessage(context: ViewContext, args: ViewArgs['reopened']): Card {
  const { id } = context.complaint;
  const blocks = authoredBlocks(context, args.by, (by) => words.reopened(by, id), args.reason);
  return messageCard(words.reopenedSummary(id), blocks, [
    createButton('update', id),
    createButton('details', id),
  ]);
}

/** To the lead: the card could not be posted in the team's channel. */
export function unplacedMessage(context: ViewContext, args: ViewArgs['unplaced']): Card {
  const { id, confidential } = context.complaint;
  const untilThen = words.unplacedUntilThen[confidential ? 'confidential' : 'open'];
  const said = words.unplaced(id, failureText(args.reason));
  const line: Block = { kind: 'text', text: [said, ' ', untilThen] };
  const actions = [
    createButton('take', id),
    createButton('assign', id),
    createButton('details', id),
  ];
  return messageCard(words.unplacedSummary(id), [line], actions);
}

/** To whoever got {@link unplacedMessage}: the card is there, and the team can see it unless it is confidential. */
export function placedMessage({ complaint: { id, confidential } }: ViewContext): Card {
  const said = words.placed[confidential ? 'confidential' : 'open'](id);
  const line: Block = { kind: 'text', text: [said] };
  return messageCard(words.placedSummary(id), [line], [createButton('details', id)]);
}

/**
 * A person could not be reached in chat. Goes to the team's thread, or, for a confidential complaint,
 * to the people who handle it.
 */
export function unreachedMessage(context: ViewContext, args: ViewArgs['unreached']): Card {
  const { id } = context.complaint;
  const { person } = args;
  const toLine = isReporter(context, person) ? words.reporterUnreached : words.unreached;
  const line: Block = { kind: 'text', text: toLine(renderPerson(context, person)) };
  return messageCard(words.unreachedSummary(id), [line], [createButton('details', id)]);
}

/** To a person whose message, or the news of what they did, was not delivered. */
export function notDeliveredMessage(context: ViewContext, args: ViewArgs['not-delivered']): Card {
  const { id } = context.complaint;
  const what = words.lostMessage[args.what](id);
  const line: Block = { kind: 'text', text: [words.notDelivered(what, failureText(args.reason))] };
  return messageCard(words.notDeliveredSummary(id), [line], [createButton('details', id)]);
}

/** To the ops channel: the reference and the reason, nothing else about the complaint. */
export function alarmMessage(context: ViewContext, args: ViewArgs['alarm']): Card {
  const { id } = context.complaint;
  const why = words.alarm(id, words.slotNames[toSlotKind(args.slot)], failureText(args.reason));
  const said = isWherePosted(context.complaint, args) ? words.cardFollows(why) : why;
  const line: Block = {
    kind: 'text',
    text: [isCardSlot(args.slot) ? words.cardAlarm(said) : said],
  };
  return messageCard(words.alarmSummary(id), [line]);
}

/** Is the channel lost in which the team's card stands? */
function isWherePosted(
  { refs, placements }: Complaint,
  { slot, reason }: ViewArgs['alarm'],
): boolean {
  if (reason !== 'channel-gone' && reason !== 'channel-archived') return false;
  const kind = toSlotKind(slot);
  if (kind !== 'card' && kind !== 'thread' && kind !== 'nudge') return false;
  const { n } = findPlacement(placements, slot) ?? getOwner(placements);
  return refs[toCardSlot({ n })] !== undefined;
}

/** Replaces an old message to a person who may no longer see the complaint. It shows only the reference. */
export function withheldCard(id: ComplaintId): Card {
  return messageCard(words.withheld(id), [{ kind: 'note', text: [words.withheld(id)] }]);
}

function failureText(reason: FailureReason): string {
  return text.failures[reason];
}
