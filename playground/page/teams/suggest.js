import { el } from '../frame/dom.js';

const START = { words: 'Redress', more: 'Mention the app' };

function startsWith(text, beginning) {
  return text.toLowerCase().startsWith(beginning.toLowerCase());
}

/**
 * What Teams offers for what stands in the compose box: `/` at its beginning the slash commands, `@`
 * the app, and after `@Redress` the app's command menu. A choice has `text` that replaces what stands
 * there, or a `command` of the message extension.
 */
export function choicesFor(text, { bot, commands }) {
  const slash = /^\/(\S*)$/.exec(text);
  if (slash) {
    return commands
      .filter(({ id, contexts }) => contexts.includes('compose') && startsWith(id, slash[1]))
      .map(({ id, description }) => ({ words: `/${id}`, more: description, command: id }));
  }
  const call = /(^|\s)@(\S*)$/.exec(text);
  if (call && startsWith(bot.name, call[2])) {
    const before = text.slice(0, text.length - call[2].length);
    return [{ ...START, words: bot.name, text: `${before}${bot.name} ` }];
  }
  const called = new RegExp(`^(.*@${bot.name}\\s+)(.*)$`, 'is').exec(text);
  if (!called || commands.some(({ title }) => title === called[2].trim())) return [];
  return commands
    .filter(({ title }) => startsWith(title, called[2]))
    .map(({ title, description }) => ({
      words: title,
      more: description,
      text: called[1] + title,
    }));
}

function option(choice, { id, isTaken, take }) {
  const onmousedown = (event) => {
    event.preventDefault(); // keeps the focus where it is
    take(choice);
  };
  const small = el('small', { className: 'quiet' }, choice.more);
  const props = { role: 'option', id, 'aria-selected': String(isTaken), onmousedown };
  return el('li', props, el('span', {}, choice.words), small);
}

let lists = 0;

/** An empty list of choices that belongs to `box`. */
function listFor(box) {
  lists += 1;
  const id = `choices-${lists}`;
  const props = { className: 'choices', role: 'listbox', id, hidden: true };
  box.setAttribute('aria-controls', id);
  box.setAttribute('aria-autocomplete', 'list');
  return el('ul', { ...props, 'aria-label': 'Suggestions' });
}

/**
 * Offers choices above a compose box while somebody types. `pick(choice)` is called for the one they
 * take. Returns `keydown(event)`, true when the key was for the list, and `update()`.
 */
export function makeSuggestions({ box, place, directory, pick }) {
  const list = listFor(box);
  place.append(list);
  const now = { choices: [], at: 0 };
  const set = (choices, at = 0) => {
    Object.assign(now, { choices, at });
    const rows = choices.map((choice, i) =>
      option(choice, { id: `${list.id}-${i}`, isTaken: i === at, take }),
    );
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    if (rows.length > 0) box.setAttribute('aria-activedescendant', rows[at].id);
    else box.removeAttribute('aria-activedescendant');
  };
  const take = (choice) => {
    set([]);
    pick(choice);
  };
  const update = () => set(choicesFor(box.value, directory()));
  const keydown = ({ key, shiftKey }) => {
    const { length } = now.choices;
    if (length === 0 || shiftKey) return false;
    if (key === 'Enter' || key === 'Tab') take(now.choices[now.at]);
    else if (key === 'Escape') set([]);
    else if (key === 'ArrowDown') set(now.choices, (now.at + 1) % length);
    else if (key === 'ArrowUp') set(now.choices, (now.at - 1 + length) % length);
    else return false;
    return true;
  };
  box.addEventListener('input', update);
  box.addEventListener('blur', () => set([]));
  return { keydown, update };
}
