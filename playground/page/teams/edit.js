import { el } from '../frame/dom.js';

/** A message's text as it was typed: mentions without their marks. */
function typed({ text }) {
  return text.replaceAll(/<at>(.*?)<\/at>/gs, '@$1');
}

/** Turns a message's body into a field with its text, until it is sent or left by Escape. */
export function editForm(body, message, { edit }) {
  const before = [...body.childNodes];
  const box = el('textarea', { rows: 2, value: typed(message), 'aria-label': 'Edit your message' });
  const said = el('p', { className: 'said', role: 'alert' });
  const leave = () => {
    body.replaceChildren(...before);
    body.closest('[data-message]')?.focus();
  };
  const save = async () => {
    const text = box.value.trim();
    if (text === '' || text === typed(message)) return leave();
    said.textContent = await edit(message, text);
  };
  const form = el('form', { className: 'edit' }, box, said);
  const cancel = el(
    'button',
    { type: 'button', className: 'button small', onclick: leave },
    'Cancel',
  );
  const done = el('button', { type: 'submit', className: 'button primary small' }, 'Done');
  form.append(el('div', { className: 'buttons' }, cancel, done));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  });
  body.replaceChildren(form);
  box.focus();
}
