/** Signals this close together count as one, ms: npm passes on a Ctrl-C that this process also gets itself. */
const SAME_SIGNAL_MS = 1000;

/**
 * Creates the handler of signals to end: it calls `stop` at the first signal, and again at signals more
 * than a second later, which is more urgent. `now`: real time, ms.
 */
export function stopOnSignal(stop: () => void, now: () => number = Date.now): () => void {
  let first: number | undefined;
  return () => {
    const isRepeat = first !== undefined && now() - first <= SAME_SIGNAL_MS;
    first ??= now();
    if (!isRepeat) stop();
  };
}
