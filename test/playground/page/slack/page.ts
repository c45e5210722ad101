/** The Slack page's modules that need no browser. */

export interface Tree {
  tag: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties are read freely in tests
  props: Record<string, any>;
  children: Node[];
}
export type Node = string | Tree;

export interface Person {
  id: string;
  name: string;
  title?: string;
  isBot?: boolean;
  deleted?: boolean;
}

/** Imports one of the page's modules, which are plain JavaScript. */
export async function load<T>(name: string): Promise<T> {
  return (await import(
    new URL(`../../../../playground/page/slack/${name}`, import.meta.url).href
  )) as T;
}

export interface TreeModule {
  textOf(node: Node | Node[]): string;
  findAll(node: Node | Node[], matches: (tree: Tree) => boolean): Tree[];
}

/** All tags in a tree. */
export function tagsIn(node: Node | Node[]): string[] {
  if (typeof node === 'string') return [];
  if (Array.isArray(node)) return node.flatMap(tagsIn);
  return [node.tag, ...tagsIn(node.children)];
}

/** The person whose screen it is, and the people and channels known there. */
export const AROUND = {
  user: 'U1',
  zone: 'Europe/London',
  now: Date.UTC(2026, 10, 23, 10, 0),
  people: [
    { id: 'U1', name: 'Ann Reporter', title: 'Front desk', isBot: false, deleted: false },
    { id: 'U2', name: 'Ben Baker', title: 'Billing', isBot: false, deleted: false },
  ] as Person[],
  channels: [{ id: 'C1', name: 'general' }],
  groups: [
    { id: 'S1', handle: 'billing', users: ['U2'] },
    { id: 'S2', handle: 'desk', users: ['U1'] },
  ],
};
