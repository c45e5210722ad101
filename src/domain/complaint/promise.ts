import type { ComplaintPromise } from './facts.js';

/**
 * - `open`: not due yet
 * - `kept`: done in time
 * - `renegotiated`: another date was agreed in time
 * - `broken`: neither happened in time
 */
export type PromiseState = 'open' | 'kept' | 'renegotiated' | 'broken';

/** Returns the state of a promise at `now` (ms UTC). It is derived, so that it is never out of date. */
export function promiseState(promise: ComplaintPromise, now: number): PromiseState {
  const settledAt = promise.doneAt ?? promise.renegotiatedAt;
  if ((settledAt ?? now) > promise.dueAt) return 'broken';
  if (promise.doneAt !== null) return 'kept';
  return promise.renegotiatedAt !== null ? 'renegotiated' : 'open';
}

/** Is nothing left to do for it? True when it was done or another date replaced it. */
export function isPromiseSettled(promise: ComplaintPromise): boolean {
  return promise.doneAt !== null || promise.renegotiatedAt !== null;
}
