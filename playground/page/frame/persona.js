import { byId, el } from './dom.js';
import { faceOf } from './face.js';
import { makeMenuKeys } from './menu-keys.js';
import { peopleWithNews, ROLES, roleOf } from './persona-words.js';
import { frameState } from './state.js';

const known = { people: [], become: undefined, person: undefined };

/** Words that are spoken and not seen. */
function spoken(words) {
  return el('span', { className: 'sr-only' }, words);
}

function newsMarks(unread) {
  const mark = (count, world) =>
    count > 0
      ? el(
          'span',
          { className: 'news' },
          el('b', {}, String(count)),
          spoken(' new'),
          ` in ${world}`,
        )
      : null;
  return el(
    'span',
    { className: 'marks' },
    mark(unread.slack, 'Slack'),
    spoken(unread.slack > 0 && unread.teams > 0 ? ', ' : ''),
    mark(unread.teams, 'Teams'),
  );
}

function words(person, hasMore) {
  const [first, ...rest] = person.name.split(' ');
  const more = el('span', { className: 'person-more' }, ` ${rest.join(' ')}`);
  return [
    el('span', { className: 'person-name' }, first, more, spoken(person.title ? ', ' : '')),
    el('span', { className: 'person-title' }, person.title ?? '', spoken(hasMore ? ', ' : '')),
  ];
}

function choice(person, state) {
  const found = state?.people.find(({ name }) => name === person.name);
  const unread = { slack: found?.slack.unread ?? 0, teams: found?.teams.unread ?? 0 };
  const props = {
    type: 'button',
    role: 'menuitemradio',
    className: 'person',
    tabIndex: -1,
    'aria-checked': String(person.id === known.person?.id),
    onclick: () => choose(person),
  };
  const who = el('span', {}, words(person, unread.slack + unread.teams > 0));
  const node = el('button', props, faceOf(person.name), who, newsMarks(unread));
  node.dataset.person = person.id;
  return node;
}

function choose(person) {
  byId('people').hidePopover();
  byId('persona').focus();
  if (person.id !== known.person.id) void known.become(person.id);
}

function group({ role, words }, state) {
  const people = known.people.filter((person) => roleOf(person, state) === role);
  if (people.length === 0) return null;
  const id = `people-${role}`;
  const head = el('p', { className: 'people-role', id, role: 'presentation' }, words);
  const choices = people.map((person) => choice(person, state));
  return el('div', { role: 'group', 'aria-labelledby': id }, head, choices);
}

function drawMenu(state) {
  const menu = byId('people');
  const focused = document.activeElement?.dataset.person;
  menu.replaceChildren(...ROLES.map((role) => group(role, state)).filter(Boolean));
  if (focused) menu.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus();
}

function drawButton(state) {
  const { person } = known;
  const count = peopleWithNews(state).length;
  const news = spoken(count === 1 ? ' person has news' : ' people have news');
  byId('persona').replaceChildren(
    faceOf(person.name),
    spoken('You are '),
    el('span', { className: 'persona-words' }, words(person, count > 0)),
    count > 0 ? el('span', { className: 'unread' }, String(count), news) : '',
    el('span', { className: 'caret', 'aria-hidden': 'true' }),
  );
}

/** Shows who one is and for whom something is new. */
export function showPersona(person, state = frameState()) {
  known.person = person;
  const stamp = JSON.stringify([person.id, state?.people]);
  if (known.stamp === stamp) return;
  known.stamp = stamp;
  drawButton(state);
  drawMenu(state);
}

/** Puts the menu under its button; near the right edge of narrow windows. */
function place(menu) {
  const { bottom, right } = byId('persona').getBoundingClientRect();
  menu.style.top = `${bottom + 6}px`;
  menu.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
}

/** Starts the menu of people; `become(id)` is called with whoever was chosen. */
export function startPersona({ people, become }) {
  Object.assign(known, { people, become });
  const menu = byId('people');
  const button = byId('persona');
  const chosen = () => menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('button');
  menu.addEventListener('toggle', ({ newState }) => {
    button.setAttribute('aria-expanded', String(newState === 'open'));
    if (newState !== 'open') return;
    place(menu);
    chosen()?.focus();
  });
  const open = () => menu.showPopover();
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open();
  });
  menu.addEventListener(
    'keydown',
    makeMenuKeys(menu, () => menu.hidePopover()),
  );
}
