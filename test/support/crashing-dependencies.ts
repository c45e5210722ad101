import type { Dependencies } from '../../src/app/dependencies.js';

/** Dependencies of a process that crashes after a number of calls of store and platform. */
export interface CrashingDependencies {
  readonly deps: Pick<Dependencies, 'complaints' | 'people' | 'channels'>;
  readonly hasCrashed: () => boolean;
}

/**
 * Lets `calls` calls through. The last of them takes effect, but its answer is lost; all later calls
 * fail without effect.
 */
export function createCrashingDependencies(
  deps: Dependencies,
  calls: number,
): CrashingDependencies {
  let left = calls;
  const withCrash = <T extends object>(dependency: T): T =>
    new Proxy(dependency, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          left -= 1;
          if (left < 0) throw new Error('crashed');
          const result: unknown = await member.apply(target, args);
          if (left <= 0) throw new Error('crashed');
          return result;
        };
      },
    });
  return {
    deps: {
      complaints: withCrash(deps.complaints),
      people: withCrash(deps.people),
      channels: new Map([...deps.channels].map(([key, channel]) => [key, withCrash(channel)])),
    },
    hasCrashed: () => left <= 0,
  };
}
