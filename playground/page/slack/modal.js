import { act } from '../frame/api.js';
import { byId, el } from '../frame/dom.js';
import { faceOf } from '../frame/face.js';
import { blocks } from './blocks.js';
import { plainText } from './emoji.js';
import { field } from './fields.js';
import { enterAgain, remember, returnTo } from './kept.js';
import { build } from './tree.js';

/** The modal that is shown: its view's stamp, the one that was sent last, and its fields by block id. */
const open = {
  ...{ stamp: '', sent: undefined, view: undefined, fields: new Map() },
  ...{ say: () => undefined, busy: false },
};

function entered() {
  const values = {};
  for (const [id, { block, read }] of open.fields) {
    values[id] = { [block.element.action_id]: read() };
  }
  return values;
}

function setBusy(isBusy) {
  open.busy = isBusy;
  byId('modal').setAttribute('aria-busy', String(isBusy));
}

/** Does one thing at a time; what comes of it for another view than it was done in is not shown. */
async function attempt(work) {
  if (open.busy) return;
  const { stamp } = open;
  setBusy(true);
  open.say('');
  const words = await work().catch((error) => error.message);
  if (open.stamp !== stamp) return;
  if (words) open.say(words);
  setBusy(false);
}

function complainAll(errors) {
  for (const [id, words] of Object.entries(errors)) open.fields.get(id)?.complain(words);
  const first = [...open.fields].find(([id]) => id in errors);
  first?.[1].focus();
  // Slack takes no errors for anything else than fields: said under all rather than nowhere
  const homeless = Object.entries(errors).filter(([id]) => !open.fields.has(id));
  return homeless.map(([, words]) => words).join(' ');
}

function submit(user) {
  return attempt(async () => {
    const { stamp } = open;
    for (const { complain } of open.fields.values()) complain('');
    const body = { user, view: open.view.id, values: entered() };
    open.sent = stamp;
    const outcome = await act('/page/submit', body);
    if (open.stamp !== stamp) return '';
    if (outcome.error || outcome.errors) open.sent = undefined;
    return outcome.error ?? complainAll(outcome.errors ?? {});
  });
}

function close(user) {
  return attempt(() => act('/page/close', { user, view: open.view.id }).then(() => ''));
}

function press(user, element, value) {
  return attempt(async () => {
    const body = { user, view: open.view.id, action: element.action_id, value, values: entered() };
    const outcome = await act('/page/modal-press', body);
    return outcome.error ?? '';
  });
}

/** Tells what was entered into a field; meanwhile the person goes on with the form. */
async function tell(user, { block_id: block, element }) {
  const { stamp } = open;
  const value = open.fields.get(block)?.read();
  const body = { user, view: open.view.id, block, action: element.action_id, value };
  const outcome = await act('/page/modal-press', { ...body, values: entered() }).catch((error) => ({
    error: error.message,
  }));
  if (outcome.error && open.stamp === stamp) open.say(outcome.error);
}

function content(view, context) {
  const { user } = context;
  const use = (element, value) => press(user, element, value);
  const dispatch = (block) => void tell(user, block);
  const input = (block) => {
    const state = view.state.values[block.block_id]?.[block.element.action_id];
    const made = field(block, state, { ...context, dispatch });
    if (made.read) open.fields.set(block.block_id, { block, ...made });
    return made.tree;
  };
  return build(blocks(view.blocks, { ...context, use, input }));
}

function buttons(view, context) {
  const leave = el(
    'button',
    { type: 'button', className: 'button', onclick: () => close(context.user) },
    plainText(view.close?.text ?? (view.depth > 1 ? 'Back' : 'Cancel')),
  );
  const send = view.submit
    ? el('button', { type: 'submit', className: 'button primary' }, plainText(view.submit.text))
    : null;
  return el('div', { className: 'buttons' }, leave, send);
}

function head(view, context) {
  const label = view.depth > 1 ? 'Back to what was before' : 'Close';
  const props = { type: 'button', className: 'close', 'aria-label': label };
  const sign = el('span', { 'aria-hidden': 'true' }, view.depth > 1 ? '‹' : '✕');
  return el(
    'header',
    { className: 'sheet-head' },
    faceOf(context.app?.name ?? 'Redress', true),
    el('h2', { id: 'modal-title' }, plainText(view.title?.text ?? '')),
    el('button', { ...props, onclick: () => close(context.user) }, sign),
  );
}

/** Once somebody goes on with a field, what was wrong with it is not said any more. */
function forgive({ target }) {
  const wrong = [...open.fields.values()].find(({ isWrong, holds }) => isWrong() && holds(target));
  wrong?.complain('');
}

function onKey(event, form) {
  const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  if (!isSend || !form.querySelector('[type="submit"]')) return;
  event.preventDefault();
  form.requestSubmit();
}

function makeForm(view, context) {
  const said = el('p', { className: 'wrong', role: 'alert' });
  open.fields = new Map();
  open.say = (words) => {
    said.textContent = words;
  };
  const form = el('form', { noValidate: true, className: 'sheet' });
  const parts = content(view, context);
  // what is only there to read is scrolled by keyboard, too
  const tabIndex = open.fields.size === 0 ? 0 : -1;
  form.append(
    head(view, context),
    el('div', { className: 'sheet-body', tabIndex }, parts),
    said,
    buttons(view, context),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (view.submit) void submit(context.user);
  });
  form.addEventListener('input', forgive);
  form.addEventListener('keydown', (event) => onKey(event, form));
  return form;
}

/** The field that asks for it, else the first, else what there is to read. */
function focusIn(dialog) {
  const named = dialog.querySelector('[data-focus]');
  const first = '.field input, .field textarea, .field select';
  (named ?? dialog.querySelector(first) ?? dialog.querySelector('.sheet-body')).focus();
}

/** Shows the view on top of a person's modal; what they are entering is left alone. */
export function showModal(view, context) {
  const dialog = byId('modal');
  const stamp = view ? `${context.user} ${view.id} ${view.hash}` : '';
  if (stamp === open.stamp) return;
  const before = view && open.view?.id === view.id ? remember(dialog, open.fields) : undefined;
  const isAnswer = open.sent === open.stamp;
  Object.assign(open, { stamp, view: view ?? undefined, sent: undefined });
  setBusy(false);
  if (!view) {
    dialog.close();
    dialog.replaceChildren();
    return;
  }
  dialog.replaceChildren(makeForm(view, context));
  dialog.oncancel = (event) => {
    event.preventDefault();
    void close(context.user);
  };
  if (!dialog.open) dialog.showModal();
  if (before) enterAgain(before, open.fields);
  // what answers a submission is shown from its top; any other update leaves people where they are
  if (before && !isAnswer) returnTo(dialog, before, open.fields);
  else focusIn(dialog);
}
