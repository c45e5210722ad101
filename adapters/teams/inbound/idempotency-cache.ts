import { LRUCache } from 'lru-cache';

/** Answers are remembered for so long, ms: Teams sends what was not answered in time again within seconds. */
const KEPT_MS = 5 * 60_000;
/** Activities remembered at most; the oldest go first. */
const MOST = 1000;

/** Remembers the answers to what came in lately, so that what comes twice is done once. */
export interface IdempotencyCache<T> {
  /**
   * The answer to `key`: that of the first time, which may still be under way, or that of `answer`.
   * An answer that `isFinal` denies, and one that failed, is forgotten.
   */
  once(key: string, answer: () => Promise<T>): Promise<T>;
}

/**
 * Spares work and doubled messages while the process lives. Nothing is recorded twice without it: the
 * core remembers event ids.
 * @param now real time, ms UTC
 */
export function createIdempotencyCache<T>(
  now: () => number,
  isFinal: (answer: T) => boolean,
): IdempotencyCache<T> {
  const answers = new LRUCache<string, Promise<T>>({
    max: MOST,
    ttl: KEPT_MS - 1, // lru-cache keeps an entry through the last millisecond
    ttlResolution: 0,
    perf: { now },
  });
  return {
    once(key, make) {
      const before = answers.get(key);
      if (before !== undefined) return before;
      const answer = make();
      answers.set(key, answer);
      const forget = () => {
        if (answers.peek(key) === answer) answers.delete(key);
      };
      answer.then((given) => {
        if (!isFinal(given)) forget();
      }, forget);
      return answer;
    },
  };
}
