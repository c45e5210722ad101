import { el } from '../frame/dom.js';

/** Space between a menu and what it belongs to, and between it and the window's edge, px. */
const GAP = 4;

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= window.innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - size.height);
  const left = Math.min(at.right - size.width, window.innerWidth - size.width - GAP);
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(GAP, left)}px`;
}

function entry({ label, detail, choose }, close) {
  const onclick = () => {
    close();
    choose();
  };
  const small = detail ? el('small', {}, detail) : null;
  return el('button', { type: 'button', role: 'menuitem', tabIndex: -1, onclick }, label, small);
}

const STEPS = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

function onKey(event, entries, close) {
  if (event.key === 'Tab') return close();
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  entries[step(entries.indexOf(document.activeElement), entries.length)].focus();
}

/**
 * Opens a menu at a button: entries `{ label, detail?, choose }`, walked through with the arrow keys.
 * Escape, Tab or a click elsewhere closes it, and the button has the focus again.
 */
export function openMenu(anchor, items, label = 'More actions') {
  const menu = el('div', {
    className: 'popup',
    role: 'menu',
    popover: 'auto',
    'aria-label': label,
  });
  const close = () => menu.hidePopover();
  const entries = items.map((item) => entry(item, close));
  menu.append(...entries);
  menu.addEventListener('keydown', (event) => onKey(event, entries, close));
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) {
      anchor.focus();
    }
    anchor.setAttribute('aria-expanded', 'false');
    menu.remove();
  });
  // within a dialog only what belongs to the dialog can be reached
  (anchor.closest('dialog, main, aside') ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute('aria-expanded', 'true');
  entries[0]?.focus();
}
