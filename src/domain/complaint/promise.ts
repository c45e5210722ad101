import type { ComplaintFacts, ComplaintPromise } from './facts.js';

/**
 * - `open`: not due yet
 * - `kept`: done in time
 * - `renegotiated`: another date was agreed in time
 * - `released`: no longer owed, and it was not late then
 * - `broken`: none of these happened in time
 * - `unknown`: a release that did not ask what became of it resolved the complaint
 */
export type PromiseState = 'open' | 'kept' | 'renegotiated' | 'released' | 'broken' | 'unknown';

/** Returns the state of a promise at `now` (ms UTC). It is derived, so that it is never out of date. */
export function promiseState(promise: ComplaintPromise, now: number): PromiseState {
  if (promise.leftOpenAt !== undefined) return 'unknown';
  if ((findSettledAt(promise) ?? now) > promise.dueAt) return 'broken';
  if (promise.doneAt !== null) return 'kept';
  if (promise.renegotiatedAt !== null) return 'renegotiated';
  return promise.released !== null ? 'released' : 'open';
}

/**
 * Is nothing left to do for it? True when it was done, replaced by another date, or released. Also when
 * nobody said what became of it.
 */
export function isPromiseSettled(promise: ComplaintPromise): boolean {
  return findSettledAt(promise) !== null;
}

function findSettledAt(promise: ComplaintPromise): number | null {
  const { doneAt, renegotiatedAt, released, leftOpenAt } = promise;
  return doneAt ?? renegotiatedAt ?? released?.at ?? leftOpenAt ?? null;
}

/** Returns the promises that are still to be kept. */
export function findOpenPromises({
  promises,
}: Pick<ComplaintFacts, 'promises'>): readonly ComplaintPromise[] {
  return promises.filter((promise) => !isPromiseSettled(promise));
}
