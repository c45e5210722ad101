import type { LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import type { Waiting } from '../../../src/ports/waiting.js';

/** How far the reads of {@link withLag} are behind, ms. */
export const LAG_MS = 300;

/**
 * A store whose reads are behind its writes, as on MongoDB while the other servers of a replica set are
 * slow: `load` gives what was stored {@link LAG_MS} ago, by the time of `waiting`. Writes and claims work
 * on what is stored now. `note` remembers what is stored, as often as a test changes it past this store.
 */
export function withLag<D extends LivingDocument, S extends DocumentStore<D>>(
  store: S,
  waiting: Pick<Waiting, 'now'>,
): { readonly store: S; note(id: string): Promise<void> } {
  const versions = new Map<string, { readonly at: number; readonly document: D | undefined }[]>();
  const note = async (id: string): Promise<void> => {
    const known = versions.get(id) ?? [];
    versions.set(id, [...known, { at: waiting.now(), document: await store.load(id) }]);
  };
  const load = async (id: string): Promise<D | undefined> => {
    const known = versions.get(id);
    if (known === undefined) return store.load(id);
    return known.findLast(({ at }, nth) => nth === 0 || at + LAG_MS <= waiting.now())?.document;
  };
  const lagging = new Proxy(store, {
    get(target, key) {
      if (key === 'load') return load;
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      if (key !== 'change' && key !== 'claim') return member.bind(target);
      return async (id: string, ...rest: unknown[]): Promise<unknown> => {
        if (!versions.has(id)) await note(id);
        try {
          return await member.call(target, id, ...rest);
        } finally {
          await note(id);
        }
      };
    },
  });
  return { store: lagging, note };
}
