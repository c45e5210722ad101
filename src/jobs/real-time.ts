/** The system's time and its timers, which tests replace. */
export interface RealTime {
  /** Now, ms UTC. */
  now(): number;
  /** Runs `work` once after `ms`; returns what cancels it. */
  runAfter(ms: number, work: () => void): () => void;
}

/** The time and timers of this process. */
export const realTime: RealTime = {
  now: () => Date.now(),
  runAfter(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
