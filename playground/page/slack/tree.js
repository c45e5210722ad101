import { el } from '../frame/dom.js';

/**
 * A node as a plain object, not yet on the page: what is shown is put together from these, so that
 * it can be looked at without a browser. `props` as {@link el} takes them, and `ref`, which is
 * called with the element once there is one.
 */
export function h(tag, props = {}, ...children) {
  const there = children
    .flat(Number.POSITIVE_INFINITY)
    .filter((child) => child !== null && child !== undefined && child !== '');
  return { tag, props, children: there };
}

/** Trees as nodes of the page. Text becomes text, never markup. */
export function build(tree) {
  if (Array.isArray(tree)) return tree.flatMap(build);
  if (typeof tree === 'string') return document.createTextNode(tree);
  const { ref, ...props } = tree.props;
  const node = el(tree.tag, props, ...tree.children.map(build));
  ref?.(node);
  return node;
}

/** What one reads in a tree; a line for each `br`. */
export function textOf(tree) {
  if (typeof tree === 'string') return tree;
  if (Array.isArray(tree)) return tree.map(textOf).join('');
  return tree.tag === 'br' ? '\n' : textOf(tree.children);
}

/** Every element of a tree that `matches`, outermost first. */
export function findAll(tree, matches) {
  if (typeof tree === 'string') return [];
  if (Array.isArray(tree)) return tree.flatMap((child) => findAll(child, matches));
  const below = findAll(tree.children, matches);
  return matches(tree) ? [tree, ...below] : below;
}
