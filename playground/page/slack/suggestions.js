import { el } from '../frame/dom.js';
import { hintFor, suggestionsFor } from './suggest.js';

let lists = 0;

function row(item, index, list) {
  const props = { id: `${list.id}-${index}`, role: 'option', className: 'offer' };
  // the box keeps the focus: a click would take it before it is done
  const onmousedown = (event) => {
    event.preventDefault();
    list.choose(item);
  };
  return el(
    'li',
    { ...props, onmousedown, 'aria-selected': String(index === list.current) },
    el('strong', {}, item.label),
    item.hint ? el('span', { className: 'usage' }, item.hint) : null,
    item.detail ? el('small', {}, item.detail) : null,
  );
}

function hintLine({ command, hint, description }) {
  return el('p', { className: 'usage' }, `${command} ${hint}`, el('small', {}, description));
}

/** Tells whoever listens which one is current; the focus stays in the box. */
function relate(box, { id, items, current }) {
  if (items.length === 0) {
    box.removeAttribute('aria-activedescendant');
    box.removeAttribute('aria-controls');
    return;
  }
  box.setAttribute('aria-controls', id);
  box.setAttribute('aria-activedescendant', `${id}-${current}`);
}

function draw(list) {
  const { id, box, items, current } = list;
  const rows = items.map((item, index) => row(item, index, list));
  const props = { id, role: 'listbox', className: 'popup', 'aria-label': 'Suggestions' };
  const known = list.directory();
  const hint = rows.length === 0 && known ? hintFor(box.value, known) : undefined;
  const shown = rows.length > 0 ? el('ul', props, rows) : hint && hintLine(hint);
  list.place.replaceChildren(...(shown ? [shown] : []));
  relate(box, list);
  rows[current]?.scrollIntoView({ block: 'nearest' });
}

function close(list) {
  list.items = [];
  draw(list);
}

function step(list, by) {
  const count = list.items.length;
  list.current = (list.current + by + count) % count;
  draw(list);
}

const take = (list) => list.choose(list.items[list.current]);

const KEYS = {
  ArrowDown: (list) => step(list, 1),
  ArrowUp: (list) => step(list, -1),
  Tab: take,
  Enter: take,
  Escape: close,
};

function takesKey(list, event) {
  const item = list.items[list.current];
  if (!item || event.isComposing || event.shiftKey) return false;
  const act = KEYS[event.key];
  // what is typed out already is sent, not completed
  if (!act || (event.key === 'Enter' && item.isWhole)) return false;
  event.preventDefault();
  event.stopPropagation();
  act(list);
  return true;
}

function update(list) {
  const { box } = list;
  const known = list.directory();
  const isWriting = document.activeElement === box;
  list.items =
    known && isWriting ? suggestionsFor(box.value.slice(0, box.selectionEnd), known) : [];
  list.current = 0;
  draw(list);
}

/**
 * The list of what fits what is being typed, over a text box: arrows choose, Tab and Enter take,
 * Escape closes. `takesKey(event)` is true for a key that was meant for it.
 */
export function makeSuggestions({ box, place, directory, setText }) {
  lists += 1;
  const choose = (item) => setText(`${item.text}${box.value.slice(box.selectionEnd)}`);
  const list = { id: `offers-${lists}`, items: [], current: 0, box, place, directory, choose };
  box.setAttribute('aria-autocomplete', 'list');
  return {
    update: () => update(list),
    close: () => close(list),
    takesKey: (event) => takesKey(list, event),
  };
}
