import type { Logger } from '../../src/ports/logger.js';

/** One line a minute for each reason, ms: whoever floods the path must not flood the log. */
const EVERY_MS = 60_000;

/** Logs that a request was refused; with the fault, where it was for one. */
export type RefusalLog = (status: number, why: string, error?: unknown) => void;

/**
 * Logs the first refused request for a reason at once, then one line a minute, which says how many
 * went `unlogged` since the line before it. The metrics count them all.
 * @param platform whose path it is, as people write it
 * @param now real time, ms UTC
 */
export function createRefusalLog(platform: string, logger: Logger, now: () => number): RefusalLog {
  const lines = new Map<string, { readonly at: number; unlogged: number }>();
  return (status, why, error) => {
    const at = now();
    const last = lines.get(why);
    if (last !== undefined && at >= last.at && at - last.at < EVERY_MS) {
      last.unlogged += 1;
      return;
    }
    lines.set(why, { at, unlogged: 0 });
    logger.warn(
      { status, why, unlogged: last?.unlogged ?? 0, ...(error === undefined ? {} : { error }) },
      `refused a request to the ${platform} path`,
    );
  };
}
