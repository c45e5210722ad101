import { RedressError } from '../errors.js';
import type { ComplaintStore } from '../ports/complaint-store.js';
import type { PeopleStore } from '../ports/people-store.js';
import type { ReferenceStore } from '../ports/reference-store.js';

/** A database that is away for a while, on demand. */
export interface StoreFault {
  /** From now on, and for `ms` of real time, every call fails. Returns until when, ms UTC; 0 ends it. */
  failFor(ms: number): number;
  /** Throws `STORE_UNAVAILABLE` while the fault lasts. */
  throwIfActive(): void;
}

/** No fault yet. `realNow`: real time, ms UTC. */
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

/** The same store, whose calls reject with `STORE_UNAVAILABLE` while the fault lasts; it can always be closed. */
export function withStoreFault<T extends ComplaintStore | PeopleStore | ReferenceStore>(
  store: T,
  fault: StoreFault,
): T {
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
