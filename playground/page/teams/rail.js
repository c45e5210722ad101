import { el } from '../frame/dom.js';

/** Pictures of the rail, drawn here: nothing is fetched. Lines in a box of 24 by 24. */
const PICTURES = {
  activity: 'M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6ZM10 20a2 2 0 0 0 4 0',
  chat: 'M4 5h16v11H9l-5 4V5ZM8 9h8M8 12h5',
  teams:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19a6 6 0 0 1 12 0M17 11a2.5 2.5 0 1 0 0-5M17 14a5 5 0 0 1 4 5',
};

const SVG = 'http://www.w3.org/2000/svg';

function picture(name) {
  const box = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const set = (node, values) => {
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
  };
  set(box, { viewBox: '0 0 24 24', width: '22', height: '22', 'aria-hidden': 'true' });
  set(path, { d: PICTURES[name], fill: 'none', stroke: 'currentColor', 'stroke-width': '1.6' });
  box.append(path);
  return box;
}

function button({ id, words, unread, isOpen, run }) {
  const spoken = el('span', { className: 'sr-only' }, ' unread');
  const mark = unread > 0 ? el('span', { className: 'unread' }, String(unread), spoken) : null;
  const props = {
    type: 'button',
    className: 'rail-button',
    'aria-current': isOpen ? 'true' : undefined,
    'data-app': id,
    onclick: run,
  };
  return el('button', props, picture(id), el('span', {}, words), mark);
}

/** The bar of apps at the left: Activity, Chat and Teams, each with how much is new in it. */
export function showRail(rail, apps) {
  const stamp = JSON.stringify(apps);
  if (rail.stamp === stamp) return;
  rail.stamp = stamp;
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.app : '';
  rail.replaceChildren(...apps.map(button));
  if (focused) rail.querySelector(`[data-app="${focused}"]`)?.focus();
}
