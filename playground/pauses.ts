/** Pauses that can all be ended early. */
export interface Pauses {
  isStopped(): boolean;
  /** Resolves after `ms` of real time, or at {@link stop}. */
  pause(ms: number): Promise<void>;
  stop(): void;
}

/** Creates pauses; none runs yet. */
export function makePauses(): Pauses {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  let stopped = false;
  return {
    isStopped: () => stopped,
    pause: (ms) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          resolve();
        }, ms);
        waiting.set(timer, resolve);
      }),
    stop: () => {
      stopped = true;
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer);
        resolve();
      }
      waiting.clear();
    },
  };
}
