import { act } from '../frame/api.js';
import { byId, el } from '../frame/dom.js';
import { blocks } from './blocks.js';
import { plainText } from './emoji.js';
import { field } from './fields.js';

/** The modal that is shown: its view's stamp, and its fields by block id. */
const open = { stamp: '', view: undefined, fields: new Map(), say: () => undefined, busy: false };

function entered() {
  const values = {};
  for (const [id, { block, read }] of open.fields) {
    values[id] = { [block.element.action_id]: read() };
  }
  return values;
}

async function attempt(work) {
  if (open.busy) return;
  open.busy = true;
  open.say('');
  try {
    await work();
  } catch (error) {
    open.say(error.message);
  }
  open.busy = false;
}

function submit(user) {
  return attempt(async () => {
    for (const { complain } of open.fields.values()) complain('');
    const body = { user, view: open.view.id, values: entered() };
    const outcome = await act('/page/submit', body);
    if (outcome.error) open.say(outcome.error);
    const wrong = Object.entries(outcome.errors ?? {});
    for (const [id, words] of wrong) open.fields.get(id)?.complain(words);
    open.fields.get(wrong[0]?.[0])?.focus();
  });
}

function close(user) {
  return attempt(() => act('/page/close', { user, view: open.view.id }));
}

function press(user, element, value) {
  return attempt(async () => {
    const body = { user, view: open.view.id, action: element.action_id, value, values: entered() };
    const outcome = await act('/page/modal-press', body);
    if (outcome.error) open.say(outcome.error);
  });
}

function content(view, context) {
  const { user } = context;
  const use = (element, value) => press(user, element, value);
  const dispatch = (block) => use(block.element, open.fields.get(block.block_id)?.read());
  return view.blocks.flatMap((block) => {
    if (block.type !== 'input') return blocks([block], { ...context, use });
    const state = view.state.values[block.block_id]?.[block.element.action_id];
    const made = field(block, state, { ...context, dispatch });
    if (made.read) open.fields.set(block.block_id, { block, ...made });
    return [made.node];
  });
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

function build(view, context) {
  const said = el('p', { className: 'wrong', role: 'alert' });
  open.fields = new Map();
  open.say = (words) => {
    said.textContent = words;
  };
  const form = el('form', { noValidate: true, className: 'sheet' });
  form.append(
    el('h2', { id: 'modal-title' }, plainText(view.title.text)),
    el('div', { className: 'sheet-body' }, content(view, context)),
    said,
    buttons(view, context),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(context.user);
  });
  return form;
}

/** Shows the view on top of a person's modal; what they are entering is left alone. */
export function showModal(view, context) {
  const dialog = byId('modal');
  const stamp = view ? `${context.user} ${view.id} ${view.hash}` : '';
  if (stamp === open.stamp) return;
  open.stamp = stamp;
  open.view = view ?? undefined;
  open.busy = false;
  if (!view) {
    dialog.close();
    dialog.replaceChildren();
    return;
  }
  dialog.replaceChildren(build(view, context));
  dialog.oncancel = (event) => {
    event.preventDefault();
    void close(context.user);
  };
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input, textarea, select')?.focus();
}
