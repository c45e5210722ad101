import { LRUCache } from 'lru-cache';

/** Lifetime of a result, ms. Teams repeats an unanswered request within seconds. */
const TTL_MS = 5 * 60_000;
/** The oldest entries go first. */
const MAX_ENTRIES = 1000;

/** Remembers recent results by key, so that a repeated request is not handled twice. */
export interface IdempotencyCache<T> {
  /**
   * Returns the result cached for `key`, which may still be pending, or that of `work`. A result that
   * rejects or that `isFinal` denies is dropped.
   */
  once(key: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Saves work and repeated messages while the process lives. Correctness does not depend on it: the
 * core remembers event ids.
 * @param now real time, ms UTC
 */
export function createIdempotencyCache<T>(
  now: () => number,
  isFinal: (result: T) => boolean,
): IdempotencyCache<T> {
  const results = new LRUCache<string, Promise<T>>({
    max: MAX_ENTRIES,
    ttl: TTL_MS - 1, // lru-cache keeps an entry through the last millisecond
    ttlResolution: 0,
    perf: { now },
  });
  return {
    once(key, work) {
      const cached = results.get(key);
      if (cached !== undefined) return cached;
      const result = work();
      results.set(key, result);
      const drop = () => {
        if (results.peek(key) === result) results.delete(key);
      };
      result.then((value) => {
        if (!isFinal(value)) drop();
      }, drop);
      return result;
    },
  };
}
