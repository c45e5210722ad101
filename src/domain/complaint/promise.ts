import type { ComplaintPromise } from './complaint.js';

/**
 * - `open`: its time has not come
 * - `kept`: done in time
 * - `renegotiated`: another date was agreed in time
 * - `broken`: its time passed first
 */
export type PromiseState = 'open' | 'kept' | 'renegotiated' | 'broken';

/** What has become of a promise at `now` (ms UTC). Derived, so that it can never lag behind. */
export function promiseState(promise: ComplaintPromise, now: number): PromiseState {
  const settledAt = promise.doneAt ?? promise.renegotiatedAt;
  if ((settledAt ?? now) > promise.dueAt) return 'broken';
  if (promise.doneAt !== null) return 'kept';
  return promise.renegotiatedAt !== null ? 'renegotiated' : 'open';
}

/** True when nothing is left to do for it: it was done, or another date took its place. */
export function isPromiseSettled(promise: ComplaintPromise): boolean {
  return promise.doneAt !== null || promise.renegotiatedAt !== null;
}
