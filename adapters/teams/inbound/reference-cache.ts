import type { Logger } from '../../../src/ports/logger.js';
import type { Reference, ReferenceStore } from '../../../src/ports/reference-store.js';

/** How long what was read is believed, ms: other processes write as well. */
const FRESH_MS = 60_000;

/** What the store has of Teams, remembered for a minute. All throw what the store throws. */
export interface ReferenceCache {
  /** As remembered, or read again after a while; while the store is away, what was read last. */
  get(key: string): Promise<Reference | undefined>;
  /** As it is in the store now. */
  readAgain(key: string): Promise<Reference | undefined>;
  /** Keeps what was heard, and `since` when (real time, ms UTC) of its service address; writes only what changed from `before`. */
  put(key: string, heard: Reference, before: Reference | undefined): Promise<void>;
  /** Reads everything. */
  load(): Promise<void>;
  /** Whether everything was read within the last minute. */
  isFresh(): boolean;
  /** All that is remembered. */
  all(): readonly (readonly [string, Reference])[];
}

export interface ReferenceCacheOptions {
  readonly store: ReferenceStore;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

export function createReferenceCache({
  store,
  now,
  logger,
}: ReferenceCacheOptions): ReferenceCache {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let known = new Map<string, { readonly reference: Reference; readonly readAt: number }>();
  const remember = (key: string, reference: Reference) => {
    known.set(key, { reference, readAt: now() });
  };
  const readAgain = async (key: string): Promise<Reference | undefined> => {
    const reference = await store.get('teams', key);
    if (reference === undefined) known.delete(key);
    else remember(key, reference);
    return reference;
  };
  return {
    readAgain,
    async get(key) {
      const last = known.get(key);
      if (last === undefined) return readAgain(key);
      if (now() - last.readAt < FRESH_MS) return last.reference;
      try {
        return await readAgain(key);
      } catch (error) {
        logger.warn({ error }, 'where to write to in Teams could not be read again');
        return last.reference;
      }
    },
    async put(key, heard, before) {
      const isMoved = before?.since === undefined || before.serviceUrl !== heard.serviceUrl;
      const reference = { ...heard, since: isMoved ? now() : before.since };
      if (before !== undefined && isSame(before, reference)) return;
      await store.put('teams', key, reference);
      remember(key, reference);
    },
    async load() {
      const readAt = now();
      const read = [...(await store.all('teams'))];
      known = new Map(read.map(([key, reference]) => [key, { reference, readAt }]));
      loadedAt = readAt;
    },
    isFresh: () => now() - loadedAt < FRESH_MS,
    all: () => [...known].map(([key, { reference }]) => [key, reference]),
  };
}

function isSame(one: Reference, other: Reference): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
