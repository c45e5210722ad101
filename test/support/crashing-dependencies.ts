import type { Dependencies } from '../../src/app/dependencies.js';
import type { Channel } from '../../src/ports/channel.js';

/** Members that answer at once, from what the process knows: they are no calls of a store or a platform. */
const IMMEDIATE: readonly PropertyKey[] = ['findTurn'] satisfies readonly (keyof Channel)[];

/** A process that crashes after a number of calls of what it depends on. */
export interface Crash {
  /** Wraps a dependency, so that its calls count. */
  wrap<T extends object>(dependency: T): T;
  hasCrashed(): boolean;
}

/**
 * Lets `calls` calls through. The last of them takes effect, but its answer is lost; all later calls
 * fail without effect.
 */
export function createCrash(calls: number): Crash {
  let left = calls;
  return {
    wrap: (dependency) =>
      new Proxy(dependency, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key, target);
          if (typeof member !== 'function') return member;
          if (IMMEDIATE.includes(key)) return member.bind(target);
          return async (...args: unknown[]): Promise<unknown> => {
            left -= 1;
            if (left < 0) throw new Error('crashed');
            const result: unknown = await member.apply(target, args);
            if (left <= 0) throw new Error('crashed');
            return result;
          };
        },
      }),
    hasCrashed: () => left <= 0,
  };
}

/** Dependencies of a process that crashes after a number of calls of store and platform. */
export interface CrashingDependencies {
  readonly deps: Pick<Dependencies, 'complaints' | 'inboxes' | 'people' | 'channels'>;
  readonly hasCrashed: () => boolean;
}

/** Wraps the dependencies of a process that crashes, see {@link createCrash}. */
export function createCrashingDependencies(
  deps: Dependencies,
  calls: number,
): CrashingDependencies {
  const { wrap, hasCrashed } = createCrash(calls);
  const channels = [...deps.channels].map(([key, channel]) => [key, wrap(channel)] as const);
  return {
    deps: {
      complaints: wrap(deps.complaints),
      inboxes: wrap(deps.inboxes),
      people: wrap(deps.people),
      channels: new Map(channels),
    },
    hasCrashed,
  };
}
