import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import type { ComplaintPromise } from '../domain/complaint/facts.js';
import { checkPermission, type Viewer } from '../domain/complaint/permissions.js';
import { findOpenPromises, isPromiseSettled } from '../domain/complaint/promise.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import { renderDate, renderPerson, type ViewContext } from './context.js';
import type { Block, Button, Text } from './elements.js';
import { promiseStateText } from './facts.js';
import { canReadWordsBy } from './history/history.js';

const words = text.form.details;

/** How many promises the details show, so that everything fits into a modal's 100 blocks. */
const OPEN_SHOWN = 8;
const SETTLED_SHOWN = 5;

/** The promises that are not settled, nearest first. */
export function sortOpenPromises(complaint: Complaint): readonly ComplaintPromise[] {
  return findOpenPromises(complaint).toSorted((one, other) => one.dueAt - other.dueAt);
}

/** The due date, the date it replaced, the state and who made the promise. */
export function promiseLine(context: ViewContext, promise: ComplaintPromise): Text {
  const state = promiseStateText(promise, context.now);
  const was = findPreviousDate(context.complaint, promise);
  const due = renderDate(context, promise.dueAt);
  const by = renderPerson(context, promise.by);
  return was === undefined
    ? words.promise(due, state, by)
    : words.promiseInstead(due, renderDate(context, was), state, by);
}

/** The date that this promise replaced. */
function findPreviousDate(
  { promises }: Complaint,
  { replaces }: ComplaintPromise,
): number | undefined {
  return promises.find(({ id }) => id === replaces)?.dueAt;
}

/** The assignee's buttons for an open promise. */
export function promiseButtons(id: string, promise: ComplaintPromise): readonly Button[] {
  return [createButton('keep', id, promise.id), createButton('renegotiate', id, promise.id)];
}

/** The open promises in full, each with the buttons that the viewer may use. */
export function openPromiseBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { complaint } = context;
  const open = sortOpenPromises(complaint);
  const shown = open.slice(0, OPEN_SHOWN).flatMap((promise): readonly Block[] => {
    const buttons = (['keep', 'renegotiate', 'waive'] as const)
      .filter((action) => checkPermission(viewer, complaint, action) === 'yes')
      .map((action) => createButton(action, complaint.id, promise.id));
    const row: readonly Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
    return [...promiseBlocks(context, viewer, promise), ...row];
  });
  const more = open.length - OPEN_SHOWN;
  return more > 0 ? [...shown, { kind: 'note', text: [words.morePromises(more)] }] : shown;
}

/** The latest settled promises in full: kept, renegotiated or released. */
export function settledPromiseBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  return context.complaint.promises
    .filter(isPromiseSettled)
    .slice(-SETTLED_SHOWN)
    .flatMap((promise) => promiseBlocks(context, viewer, promise));
}

/** The promise in full. Its basis was said among colleagues, so not every viewer reads it. */
function promiseBlocks(
  context: ViewContext,
  viewer: Viewer,
  promise: ComplaintPromise,
): readonly Block[] {
  const line: Block = { kind: 'text', text: promiseLine(context, promise) };
  const what: Block = { kind: 'quote', label: '', text: promise.what, max: TEXT_LIMIT };
  if (!canReadWordsBy(viewer, context.complaint, promise.by)) return [line, what];
  return [line, what, { kind: 'quote', label: words.basis, text: promise.basis, max: TEXT_LIMIT }];
}
