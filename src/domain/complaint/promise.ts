import type { ComplaintPromise } from './facts.js';

/**
 * - `open`: not due yet
 * - `kept`: done in time
 * - `renegotiated`: another date was agreed in time
 * - `released`: no longer owed, and it was not late then
 * - `broken`: none of these happened in time
 */
export type PromiseState = 'open' | 'kept' | 'renegotiated' | 'released' | 'broken';

/** Returns the state of a promise at `now` (ms UTC). It is derived, so that it is never out of date. */
export function promiseState(promise: ComplaintPromise, now: number): PromiseState {
  if ((findSettledAt(promise) ?? now) > promise.dueAt) return 'broken';
  if (promise.doneAt !== null) return 'kept';
  if (promise.renegotiatedAt !== null) return 'renegotiated';
  return promise.released !== null ? 'released' : 'open';
}

/** Is nothing left to do for it? True when it was done, replaced by another date, or released. */
export function isPromiseSettled(promise: ComplaintPromise): boolean {
  return findSettledAt(promise) !== null;
}

function findSettledAt({ doneAt, renegotiatedAt, released }: ComplaintPromise): number | null {
  return doneAt ?? renegotiatedAt ?? released?.at ?? null;
}
