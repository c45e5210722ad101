/** How long a result is reused, ms: shorter than a scrape interval, longer than a burst of requests. */
const FRESH_FOR_MS = 1000;

/**
 * Wraps a function so that calls at the same time, and up to a second later, share one result. So a
 * client that calls often costs no more than one that calls once a second. An error is shared with
 * the callers that wait for it and not kept.
 * @param realNow real time, ms UTC
 */
export function shareResult<T>(compute: () => Promise<T>, realNow: () => number): () => Promise<T> {
  let pending: Promise<T> | undefined;
  let latest: { readonly result: T; readonly at: number } | undefined;
  const computeNow = async (): Promise<T> => {
    try {
      const result = await compute();
      latest = { result, at: realNow() };
      return result;
    } finally {
      pending = undefined;
    }
  };
  return async () => {
    const age = latest === undefined ? Number.NaN : realNow() - latest.at;
    if (latest !== undefined && age >= 0 && age < FRESH_FOR_MS) return latest.result;
    pending ??= computeNow();
    return pending;
  };
}
