import { act } from '../frame/api.js';
import { byId, el } from '../frame/dom.js';
import { faultsTold } from './card-access.js';
import { showCard } from './cards.js';
import { focusMessage } from './keep-focus.js';

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
  const { words } = faultsTold(dialog.card);
  const told = el('p', { className: 'sr-only', role: 'alert' }, words.join(' '));
  const title = el('h2', { id: 'dialog-title' }, dialog.title);
  const { name } = context.bot;
  const app = dialog.title === name ? null : el('p', { className: 'quiet' }, name);
  const { values } = dialog;
  const around = { ...context, values, mentions: [], use: (used) => use(user, used) };
  const card = showCard(dialog.card, around);
  return el(
    'div',
    { className: 'sheet' },
    el('header', { className: 'sheet-head' }, el('div', {}, app, title), leave),
    el('div', { className: 'sheet-body', tabIndex: -1 }, card),
    told,
    said,
  );
}

/** The focus goes to the field whose fault the card tells of first, else to the first field. */
function focusField(place, card) {
  const { input } = faultsTold(card);
  const fields = place.querySelectorAll('.ac-input-container');
  const first = fields[Math.max(0, input)]?.querySelector('input, textarea, select');
  (first ?? place.querySelector('.sheet-body')).focus();
}

/** Shows a person's open dialog; what they are entering is left alone. */
export function showDialog(dialog, context) {
  const place = byId('dialog');
  const stamp = dialog ? JSON.stringify([context.user, dialog.id, dialog.title, dialog.card]) : '';
  if (stamp === open.stamp) return;
  const origin = open.dialog?.origin?.activity;
  Object.assign(open, { stamp, dialog: dialog ?? undefined });
  if (!dialog) {
    place.close();
    place.replaceChildren();
    if (document.activeElement === document.body && origin) focusMessage(origin);
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
  focusField(place, dialog.card);
}
