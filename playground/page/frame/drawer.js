import { byId, el } from './dom.js';
import * as trouble from './trouble.js';
import * as underneath from './underneath.js';

/** Which part was open, over a reload. */
const KEY = 'drawer';
const NARROW = window.matchMedia('(max-width: 760px)');

/**
 * What can be in the drawer. `show(place, closeOverlay)` fills it and keeps it up to date until what
 * it returned is called.
 */
const PARTS = {
  trouble: { title: 'Make trouble', show: trouble.show },
  underneath: { title: 'What happened underneath', show: underneath.show },
};

let open = '';
let stop;
let cameFrom;

const toggleOf = (part) => byId(`toggle-${part}`);

/** What lies under the drawer of a narrow page is out of reach while it is open; the header is not. */
function coverRest() {
  const drawer = byId('drawer');
  for (const node of drawer.parentElement.children) {
    if (node !== drawer) node.inert = NARROW.matches && open !== '';
  }
}

function remember() {
  if (open) sessionStorage.setItem(KEY, open);
  else sessionStorage.removeItem(KEY);
}

function mark() {
  for (const part of Object.keys(PARTS)) {
    toggleOf(part).setAttribute('aria-expanded', String(part === open));
  }
  byId('drawer').hidden = open === '';
  coverRest();
  remember();
}

/** Closes the drawer; the focus goes back to where it came from, unless it is elsewhere already. */
function closeDrawer() {
  if (!open) return;
  const toggle = toggleOf(open);
  const drawer = byId('drawer');
  const hadFocus = drawer.contains(document.activeElement);
  stop();
  open = '';
  mark();
  drawer.replaceChildren();
  if (hadFocus) (cameFrom?.isConnected ? cameFrom : toggle).focus();
}

/** Closes the drawer where it covers the rest of the page. */
export function closeOverlay() {
  if (NARROW.matches) closeDrawer();
}

function fill(part) {
  const title = el('h2', { id: 'drawer-title', tabIndex: -1 }, PARTS[part].title);
  const props = {
    type: 'button',
    className: 'close drawer-close',
    'aria-label': 'Close',
    onclick: closeDrawer,
  };
  const body = el('div', { className: `drawer-body ${part}` });
  const drawer = byId('drawer');
  drawer.setAttribute('aria-labelledby', 'drawer-title');
  drawer.replaceChildren(
    el('header', { className: 'drawer-head' }, title, el('button', props, '✕')),
    body,
  );
  stop = PARTS[part].show(body, closeOverlay);
}

function change(part) {
  if (open) stop();
  open = part;
  fill(part);
  mark();
}

/** Opens a part of the drawer in place of the other, and moves the focus into it. */
export function openDrawer(part) {
  if (!byId('drawer').contains(document.activeElement)) cameFrom = document.activeElement;
  if (open !== part) change(part);
  byId('drawer-title').focus();
}

function onKey(event) {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  closeDrawer();
}

function start() {
  for (const part of Object.keys(PARTS)) {
    const toggle = toggleOf(part);
    toggle.setAttribute('aria-controls', 'drawer');
    toggle.addEventListener('click', () => (open === part ? closeDrawer() : openDrawer(part)));
  }
  byId('drawer').addEventListener('keydown', onKey);
  NARROW.addEventListener('change', coverRest);
  const before = sessionStorage.getItem(KEY);
  if (Object.hasOwn(PARTS, before ?? '')) change(before);
  else mark();
}

start();
