/** Signals that come this close together are one wish, ms: npm passes a Ctrl-C on that we got already. */
const ONE_WISH_MS = 1000;

/**
 * What to do on a signal to end: the first one stops, and one that comes later than a second after
 * it stops again, which is more urgent. `now`: real time, ms.
 */
export function stopOnSignal(stop: () => void, now: () => number = Date.now): () => void {
  let first: number | undefined;
  return () => {
    const isSameWish = first !== undefined && now() - first <= ONE_WISH_MS;
    first ??= now();
    if (!isSameWish) stop();
  };
}
