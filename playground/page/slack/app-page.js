import { el } from '../frame/dom.js';
import { faceOf } from '../frame/face.js';
import { blocks } from './blocks.js';
import { build } from './tree.js';

function usage({ command, hint, description }) {
  return [el('dt', {}, el('code', {}, `${command} ${hint}`)), el('dd', {}, description)];
}

function shortcut({ name, description }) {
  return [el('dt', {}, el('strong', {}, name)), el('dd', {}, `${description}: ⋯ on any message.`)];
}

/** Who the app is, what it can be asked, and a way to begin. */
function about({ app, start }) {
  return el(
    'div',
    { className: 'about' },
    el('div', { className: 'about-head' }, faceOf(app.name, true), el('h3', {}, app.name)),
    el('p', {}, app.description),
    el('h4', {}, 'Commands'),
    el('dl', {}, app.commands.flatMap(usage)),
    el('h4', {}, 'On a message'),
    el('dl', {}, app.shortcuts.flatMap(shortcut)),
    el(
      'button',
      { type: 'button', className: 'button primary', onclick: start },
      'Record a complaint',
    ),
  );
}

/** The Home view the app published for this person. */
function home({ view, context, press }) {
  const use = (element, value) => press(view, element, value);
  return el('div', { className: 'content' }, build(blocks(view.blocks, { ...context, use })));
}

const PAGES = { about, home };

/**
 * Shows one of the app's own pages, `about` or `home`, or none; drawn again only when `stamp`
 * changed, so that whoever is using it is not disturbed.
 */
export function showAppPage(place, tab, stamp, parts) {
  const make = PAGES[tab];
  const key = make ? `${tab} ${stamp}` : '';
  place.hidden = !make;
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(...(make ? [make(parts)] : []));
}

const NAMES = { home: 'Home', messages: 'Messages', about: 'About' };

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** The app's tabs: those in `ids`, of which `current` is open. */
export function showTabs(place, ids, current, go) {
  const stamp = `${ids.join(' ')} ${current}`;
  if (place.dataset.key === stamp) return;
  const hadFocus = place.contains(document.activeElement);
  place.dataset.key = stamp;
  const tabs = ids.map((id) =>
    el(
      'button',
      {
        type: 'button',
        className: 'tab',
        role: 'tab',
        tabIndex: id === current ? 0 : -1,
        'aria-selected': String(id === current),
        onclick: () => go(id),
      },
      NAMES[id],
    ),
  );
  place.replaceChildren(...tabs);
  if (ids.length === 0) place.removeAttribute('role');
  else place.setAttribute('role', 'tablist');
  if (hadFocus) tabs[ids.indexOf(current)]?.focus();
  place.onkeydown = ({ key }) => {
    const step = STEPS[key];
    if (step) go(ids[(ids.indexOf(current) + step + ids.length) % ids.length]);
  };
}
