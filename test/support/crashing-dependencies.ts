import type { Dependencies } from '../../src/app/dependencies.js';

/** Parts of a process that dies: after so many calls of store and platform nothing it does has any effect. */
export interface CrashingDependencies {
  readonly deps: Pick<Dependencies, 'complaints' | 'people' | 'channels'>;
  readonly hasCrashed: () => boolean;
}

/**
 * The process lives for `calls` calls. The last of them still takes effect, but its answer is lost;
 * everything after that fails without effect.
 */
export function createCrashingDependencies(
  deps: Dependencies,
  calls: number,
): CrashingDependencies {
  let left = calls;
  const crashing = <T extends object>(whole: T): T =>
    new Proxy(whole, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          left -= 1;
          if (left < 0) throw new Error('dead');
          const result: unknown = await member.apply(target, args);
          if (left <= 0) throw new Error('dead');
          return result;
        };
      },
    });
  return {
    deps: {
      complaints: crashing(deps.complaints),
      people: crashing(deps.people),
      channels: new Map([...deps.channels].map(([key, channel]) => [key, crashing(channel)])),
    },
    hasCrashed: () => left <= 0,
  };
}
