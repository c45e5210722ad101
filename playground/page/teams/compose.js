import { el } from '../frame/dom.js';
import { openMenu } from './menu.js';
import { makeSuggestions } from './suggest.js';

/** What `@Redress` and one of the menu's commands say, when that is all there is. */
function commandIn(text, { bot, commands }) {
  const words = new RegExp(`^@${bot.name}\\s+(.*)$`, 'is').exec(text.trim())?.[1];
  return commands.find(({ title }) => title === words?.trim())?.title;
}

function appsButton({ directory, extension }) {
  const open = ({ currentTarget }) => {
    const offered = directory().commands.filter(({ contexts }) => contexts.includes('compose'));
    const items = offered.map(({ id, title, description }) => ({
      words: title,
      more: description,
      run: () => extension(id),
    }));
    openMenu(currentTarget, directory().bot.name, items);
  };
  const label = 'Apps and actions';
  const props = {
    type: 'button',
    className: 'button',
    'aria-haspopup': 'menu',
    'aria-label': label,
  };
  return el('button', { ...props, title: label, onclick: open }, '+');
}

function promptsButton({ directory, insert }) {
  const open = ({ currentTarget }) => {
    const items = directory().commands.map(({ title, description }) => ({
      words: title,
      more: description,
      run: () => insert(title),
    }));
    openMenu(currentTarget, 'What Redress can do', items);
  };
  const props = { type: 'button', className: 'link', 'aria-haspopup': 'menu', onclick: open };
  return el('button', props, 'View prompts');
}

/**
 * Teams' compose box: Enter sends, Shift and Enter makes a new line; `/` and `@` offer what the app
 * can do, and so does the + beside it. `deeds`: `write(text)`, `command(title)`, `extension(id)`, each
 * resolving to words to show (empty for none) or throwing an Error with words; the text stays then.
 */
export function makeCompose(form, { label, directory, deeds }) {
  const said = el('p', { className: 'said', role: 'status' });
  const box = el('textarea', { rows: 2, 'aria-label': label });
  const button = el('button', { type: 'submit', className: 'button primary' }, 'Send');
  const attempt = async (work) => {
    button.disabled = true;
    said.textContent = '';
    try {
      said.textContent = (await work()) ?? '';
      box.value = '';
    } catch (error) {
      said.textContent = error.message;
    }
    button.disabled = box.disabled;
  };
  const extension = (id) => attempt(() => deeds.extension(id));
  const insert = (text) => {
    box.value = text;
    box.focus();
    suggestions.update();
  };
  const submit = () => {
    const text = box.value;
    if (text.trim() === '') return;
    const command = commandIn(text, directory());
    void attempt(() => (command ? deeds.command(command) : deeds.write(text)));
  };
  const apps = appsButton({ directory, extension });
  const prompts = promptsButton({ directory, insert });
  prompts.hidden = true;
  form.replaceChildren(said, prompts, el('div', { className: 'write' }, apps, box, button));
  const pick = (choice) => (choice.command ? void extension(choice.command) : insert(choice.text));
  const suggestions = makeSuggestions({ box, place: form, directory, pick });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (suggestions.keydown(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  return surface({ box, buttons: [button, apps], prompts, said });
}

function surface({ box, buttons, prompts, said }) {
  return {
    hint: (words) => {
      box.placeholder = words;
    },
    enable: (isOn) => {
      box.disabled = !isOn;
      for (const button of buttons) button.disabled = !isOn;
    },
    /** In a chat with the app its commands can be called without a mention. */
    offerPrompts: (isOn) => {
      prompts.hidden = !isOn;
    },
    say: (words) => {
      said.textContent = words;
    },
    focus: () => box.focus(),
  };
}
