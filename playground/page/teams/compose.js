import { el } from '../frame/dom.js';
import { keepDraft, readDraft } from './drafts.js';
import { openMenu } from './menu.js';
import { makeSuggestions } from './suggest.js';

/** What `@Redress` and one of the menu's commands say, when that is all there is. */
function commandIn(text, { bot, commands }) {
  const words = new RegExp(`^@${bot.name}\\s+(.*)$`, 'is').exec(text.trim())?.[1];
  return commands.find(({ title }) => title === words?.trim())?.title;
}

/** The command of the message extension that a text names, and nothing else. */
function slashIn(text, { commands }) {
  const id = /^\/(\S+)\s*$/.exec(text)?.[1];
  return commands.find((command) => command.id === id && command.contexts.includes('compose'))?.id;
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
  const props = { type: 'button', className: 'tool', 'aria-haspopup': 'menu', 'aria-label': label };
  return el('button', { ...props, title: label, onclick: open }, '+');
}

function promptsButton({ directory, insert }) {
  const open = ({ currentTarget }) => {
    const items = directory().commands.map(({ title, description }) => ({
      words: title,
      more: description,
      run: () => insert(title),
    }));
    openMenu(currentTarget, `What ${directory().bot.name} can do`, items);
  };
  const props = { type: 'button', className: 'link', 'aria-haspopup': 'menu', onclick: open };
  return el('button', { ...props, hidden: true }, 'View prompts');
}

/** What stands in the box, kept as a draft of the person and conversation it was written in. */
function makeText(box) {
  const at = { user: '', conversation: '' };
  const keep = () => {
    if (at.user) keepDraft(at.user, at.conversation, box.value);
  };
  box.addEventListener('input', keep);
  return {
    /** Another conversation: what was written there before stands in the box. */
    open: (user, conversation) => {
      if (at.user === user && at.conversation === conversation) return;
      Object.assign(at, { user, conversation });
      box.value = readDraft(user, conversation);
    },
    set: (text) => {
      box.value = text;
      keep();
    },
    /** A text was sent from here: gone, unless somebody went on to another place meanwhile. */
    sent: () => {
      const { user, conversation } = at;
      const text = box.value;
      return () => {
        keepDraft(user, conversation, '');
        if (at.user === user && at.conversation === conversation && box.value === text)
          box.value = '';
      };
    },
  };
}

/** Does what the box is for, one thing at a time; words that come of it stand above. */
function makeAttempt({ box, button, said, text }) {
  let busy = false;
  return async (work) => {
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    said.textContent = '';
    const forget = text.sent();
    try {
      said.textContent = (await work()) ?? '';
      forget();
    } catch (error) {
      said.textContent = error.message;
    }
    busy = false;
    button.setAttribute('aria-disabled', String(box.disabled));
  };
}

function listenKeys(box, { suggestions, submit }) {
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (suggestions.keydown(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
}

function surface({ box, buttons, prompts, said, text, insert }) {
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
    open: text.open,
    setText: insert,
    focus: () => box.focus(),
  };
}

/**
 * Teams' compose box: Enter sends, Shift and Enter makes a new line; `/` and `@` offer what the app
 * can do and whom to call, and so does the + beside it. `deeds`: `write(text)`, `command(title)`,
 * `extension(id)`, each resolving to words to show (empty for none) or throwing an Error with words;
 * the text stays then.
 */
export function makeCompose(form, { label, directory, deeds }) {
  const said = el('p', { className: 'said', role: 'status' });
  const box = el('textarea', { rows: 1, 'aria-label': label });
  const props = { type: 'submit', className: 'tool send', 'aria-label': 'Send', title: 'Send' };
  const button = el('button', props, '➤');
  const text = makeText(box);
  const attempt = makeAttempt({ box, button, said, text });
  const extension = (id) => attempt(() => deeds.extension(id));
  const insert = (words) => {
    text.set(words);
    box.focus();
    suggestions.update();
  };
  const submit = () => {
    const words = box.value;
    if (words.trim() === '') return;
    const slash = slashIn(words, directory());
    if (slash) return void extension(slash);
    const command = commandIn(words, directory());
    void attempt(() => (command ? deeds.command(command) : deeds.write(words)));
  };
  const apps = appsButton({ directory, extension });
  const prompts = promptsButton({ directory, insert });
  form.replaceChildren(said, prompts, el('div', { className: 'write' }, box, apps, button));
  const pick = (choice) => {
    if (choice.command) return void extension(choice.command);
    insert(choice.text + box.value.slice(box.selectionStart));
    box.setSelectionRange(choice.text.length, choice.text.length);
    suggestions.update();
  };
  const suggestions = makeSuggestions({ box, place: form, directory, pick });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  listenKeys(box, { suggestions, submit });
  return surface({ box, buttons: [button, apps], prompts, said, text, insert });
}
