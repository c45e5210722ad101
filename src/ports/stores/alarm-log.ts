/**
 * Remembers what the ops channel was told, across restarts and for all processes on one store. Every
 * member throws `STORE_UNAVAILABLE` when the store does not answer.
 */
export interface AlarmLog {
  /** Those of these keys that the ops channel was not told of yet, in their order. */
  findUntold(keys: readonly string[]): Promise<readonly string[]>;
  /** Notes that the ops channel was told. `at`: real time, ms UTC. Durable when it resolves. */
  markTold(keys: readonly string[], at: number): Promise<void>;
}
