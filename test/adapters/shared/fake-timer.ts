/** Real time that only the test moves, with the adapter's interval timer in it. */
export interface FakeTimer {
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** What the adapter gets as its interval timer. */
  readonly every: (ms: number, task: () => void) => () => void;
  /** Lets so many seconds pass, and the work of each second end. */
  pass(seconds: number): Promise<void>;
  /** True once the adapter has ended the timer. */
  isEnded(): boolean;
}

/** Starts at noon UTC on 3 March 2025. */
export function startFakeTimer(): FakeTimer {
  let time = Date.UTC(2025, 2, 3, 12);
  let isEnded = false;
  const tasks: (() => void)[] = [];
  return {
    now: () => time,
    every: (_ms, task) => {
      tasks.push(task);
      return () => {
        isEnded = true;
      };
    },
    async pass(seconds) {
      for (let second = 0; second < seconds; second += 1) {
        time += 1000;
        for (const task of tasks) task();
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      }
    },
    isEnded: () => isEnded,
  };
}
