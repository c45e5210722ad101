/** How long an answer is given again, ms: shorter than anybody scrapes, longer than a burst of requests. */
const FRESH_FOR_MS = 1000;

/**
 * Asks once for all who ask at the same time or up to a second later, so that whoever asks often
 * costs no more than whoever asks once a second. A failure is shared with those who wait for it
 * and not kept.
 * @param realNow real time, ms UTC
 */
export function shareResult<T>(ask: () => Promise<T>, realNow: () => number): () => Promise<T> {
  let pending: Promise<T> | undefined;
  let kept: { readonly answer: T; readonly at: number } | undefined;
  const askNow = async (): Promise<T> => {
    try {
      const answer = await ask();
      kept = { answer, at: realNow() };
      return answer;
    } finally {
      pending = undefined;
    }
  };
  return async () => {
    const age = kept === undefined ? Number.NaN : realNow() - kept.at;
    if (kept !== undefined && age >= 0 && age < FRESH_FOR_MS) return kept.answer;
    pending ??= askNow();
    return pending;
  };
}
