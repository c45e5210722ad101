import { el } from '../frame/dom.js';

/** Room between a menu and what it belongs to, px. */
const GAP = 4;

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + GAP + height <= window.innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height);
  const left = Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP));
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}

function step(menu, key) {
  const items = [...menu.querySelectorAll('[role="menuitem"]')];
  const now = items.indexOf(document.activeElement);
  const next = {
    ArrowDown: (now + 1) % items.length,
    ArrowUp: (now - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[key];
  if (next === undefined) return false;
  items[next]?.focus();
  return true;
}

/**
 * Opens a menu beside `anchor`: `items` are `{words, more?, run}`. Arrow keys move, Escape and a click
 * elsewhere close it, and the focus goes back.
 */
export function openMenu(anchor, label, items) {
  const menu = el('div', { className: 'pop', role: 'menu', popover: 'auto', 'aria-label': label });
  const rows = items.map(({ words, more, run }) => {
    const props = {
      type: 'button',
      role: 'menuitem',
      onclick: () => {
        menu.hidePopover();
        run();
      },
    };
    const small = more ? el('small', { className: 'quiet' }, more) : null;
    return el('button', props, el('span', {}, words), small);
  });
  menu.append(el('p', { className: 'quiet', 'aria-hidden': 'true' }, label), ...rows);
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') menu.hidePopover();
    else if (step(menu, event.key)) event.preventDefault();
  });
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    anchor.setAttribute('aria-expanded', 'false');
    if (menu.contains(document.activeElement)) anchor.focus();
    menu.remove();
  });
  // inside a dialog everything outside of it is out of reach
  (anchor.closest('dialog') ?? document.body).append(menu);
  anchor.setAttribute('aria-expanded', 'true');
  menu.showPopover();
  place(menu, anchor);
  rows[0]?.focus();
}
