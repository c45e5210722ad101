import { el } from '../frame/dom.js';

/**
 * A place to write: Enter sends, Shift and Enter makes a new line. `send` resolves to words to show
 * (empty for none) or throws an Error with words; the text stays when it does.
 */
export function makeComposer(form, { label, send }) {
  const said = el('p', { className: 'said', role: 'status' });
  const box = el('textarea', { rows: 2, 'aria-label': label });
  const button = el('button', { type: 'submit', className: 'button primary' }, 'Send');
  form.replaceChildren(said, el('div', { className: 'write' }, box, button));
  const submit = async () => {
    const text = box.value;
    if (text.trim() === '') return;
    button.disabled = true;
    said.textContent = '';
    try {
      said.textContent = (await send(text)) ?? '';
      box.value = '';
    } catch (error) {
      said.textContent = error.message;
    }
    button.disabled = false;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  return {
    hint: (words) => {
      box.placeholder = words;
    },
    enable: (isOn) => {
      box.disabled = !isOn;
      button.disabled = !isOn;
    },
    say: (words) => {
      said.textContent = words;
    },
    focus: () => box.focus(),
  };
}
