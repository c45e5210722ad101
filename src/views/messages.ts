import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { FailureReason } from '../domain/complaint/delivery.js';
import { canSee, toViewer } from '../domain/complaint/permissions.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { button } from './buttons.js';
import { samePerson, type ViewContext, who } from './context.js';
import type { Block, Button, Card, Text } from './elements.js';
import { openPromises, promiseButtons, promiseLine } from './promises.js';

const words = text.message;

/** All of it: what somebody wrote to be read is nowhere else in full. */
const SHOWN = TEXT_LIMIT;

/** How many promises, and how much of each, a message names: a message takes 13,000 characters in all. */
const PROMISES_SHOWN = 5;
const PROMISE_LETTERS = 300;

type Args = Readonly<Record<string, unknown>>;

function plain(summary: string, blocks: readonly Block[], buttons: readonly Button[] = []): Card {
  const last: readonly Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
  return { summary, title: null, blocks: [...blocks, ...last] };
}

/** Somebody said something: who, a few words, and what they wrote. */
function spoken(
  context: ViewContext,
  by: unknown,
  said: string,
  written: unknown,
): readonly Block[] {
  const line: Text = typeof by === 'string' ? [who(context, by), said] : [said.trimStart()];
  const head: Block = { kind: 'text', text: line };
  if (typeof written !== 'string') return [head];
  return [head, { kind: 'quote', label: '', text: written, max: SHOWN }];
}

/** A note somebody sent to the reporter on purpose. */
export function reporterUpdate(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const blocks = spoken(context, args.by, words.reporterUpdate(id), args.text);
  return plain(words.reporterUpdateSummary(id), blocks, [
    button('note', id),
    button('details', id),
  ]);
}

/** A note for the team only. */
export function teamUpdate(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  return plain(words.teamUpdateSummary(id), spoken(context, args.by, words.teamUpdate, args.text));
}

/** To somebody who was given a complaint. */
export function assigned(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const actions = [button('promise', id), button('update', id), button('details', id)];
  const promises = isWithWhom(context, args) ? promisesTaken(context) : [];
  return plain(
    words.assignedSummary(id),
    [...spoken(context, args.by, words.assigned(id), null), ...promises],
    actions,
  );
}

/** The open promises that came with it, the nearest first, each with what can be done. */
function promisesTaken(context: ViewContext): readonly Block[] {
  return openPromises(context.complaint)
    .slice(0, PROMISES_SHOWN)
    .flatMap((made): readonly Block[] => [
      { kind: 'text', text: promiseLine(context, made) },
      { kind: 'quote', label: '', text: made.what, max: PROMISE_LETTERS },
      { kind: 'buttons', buttons: promiseButtons(context.complaint.id, made) },
    ]);
}

/**
 * Is the one who was told still the one who has it? A message from before it named them does not
 * say: then a confidential complaint shows nothing when its author gave it to several.
 */
function isWithWhom({ complaint }: ViewContext, { by, to }: Args): boolean {
  if (complaint.state !== 'assigned') return false;
  if (typeof to === 'string') return to === complaint.assignee;
  if (!complaint.confidential) return true;
  const given = complaint.history.filter((entry) => entry.what === 'assign' && entry.by === by);
  return given.length > 0 && given.every(({ args }) => args.to === complaint.assignee);
}

/** To somebody whose complaint was given to a colleague. */
export function relieved(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const by: Text = typeof args.by === 'string' ? [who(context, args.by)] : [];
  const maySee = isStillTheirs(context, args);
  const isNamed = maySee && typeof args.to === 'string';
  const to: Text = isNamed ? [words.relievedTo, who(context, String(args.to)), '.'] : [];
  const line: Block = { kind: 'text', text: [...by, words.relieved(id), ...to] };
  return plain(words.relievedSummary(id), [line], maySee ? [button('details', id)] : []);
}

/** May whoever was relieved still see it? The message does not name them; the history does. */
function isStillTheirs({ complaint, organisation, people }: ViewContext, args: Args): boolean {
  const relieving = complaint.history.filter(
    (entry) => entry.what === 'assign' && entry.by === args.by && entry.args.to === args.to,
  );
  const before = relieving.map((entry) => entry.args.from);
  const relieved = before.filter((from): from is PersonId => typeof from === 'string');
  if (relieved.length === 0) return false;
  return relieved.every((id) => canSee(toViewer(people.get(id) ?? id, organisation), complaint));
}

/** To the reporter: what was done. */
export function reporterResolved(context: ViewContext, args: Args): Card {
  const { id, resolution } = context.complaint;
  const blocks = spoken(context, args.by, words.resolved(id), resolution?.done);
  return plain(words.resolvedSummary(id), blocks, [button('details', id)]);
}

/** To the assignee who has it again. */
export function reopened(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const blocks = spoken(context, args.by, words.reopened(id), args.reason);
  return plain(words.reopenedSummary(id), blocks, [button('update', id), button('details', id)]);
}

/** To the lead: the team's channel did not take the card. */
export function unplaced(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const line: Block = { kind: 'text', text: [words.unplaced(id, reasonOf(args))] };
  const actions = [button('take', id), button('assign', id), button('details', id)];
  return plain(words.unplacedSummary(id), [line], actions);
}

/** To the team's thread, or to those who handle a confidential complaint: a person is not to be reached in chat. */
export function unreached(context: ViewContext, args: Args): Card {
  const { id, reporter } = context.complaint;
  const person = typeof args.person === 'string' ? args.person : '';
  const isReporter = samePerson(context.people, person, reporter);
  const after = isReporter ? words.reporterUnreached : words.unreached;
  const line: Block = { kind: 'text', text: [who(context, person), after] };
  return plain(words.unreachedSummary(id), [line], [button('details', id)]);
}

/** To somebody whose message, or news of what they did, did not arrive. */
export function notDelivered(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const what = words.lost(String(args.what), id);
  const line: Block = { kind: 'text', text: [words.notDelivered(what, reasonOf(args))] };
  return plain(words.notDeliveredSummary(id), [line], [button('details', id)]);
}

/** To the operators' channel: the reference and the reason, nothing of the complaint. */
export function alarm(context: ViewContext, args: Args): Card {
  const { id } = context.complaint;
  const slot = typeof args.slot === 'string' ? args.slot : '';
  const line: Block = { kind: 'text', text: [words.alarm(id, words.slots(slot), reasonOf(args))] };
  return plain(words.alarmSummary(id), [line]);
}

function reasonOf(args: Args): string {
  return text.failures[args.reason as FailureReason] ?? text.failures['gave-up'];
}
