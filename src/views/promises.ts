import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { Complaint, ComplaintPromise } from '../domain/complaint/complaint.js';
import { mayDo, type Viewer } from '../domain/complaint/permissions.js';
import { isSettled, promiseState } from '../domain/complaint/promise.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import { renderDate, renderPerson, type ViewContext } from './context.js';
import type { Block, Button, Text } from './elements.js';
import { canReadWordsOf } from './history.js';

const words = text.form.details;

/** How many open promises the details show: with all else they must fit into a modal's 100 blocks. */
const OPEN_SHOWN = 8;
const SETTLED_SHOWN = 5;

/** The promises for which something is left to do, the nearest first. */
export function findOpenPromises(complaint: Complaint): readonly ComplaintPromise[] {
  return complaint.promises
    .filter((made) => !isSettled(made))
    .toSorted((one, other) => one.dueAt - other.dueAt);
}

/** By when, instead of which date, how it stands and who made it. */
export function promiseLine(context: ViewContext, made: ComplaintPromise): Text {
  const state = isDropped(context.complaint, made)
    ? words.dropped
    : text.promiseStates[promiseState(made, context.now)];
  const was = findPreviousDate(context.complaint, made);
  const instead: Text = was === undefined ? [] : [words.promiseWas, renderDate(context, was)];
  const head: Text = [{ strong: words.promise }, ' ', renderDate(context, made.dueAt), ...instead];
  return [...head, ` · ${state} · `, renderPerson(context, made.by)];
}

/** The date this promise took the place of. */
function findPreviousDate({ history }: Complaint, made: ComplaintPromise): number | undefined {
  const agreed = history.find(({ what, args }) => what === 'renegotiate' && args.new === made.id);
  return typeof agreed?.args.was === 'number' ? agreed.args.was : undefined;
}

/** Set aside because the complaint was withdrawn: no other date took its place. */
function isDropped({ history }: Complaint, made: ComplaintPromise): boolean {
  if (made.renegotiatedAt === null) return false;
  return !history.some(({ what, args }) => what === 'renegotiate' && args.promise === made.id);
}

/** What whoever has the complaint can do about an open promise. */
export function promiseButtons(id: string, made: ComplaintPromise): readonly Button[] {
  return [createButton('keep', id, made.id), createButton('renegotiate', id, made.id)];
}

/** The open promises in full, each with what the viewer may do about it. */
export function openPromiseBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { complaint } = context;
  const open = findOpenPromises(complaint);
  const shown = open.slice(0, OPEN_SHOWN).flatMap((made): readonly Block[] => {
    const buttons = (['keep', 'renegotiate'] as const)
      .filter((action) => mayDo(viewer, complaint, action) === 'yes')
      .map((action) => createButton(action, complaint.id, made.id));
    const row: readonly Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
    return [...promiseBlocks(context, viewer, made), ...row];
  });
  const more = open.length - OPEN_SHOWN;
  return more > 0 ? [...shown, { kind: 'note', text: [words.morePromises(more)] }] : shown;
}

/** The latest promises that were done or given another date, in full. */
export function settledPromiseBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  return context.complaint.promises
    .filter(isSettled)
    .slice(-SETTLED_SHOWN)
    .flatMap((made) => promiseBlocks(context, viewer, made));
}

/** What it rests on was said among colleagues, not to the complainant. */
function promiseBlocks(
  context: ViewContext,
  viewer: Viewer,
  made: ComplaintPromise,
): readonly Block[] {
  const line: Block = { kind: 'text', text: promiseLine(context, made) };
  const what: Block = { kind: 'quote', label: '', text: made.what, max: TEXT_LIMIT };
  if (!canReadWordsOf(viewer, context.complaint, made.by)) return [line, what];
  return [line, what, { kind: 'quote', label: words.basis, text: made.basis, max: TEXT_LIMIT }];
}
