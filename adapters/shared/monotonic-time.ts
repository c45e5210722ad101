/**
 * Returns the time since the process started, ms. Nobody can set it, so it measures waits, paces and the
 * age of what is cached; the computer's clock may be set back or forward at any moment.
 */
export function monotonicNow(): number {
  return performance.now();
}
