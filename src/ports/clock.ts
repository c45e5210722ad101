/** Business time. In the playground it can be moved forward, never back. */
export interface Clock {
  /** Now, ms UTC. */
  now(): number;
  /** The real time (ms UTC) at which business time will be `at` (ms UTC); for real timers. */
  toRealTime(at: number): number;
}
