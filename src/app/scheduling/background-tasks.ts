import type { Logger } from '../../ports/logger.js';

/** Tasks that run after the reply and that nobody waits for, except at shutdown. */
export interface BackgroundTasks {
  /** Starts a task. If it fails, the error is logged with `what`, and the sweep does the work. */
  run(what: string, task: () => Promise<void>): void;
  /** Starts a task after `ms` of real time. A later call with the same `key` replaces this one. */
  runLater(key: string, ms: number, what: string, task: () => Promise<void>): void;
  /** Resolves when no task runs. Timers that have not fired do not count. */
  whenIdle(): Promise<void>;
  /** Clears the timers and starts no more tasks. */
  close(): void;
  /** True after `close`: a long task should stop early. */
  readonly isClosed: boolean;
}

/** Creates background tasks, none of them running. */
export function createBackgroundTasks(logger: Logger): BackgroundTasks {
  const running = new Set<Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isClosed = false;
  const run: BackgroundTasks['run'] = (what, task) => {
    if (isClosed) return;
    const done = Promise.resolve()
      .then(task)
      .catch((error: unknown) => logger.error({ error, what }, 'background task failed'))
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
