/** Keys typed within this time make one word to look for, ms. */
const WORD_MS = 700;

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function wanted(key, items, current) {
  if (key in STEPS) return items[(current + STEPS[key] + items.length) % items.length];
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  return undefined;
}

/** An item's name as it is shown: its picture is not part of it. */
function nameOf(item) {
  return item.querySelector('[class$="-name"]')?.textContent ?? item.textContent;
}

/** Looks for names by what is typed: each further letter, or the same one again for the next. */
function makeTypeAhead() {
  let typed = '';
  let last = 0;
  return (key, items, current) => {
    if (key.length !== 1 || key === ' ') {
      typed = '';
      return undefined;
    }
    const now = Date.now();
    typed = now - last < WORD_MS ? typed + key.toLowerCase() : key.toLowerCase();
    last = now;
    const from = typed.length === 1 ? current + 1 : current;
    const ordered = [...items.slice(from), ...items.slice(0, from)];
    return ordered.find((item) => nameOf(item).toLowerCase().startsWith(typed));
  };
}

/**
 * What keys do in a menu: arrows, Home and End walk, letters look for a name, Tab closes it. Escape
 * is the popover's own.
 */
export function makeMenuKeys(menu, close) {
  const typeAhead = makeTypeAhead();
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') return close();
    const items = [...menu.querySelectorAll('[role^="menuitem"]')];
    const current = items.indexOf(document.activeElement);
    const found = typeAhead(event.key, items, current);
    const next = wanted(event.key, items, current) ?? found;
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
}
