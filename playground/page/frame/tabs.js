import { toHash } from './address.js';
import { byId, el } from './dom.js';
import { frameState } from './state.js';

const WORLDS = [
  { id: 'slack', name: 'Slack', path: '/' },
  { id: 'teams', name: 'Teams', path: '/in-teams' },
];

/** The address of that world for this person, who has another id there. */
export function worldAddress(id, { name }, more = {}) {
  return WORLDS.find((world) => world.id === id).path + toHash({ user: name, ...more });
}

function tab({ id, name }, current, person, unread) {
  const isHere = id === current;
  const news = unread > 0 && !isHere;
  const dot = news ? el('span', { className: 'dot', 'aria-hidden': 'true' }) : null;
  const spoken = news ? el('span', { className: 'sr-only' }, ', something new') : null;
  const props = {
    href: worldAddress(id, person),
    className: 'world',
    'aria-current': isHere ? 'page' : undefined,
  };
  return el('a', props, name, dot, spoken);
}

/** Shows the links to both worlds, with a dot where this person has something new. */
export function showTabs(current, person, state = frameState()) {
  const found = state?.people.find(({ name }) => name === person.name);
  const links = WORLDS.map((world) => tab(world, current, person, found?.[world.id]?.unread ?? 0));
  const nav = byId('worlds');
  const stamp = links.map(({ outerHTML }) => outerHTML).join('');
  if (nav.stamp === stamp) return;
  nav.stamp = stamp;
  const focused = [...nav.children].indexOf(document.activeElement);
  nav.replaceChildren(...links);
  nav.children[focused]?.focus();
}
