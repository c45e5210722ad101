import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { ComplaintId } from '../domain/complaint/complaint.js';
import type { FailureReason } from '../domain/complaint/delivery.js';
import { canSee, toViewer } from '../domain/complaint/permissions.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import { isSamePerson, renderPerson, type ViewContext } from './context.js';
import type { Block, Button, Card, Text } from './elements.js';
import { findOpenPromises, promiseButtons, promiseLine } from './promises.js';

const words = text.message;

/** A message shows the whole text: nothing else does. */
const QUOTE_LIMIT = TEXT_LIMIT;

/** How many promises a message shows, and how many characters of each. A message takes 13,000 in all. */
const PROMISES_SHOWN = 5;
const PROMISE_LETTERS = 300;

type Args = Readonly<Record<string, unknown>>;

function messageCard(
  summary: string,
  blocks: readonly Block[],
  buttons: readonly Button[] = [],
): Card {
  const last: readonly Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
  return { summary, title: null, blocks: [...blocks, ...last] };
}

/** A line with the author, then the text they wrote, if any. */
function authoredBlocks(
  context: ViewContext,
  by: unknown,
  line: string,
  written: unknown,
): readonly Block[] {
  const authored: Text =
    typeof by === 'string' ? [renderPerson(context, by), line] : [line.trimStart()];
  const head: Block = { kind: 'text', text: authored };
  if (typeof written !== 'string') return [head];
  return [head, { kind: 'quote', label: '', text: written, max: QUOTE_LIMIT }];
}

/** To the reporter: an update that somebody sent on purpose. */
export function reporterUpdateMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const blocks = authoredBlocks(context, args.by, words.reporterUpdate(id), args.text);
  return messageCard(words.reporterUpdateSummary(id), blocks, [
    createButton('note', id),
    createButton('details', id),
  ]);
}

/** To the team's thread: an update for the team only. */
export function teamUpdateMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  return messageCard(
    words.teamUpdateSummary(id),
    authoredBlocks(context, args.by, words.teamUpdate, args.text),
  );
}

/** To the new assignee. */
export function assignedMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const actions = [
    createButton('promise', id),
    createButton('update', id),
    createButton('details', id),
  ];
  const promises = isRecipientAssignee(context, args) ? openPromiseSummaries(context) : [];
  return messageCard(
    words.assignedSummary(id),
    [...authoredBlocks(context, args.by, words.assigned(id), null), ...promises],
    actions,
  );
}

/** The complaint's open promises, nearest first, with their buttons. */
function openPromiseSummaries(context: ViewContext): readonly Block[] {
  return findOpenPromises(context.complaint)
    .slice(0, PROMISES_SHOWN)
    .flatMap((promise): readonly Block[] => [
      { kind: 'text', text: promiseLine(context, promise) },
      { kind: 'quote', label: '', text: promise.what, max: PROMISE_LETTERS },
      { kind: 'buttons', buttons: promiseButtons(context.complaint.id, promise) },
    ]);
}

/**
 * True when the recipient of the message still has the complaint. Old messages do not name their
 * recipient; for those, a confidential complaint counts only if its author gave it to one person.
 */
function isRecipientAssignee({ complaint }: ViewContext, { by, to }: Args): boolean {
  if (complaint.state !== 'assigned') return false;
  if (typeof to === 'string') return to === complaint.assignee;
  if (!complaint.confidential) return true;
  const given = complaint.history.filter((entry) => entry.what === 'assign' && entry.by === by);
  return given.length > 0 && given.every(({ args }) => args.to === complaint.assignee);
}

/** To the previous assignee: the complaint was given to a colleague. */
export function relievedMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const by: Text = typeof args.by === 'string' ? [renderPerson(context, args.by)] : [];
  const maySee = canPreviousAssigneeSee(context, args);
  const isNamed = maySee && typeof args.to === 'string';
  const to: Text = isNamed ? [words.relievedTo, renderPerson(context, String(args.to)), '.'] : [];
  const line: Block = { kind: 'text', text: [...by, words.relieved(id), ...to] };
  return messageCard(
    words.relievedSummary(id),
    [line],
    maySee ? [createButton('details', id)] : [],
  );
}

/** True when the previous assignee may still see the complaint. Only the history names them. */
function canPreviousAssigneeSee(
  { complaint, organisation, people }: ViewContext,
  args: Args,
): boolean {
  const relieving = complaint.history.filter(
    (entry) => entry.what === 'assign' && entry.by === args.by && entry.args.to === args.to,
  );
  const before = relieving.map((entry) => entry.args.from);
  const relieved = before.filter((from): from is PersonId => typeof from === 'string');
  if (relieved.length === 0) return false;
  return relieved.every((id) => canSee(toViewer(people.get(id) ?? id, organisation), complaint));
}

/** To the reporter: what was done. */
export function reporterResolvedMessage(context: ViewContext, args: Args): Card {
  const { id, resolution } = context.complaint;
  const blocks = authoredBlocks(context, args.by, words.resolved(id), resolution?.done);
  return messageCard(words.resolvedSummary(id), blocks, [createButton('details', id)]);
}

/** To the assignee: the complaint was reopened. */
export function reopenedMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const blocks = authoredBlocks(context, args.by, words.reopened(id), args.reason);
  return messageCard(words.reopenedSummary(id), blocks, [
    createButton('update', id),
    createButton('details', id),
  ]);
}

/** To the lead: the card could not be posted in the team's channel. */
export function unplacedMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const line: Block = { kind: 'text', text: [words.unplaced(id, failureText(args))] };
  const actions = [
    createButton('take', id),
    createButton('assign', id),
    createButton('details', id),
  ];
  return messageCard(words.unplacedSummary(id), [line], actions);
}

/**
 * A person could not be reached in chat. Goes to the team's thread, or, for a confidential complaint,
 * to the people who handle it.
 */
export function unreachedMessage(context: ViewContext, args: Args): Card {
  const { id, reporter } = context.complaint;
  const person = typeof args.person === 'string' ? args.person : '';
  const isReporter = isSamePerson(context.people, person, reporter);
  const after = isReporter ? words.reporterUnreached : words.unreached;
  const line: Block = { kind: 'text', text: [renderPerson(context, person), after] };
  return messageCard(words.unreachedSummary(id), [line], [createButton('details', id)]);
}

/** To a person whose message, or the news of what they did, was not delivered. */
export function notDeliveredMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const what = words.lostMessage(String(args.what), id);
  const line: Block = { kind: 'text', text: [words.notDelivered(what, failureText(args))] };
  return messageCard(words.notDeliveredSummary(id), [line], [createButton('details', id)]);
}

/** To the ops channel: the reference and the reason, nothing else about the complaint. */
export function alarmMessage(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const slot = typeof args.slot === 'string' ? args.slot : '';
  const line: Block = {
    kind: 'text',
    text: [words.alarm(id, words.slotName(slot), failureText(args))],
  };
  return messageCard(words.alarmSummary(id), [line]);
}

/** Replaces an old message to a person who may no longer see the complaint. It shows only the reference. */
export function withheldCard(id: ComplaintId): Card {
  return messageCard(words.withheld(id), [{ kind: 'note', text: [words.withheld(id)] }]);
}

function failureText(args: Args): string {
  return text.failures[args.reason as FailureReason] ?? text.failures['gave-up'];
}
