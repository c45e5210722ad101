import { RedressError } from '../errors.js';
import type { LogFields, Logger } from '../ports/logger.js';

/** The same message is logged once in this time, ms: agenda retries every second while the store is unavailable. */
const QUIET_MS = 30_000;

/** Logs an error with the code `SCHEDULER` and its cause. */
export type FaultLog = (message: string, cause: unknown, fields?: LogFields) => void;

/**
 * Creates a log that writes each message at once, then at most every 30 s with the number suppressed.
 * `now`: ms; if it runs backwards, the message is written again.
 */
export function createFaultLog(
  logger: Logger,
  now: () => number = () => performance.now(),
): FaultLog {
  const written = new Map<string, { at: number; suppressed: number }>();
  return (message, cause, fields = {}) => {
    const last = written.get(message);
    const age = last === undefined ? Number.NaN : now() - last.at;
    if (last !== undefined && age >= 0 && age < QUIET_MS) {
      last.suppressed++;
      return;
    }
    written.set(message, { at: now(), suppressed: 0 });
    const suppressed = last?.suppressed ? { suppressed: last.suppressed } : {};
    logger.error(
      { ...fields, ...suppressed, error: createSchedulerError(message, cause) },
      message,
    );
  };
}

/** An error with the code `SCHEDULER` and its cause. */
export function createSchedulerError(message: string, cause: unknown): RedressError {
  return new RedressError('SCHEDULER', message, { cause });
}
