import { RedressError } from '../errors.js';
import type { ComplaintStore } from '../ports/stores/complaint-store.js';
import type { InboxStore } from '../ports/stores/inbox-store.js';
import type { MatchStore } from '../ports/stores/match-store.js';
import type { PeopleStore } from '../ports/stores/people-store.js';
import type { ReferenceStore } from '../ports/stores/reference-store.js';

/** Makes the stores fail for a while, on demand. */
export interface StoreFault {
  /** Makes every call fail for `ms` of real time; 0 ends the fault. Returns when it ends, ms UTC. */
  failFor(ms: number): number;
  /** Throws `STORE_UNAVAILABLE` while the fault lasts. */
  throwIfActive(): void;
}

/** Creates an inactive store fault. `realNow`: real time, ms UTC. */
export function createStoreFault(realNow: () => number = Date.now): StoreFault {
  let until = 0;
  return {
    failFor(ms) {
      until = realNow() + ms;
      return until;
    },
    throwIfActive() {
      if (realNow() >= until) return;
      throw new RedressError('STORE_UNAVAILABLE', 'The lab made the store fail for a while.');
    },
  };
}

/** Wraps a store so that its calls, except `close`, reject with `STORE_UNAVAILABLE` while the fault lasts. */
export function withStoreFault<
  T extends ComplaintStore | MatchStore | InboxStore | PeopleStore | ReferenceStore,
>(store: T, fault: StoreFault): T {
  return new Proxy(store, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      if (key === 'close') return member.bind(target);
      return async (...args: unknown[]): Promise<unknown> => {
        fault.throwIfActive();
        return member.apply(target, args);
      };
    },
  });
}
