/**
 * Makes an element. Everything given as text becomes text, never markup. Names in `props` are
 * element properties, `on…` listeners, or (with a dash, or for `role` and `for`) attributes.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role' || name === 'for')
      node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** The element with this id; a missing one is a mistake in the page. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no #${id}.`);
  return node;
}

/**
 * Shows `items` as children of `parent`, and leaves those alone that did not change, so that focus,
 * open menus and screen readers are not disturbed.
 */
export function showList(parent, items, keyOf, render) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const nodes = items.map((item) => {
    const key = keyOf(item);
    const stamp = JSON.stringify(item);
    const kept = old.get(key);
    if (kept?.stamp === stamp) return kept;
    const node = render(item);
    node.dataset.key = key;
    node.stamp = stamp;
    return node;
  });
  for (const child of [...parent.children]) {
    if (!nodes.includes(child)) child.remove();
  }
  nodes.forEach((node, i) => {
    // a node that is moved loses the focus, so those in their place stay
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}
