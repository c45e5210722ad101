import { el } from '../frame/dom.js';
import { keepDraft, readDraft } from './drafts.js';
import { makeSuggestions } from './suggestions.js';

function sameAt(one, other) {
  return one?.user === other.user && one.place === other.place && one.thread === other.thread;
}

function parts(form, label) {
  const said = el('p', { className: 'said', role: 'status' });
  const box = el('textarea', { rows: 1, 'aria-label': label, autocomplete: 'off' });
  const send = { type: 'submit', className: 'send', 'aria-label': 'Send', title: 'Send' };
  const button = el('button', send, el('span', { 'aria-hidden': 'true' }, '➤'));
  const list = el('div', { className: 'offers' });
  form.replaceChildren(list, said, el('div', { className: 'write' }, box, button));
  return { said, box, button, list };
}

/** Keeps the box as high as its text, within what the stylesheet allows. */
function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}

/**
 * Sends what is in the box. `state.at` may have changed before the answer is there: then the box
 * holds something else and is left alone.
 */
async function submit(state, { box, button, said, show }, send) {
  const { at } = state;
  const text = box.value;
  if (text.trim() === '' || state.sending) return;
  state.sending = true;
  button.disabled = true;
  said.textContent = '';
  const words = await send(text, at).then(
    (answer) => {
      keepDraft(at, '');
      if (sameAt(state.at, at)) show('');
      return answer ?? '';
    },
    (error) => error.message,
  );
  if (sameAt(state.at, at)) said.textContent = words;
  state.sending = false;
  button.disabled = box.disabled;
}

function onKeys(event, suggestions, go) {
  if (suggestions.takesKey(event)) return;
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  go();
}

/**
 * A place to write: Enter sends, Shift and Enter makes a new line; `/` and `@` offer what there is.
 * What is not sent is kept for whoever wrote it where they wrote it. `send(text, at)` resolves to
 * words to show (empty for none) or throws an Error with words; the text stays when it does.
 */
export function makeComposer(form, { label, send, directory }) {
  const { said, box, button, list } = parts(form, label);
  const state = { at: undefined, sending: false };
  const show = (text) => {
    box.value = text;
    grow(box);
    suggestions.update();
  };
  const setText = (text) => {
    keepDraft(state.at, text);
    show(text);
    box.focus();
    box.setSelectionRange(text.length, text.length);
  };
  const suggestions = makeSuggestions({ box, place: list, directory, setText });
  const go = () => void submit(state, { box, button, said, show }, send);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go();
  });
  box.addEventListener('input', () => {
    keepDraft(state.at, box.value);
    grow(box);
    suggestions.update();
  });
  box.addEventListener('keydown', (event) => onKeys(event, suggestions, go));
  box.addEventListener('blur', suggestions.close);
  return {
    /** Whose box it is and where: shows what they left there. */
    at: ({ user, place, thread }) => {
      if (sameAt(state.at, { user, place, thread })) return;
      state.at = { user, place, thread };
      said.textContent = '';
      show(readDraft(state.at));
    },
    hint: (words) => {
      box.placeholder = words;
    },
    enable: (isOn) => {
      box.disabled = !isOn;
      button.disabled = !isOn || state.sending;
    },
    setText,
    focus: () => box.focus(),
  };
}
