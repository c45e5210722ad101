import { el } from '../frame/dom.js';

/** How many people and tags are offered at once. */
const MOST = 8;
/** An `@` with the beginning of a name behind it; names have spaces. */
const CALL = /(?:^|\s)@([\p{L}\p{N}'’. -]{0,40})$/u;

function startsWith(text, beginning) {
  return text.toLowerCase().startsWith(beginning.toLowerCase());
}

/** True for a name, one of whose words goes on as it was typed. */
function isCalled(name, typed) {
  if (startsWith(name, typed)) return true;
  return typed !== '' && name.split(' ').some((word) => startsWith(word, typed));
}

function slashChoices(typed, commands) {
  return commands
    .filter(({ id, contexts }) => contexts.includes('compose') && startsWith(id, typed))
    .map(({ id, description }) => ({ words: `/${id}`, more: description, command: id }));
}

/** Whom an `@` can call: the app first, then people and tags. */
function callable({ bot, people = [], tags = [] }) {
  return [
    { name: bot.name, more: 'Mention the app' },
    ...people.filter(({ deleted }) => !deleted).map(({ name, title }) => ({ name, more: title })),
    ...tags.map(({ name }) => ({ name, more: 'Tag' })),
  ];
}

function callChoices(text, typed, directory) {
  const before = text.slice(0, text.length - typed.length);
  return callable(directory)
    .filter(({ name }) => isCalled(name, typed))
    .slice(0, MOST)
    .map(({ name, more }) => ({ words: name, more, text: `${before}${name} ` }));
}

/**
 * What Teams offers for what stands before the cursor in the compose box: `/` at its beginning the
 * slash commands, `@` the app, people and tags, and after `@Redress` the app's command menu. A choice
 * has `text` that replaces what stands before the cursor, or a `command` of the message extension.
 */
export function choicesFor(text, directory) {
  const { bot, commands } = directory;
  const slash = /^\/(\S*)$/.exec(text);
  if (slash) return slashChoices(slash[1], commands);
  const called = new RegExp(`^(.*@${bot.name}\\s+)(.*)$`, 'is').exec(text);
  const offered = commands
    .filter(({ title }) => called && startsWith(title, called[2]) && title !== called[2].trim())
    .map(({ title, description }) => ({
      words: title,
      more: description,
      text: called[1] + title,
    }));
  if (offered.length > 0 && !commands.some(({ title }) => title === called[2].trim()))
    return offered;
  const call = CALL.exec(text);
  return call ? callChoices(text, call[1], directory) : [];
}

function option(choice, { id, isTaken, take }) {
  const onmousedown = (event) => {
    event.preventDefault(); // keeps the focus where it is
    take(choice);
  };
  const small = choice.more ? el('small', { className: 'quiet' }, choice.more) : null;
  const props = { role: 'option', id, 'aria-selected': String(isTaken), onmousedown };
  return el('li', props, el('span', {}, choice.words), small);
}

let lists = 0;

/** An empty list of choices that belongs to `box`. */
function listFor(box) {
  lists += 1;
  const id = `choices-${lists}`;
  const props = { className: 'choices', role: 'listbox', id, hidden: true };
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-expanded', 'false');
  box.setAttribute('aria-controls', id);
  box.setAttribute('aria-autocomplete', 'list');
  return el('ul', { ...props, 'aria-label': 'Suggestions' });
}

function countWords(length) {
  if (length === 0) return '';
  return length === 1 ? '1 suggestion' : `${length} suggestions, arrow keys choose`;
}

/**
 * Offers choices above a compose box while somebody types. `pick(choice)` is called for the one they
 * take. Returns `keydown(event)`, true when the key was for the list, and `update()`.
 */
export function makeSuggestions({ box, place, directory, pick }) {
  const list = listFor(box);
  const count = el('span', { className: 'sr-only', role: 'status' });
  place.append(list, count);
  const now = { choices: [], at: 0 };
  const set = (choices, at = 0) => {
    Object.assign(now, { choices, at });
    const rows = choices.map((choice, i) =>
      option(choice, { id: `${list.id}-${i}`, isTaken: i === at, take }),
    );
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    box.setAttribute('aria-expanded', String(!list.hidden));
    const words = countWords(rows.length);
    if (count.textContent !== words) count.textContent = words;
    if (rows.length > 0) box.setAttribute('aria-activedescendant', rows[at].id);
    else box.removeAttribute('aria-activedescendant');
    rows[at]?.scrollIntoView({ block: 'nearest' });
  };
  const take = (choice) => {
    set([]);
    pick(choice);
  };
  const update = () => set(choicesFor(box.value.slice(0, box.selectionStart), directory()));
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
