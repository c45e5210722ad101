/** Runs a task when those for the same key that were asked for before have ended. */
export type OneAtATime = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/**
 * Lets tasks for the same key run one after the other. Many commits on one document at the same time lose races
 * to each other, and each gives up after some.
 */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<void>>();
  return async (key, task) => {
    const result = (last.get(key) ?? Promise.resolve()).then(task);
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, ended);
    try {
      return await result;
    } finally {
      if (last.get(key) === ended) last.delete(key);
    }
  };
}
