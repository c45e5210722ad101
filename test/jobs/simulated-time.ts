import type { RealTime } from '../../src/jobs/real-time.js';

/** Time that passes only when a test says so. */
export interface SimulatedTime extends RealTime {
  /** Lets time pass: timers fire in order, and what they start goes on as far as it can without a timer. */
  pass(ms: number): Promise<void>;
  /** Sets the system's clock, forward or back; the timers do not notice. */
  setClock(at: number): void;
  /** The waits of the timers that are set, ms. */
  waits(): readonly number[];
}

/** Creates simulated time that begins at `start`, ms UTC. */
export function createSimulatedTime(start = Date.UTC(2026, 2, 2, 12)): SimulatedTime {
  let elapsed = 0;
  let offset = start;
  const timers = new Set<{ readonly at: number; readonly work: () => void }>();
  /** Lets promises and immediates that are waiting go on. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => offset + elapsed,
    runAfter(ms, work) {
      const timer = { at: elapsed + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async pass(ms) {
      const end = elapsed + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].sort((one, other) => one.at - other.at);
        if (next === undefined || next.at > end) break;
        elapsed = Math.max(elapsed, next.at);
        timers.delete(next);
        next.work();
        await settle();
      }
      elapsed = end;
    },
    setClock: (at) => {
      offset = at - elapsed;
    },
    waits: () => [...timers].map(({ at }) => at - elapsed),
  };
}
