/** Business time. In the playground it can be moved forward, never back. */
export interface Clock {
  /** Now, ms UTC. */
  now(): number;
  /** The real time (ms UTC) at which business time will be `at`; for whatever runs on real timers. */
  toRealTime(at: number): number;
}

/** The clock everybody has: business time is real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  toRealTime: (at) => at,
};
