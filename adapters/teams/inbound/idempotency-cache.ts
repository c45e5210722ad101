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
 * It only spares work and doubled messages while the process lives: that nothing is recorded twice is
 * seen to by the core, which knows event ids for good.
 * @param now real time, ms UTC
 */
export function createIdempotencyCache<T>(
  now: () => number,
  isFinal: (answer: T) => boolean,
): IdempotencyCache<T> {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return {
    once(key, make) {
      forgetOld(answers, now());
      const before = answers.get(key);
      if (before !== undefined) return before.answer;
      const entry = { at: now(), answer: make() };
      answers.set(key, entry);
      const forget = () => {
        if (answers.get(key) === entry) answers.delete(key);
      };
      entry.answer.then((given) => {
        if (!isFinal(given)) forget();
      }, forget);
      return entry.answer;
    },
  };
}

/** A map keeps the order in which its entries came. */
function forgetOld(answers: Map<string, { readonly at: number }>, now: number): void {
  for (const [key, { at }] of answers) {
    if (answers.size <= MOST && now - at < KEPT_MS) return;
    answers.delete(key);
  }
}
