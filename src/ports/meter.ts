/** Counts and measures; `src/http` exports the result for Prometheus. */
export interface Meter {
  /** Adds one to a counter. Labels are few and fixed; never ids or text. */
  count(name: MeterName, labels?: Readonly<Record<string, string>>): void;
  /** Records a duration, ms. */
  observe(name: TimingName, ms: number, labels?: Readonly<Record<string, string>>): void;
}

/**
 * - `commands`: commands handled, by `kind` and `outcome`
 * - `deliveries`: attempts, by `kind` and `outcome`
 * - `alarms`: problems an operator must look at, by `reason`
 * - `nudges`: nudges decided, by `rule`
 * - `nudges_past_last_rung`: those of them to everybody, after the last rung of their ladder, by `rule`
 * - `sweep_found`: due work that only the sweep found, by `what`
 */
export type MeterName =
  | 'commands'
  | 'deliveries'
  | 'alarms'
  | 'nudges'
  | 'nudges_past_last_rung'
  | 'sweep_found';
/** Durations of: handling an event, one atomic write, one attempt to deliver. */
export type TimingName = 'command_ms' | 'commit_ms' | 'delivery_ms';

/** Counts nothing; for tests and tools. */
export const silentMeter: Meter = { count: () => undefined, observe: () => undefined };
