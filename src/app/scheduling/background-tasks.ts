import type { Logger } from '../../ports/logger.js';

/** Work nobody waits for: started after an answer was given, and waited for at shutdown. */
export interface BackgroundTasks {
  /** Starts it; a fault is logged with `what` and left to the sweep. */
  run(what: string, task: () => Promise<void>): void;
  /** Like `run`, after `ms` of real time. A later call with the same `key` replaces the earlier. */
  runLater(key: string, ms: number, what: string, task: () => Promise<void>): void;
  /** Resolves when nothing runs any more. Timers that have not fired do not count. */
  whenIdle(): Promise<void>;
  /** Drops timers and starts nothing more. */
  close(): void;
  /** Once it is closed, what runs should come to its end. */
  readonly isClosed: boolean;
}

export function createBackgroundTasks(logger: Logger): BackgroundTasks {
  const running = new Set<Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isClosed = false;
  const run: BackgroundTasks['run'] = (what, task) => {
    if (isClosed) return;
    const done = Promise.resolve()
      .then(task)
      .catch((error: unknown) => logger.error({ error, what }, 'background work failed'))
      .finally(() => running.delete(done));
    running.add(done);
  };
  return {
    run,
    runLater(key, ms, what, task) {
      clearTimeout(timers.get(key));
      if (isClosed) return;
      const timer = setTimeout(() => {
        timers.delete(key);
        run(what, task);
      }, ms);
      timers.set(key, timer);
    },
    async whenIdle() {
      while (running.size > 0) await Promise.all(running);
    },
    get isClosed() {
      return isClosed;
    },
    close() {
      isClosed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
