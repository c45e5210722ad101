import { act } from '../frame/api.js';
import { byId, el } from '../frame/dom.js';
import { showCard } from './cards.js';
import { toastOutcome } from './toasts.js';

/** Widths of Teams' named sizes, px (its dialogs are at most 1,000 by 720 or so in the desktop client). */
const WIDTHS = { small: 420, medium: 600, large: 860 };
const HEIGHTS = { small: 260, medium: 480, large: 680 };

/** The dialog that is shown. */
const open = { stamp: '', dialog: undefined, busy: false, say: () => undefined };

function size(wanted, named, otherwise) {
  const px = typeof wanted === 'number' ? wanted : named[wanted];
  return `${px ?? otherwise}px`;
}

function wordsOf(outcome) {
  const faults = Object.values(outcome.errors ?? {});
  return [outcome.error, ...(outcome.reasons ?? []), ...faults].filter(Boolean).join('\n');
}

async function attempt(work) {
  if (open.busy) return;
  open.busy = true;
  open.say('');
  byId('dialog').setAttribute('aria-busy', 'true');
  try {
    const outcome = await work();
    open.say(wordsOf(outcome));
    if (outcome.message) toastOutcome({ message: outcome.message });
  } catch (error) {
    open.say(error.message);
  }
  byId('dialog').removeAttribute('aria-busy');
  open.busy = false;
}

function use(user, { which, kind, inputs }) {
  const body = { user, dialog: open.dialog.id, which, inputs };
  const deed = kind === 'submit' ? '/teams-page/submit' : '/teams-page/dialog-press';
  return attempt(() => act(deed, body));
}

function close(user) {
  const { id } = open.dialog;
  return attempt(() => act('/teams-page/close', { user, dialog: id }));
}

function build(dialog, context) {
  const { user } = context;
  const said = el('p', { className: 'wrong', role: 'alert' });
  open.say = (words) => {
    said.textContent = words;
  };
  const props = { type: 'button', className: 'close', 'aria-label': 'Close' };
  const leave = el('button', { ...props, onclick: () => close(user) }, '✕');
  const title = el('h2', { id: 'dialog-title' }, dialog.title);
  const app = el('p', { className: 'quiet' }, context.bot.name);
  const { values } = dialog;
  const card = showCard(dialog.card, { ...context, values, use: (used) => use(user, used) });
  return el(
    'div',
    { className: 'sheet' },
    el('header', { className: 'sheet-head' }, el('div', {}, app, title), leave),
    el('div', { className: 'sheet-body', tabIndex: -1 }, card),
    said,
  );
}

/** Shows a person's open dialog; what they are entering is left alone. */
export function showDialog(dialog, context) {
  const place = byId('dialog');
  const stamp = dialog ? JSON.stringify([context.user, dialog.id, dialog.title, dialog.card]) : '';
  if (stamp === open.stamp) return;
  Object.assign(open, { stamp, dialog: dialog ?? undefined });
  if (!dialog) {
    place.close();
    place.replaceChildren();
    return;
  }
  place.style.width = `min(${size(dialog.width, WIDTHS, WIDTHS.medium)}, 100vw - 1.5rem)`;
  place.style.minHeight = `min(${size(dialog.height, HEIGHTS, HEIGHTS.small)}, 90dvh)`;
  place.replaceChildren(build(dialog, context));
  place.oncancel = (event) => {
    event.preventDefault();
    void close(context.user);
  };
  // browsers close a dialog at Escape without asking when nobody has touched the page since
  place.onclose = () => {
    if (!place.open && open.dialog) void close(context.user);
  };
  if (!place.open) place.showModal();
  place.querySelector('input, textarea, select, .sheet-body button')?.focus();
}
