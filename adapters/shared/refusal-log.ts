import type { Logger } from '../../src/ports/logger.js';

/** At most one line for each reason in this time, ms, so that a flood of requests does not flood the log. */
const INTERVAL_MS = 60_000;

/** Logs that a request was refused, with the error that caused it, if there was one. */
export type RefusalLog = (status: number, why: string, error?: unknown) => void;

/**
 * Logs the first request refused for a reason at once, then at most one line a minute. `unlogged` in
 * a line counts the refused requests since the line before. The metrics count all of them.
 * @param platform the platform's name as people write it
 * @param now real time, ms UTC
 */
export function createRefusalLog(platform: string, logger: Logger, now: () => number): RefusalLog {
  const lastLines = new Map<string, { readonly at: number; unlogged: number }>();
  return (status, why, error) => {
    const at = now();
    const last = lastLines.get(why);
    if (last !== undefined && at >= last.at && at - last.at < INTERVAL_MS) {
      last.unlogged += 1;
      return;
    }
    lastLines.set(why, { at, unlogged: 0 });
    logger.warn(
      { status, why, unlogged: last?.unlogged ?? 0, ...(error === undefined ? {} : { error }) },
      `${platform} request refused`,
    );
  };
}
