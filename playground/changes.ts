/** Passes changes of a state on to a saver and to listeners. */
export interface Changes<C> {
  /** Reports a change: the state will be saved, and listeners are called. */
  touch(change: C): void;
  /** Resolves when all changes so far are on disk; at once without a file. */
  saved(): Promise<void>;
  /** Calls `listener` after each change, until the returned function is called. */
  listen(listener: (change: C) => void): () => void;
}

/** Creates changes with this saver. */
export function createChanges<C>(save: () => Promise<void>): Changes<C> {
  const listeners = new Set<(change: C) => void>();
  let dirty = false;
  let lastSave: Promise<void> = Promise.resolve();
  const saved = () => {
    if (dirty) {
      dirty = false;
      lastSave = save();
    }
    return lastSave;
  };
  return {
    saved,
    touch: (change) => {
      dirty = true;
      // in the background; the next saved() reports a failure
      queueMicrotask(() => void saved().catch(() => undefined));
      for (const listener of listeners) listener(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Checks again after every change until `check` gives something other than `undefined` or `false`.
 *
 * @throws Error after `timeoutMs` of real time, naming `what`.
 */
export async function until<T, C>(
  listen: Changes<C>['listen'],
  check: () => T | undefined | false,
  what: string,
  timeoutMs: number,
): Promise<T> {
  const now = check();
  if (now !== undefined && now !== false) return now;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`));
    }, timeoutMs);
    const stop = listen(() => {
      const found = check();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    });
  });
}
