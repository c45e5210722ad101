import { RedressError } from '../errors.js';
import type { LogFields, Logger } from '../ports/logger.js';

/** How long the same fault is not repeated, ms: agenda tries every second while the store is away. */
const QUIET_MS = 30_000;

/** Logs a fault with code `SCHEDULER` and its cause. */
export type FaultLog = (message: string, cause: unknown, fields?: LogFields) => void;

/**
 * A fault log that says each message at once and then at most every 30 s, with how many it left out.
 * `now` is real time in ms.
 */
export function createFaultLog(logger: Logger, now: () => number = Date.now): FaultLog {
  const said = new Map<string, { at: number; suppressed: number }>();
  return (message, cause, fields = {}) => {
    const last = said.get(message);
    if (last !== undefined && now() - last.at < QUIET_MS) {
      last.suppressed++;
      return;
    }
    said.set(message, { at: now(), suppressed: 0 });
    const suppressed = last?.suppressed ? { suppressed: last.suppressed } : {};
    logger.error({ ...fields, ...suppressed, error: schedulerFault(message, cause) }, message);
  };
}

export function schedulerFault(message: string, cause: unknown): RedressError {
  return new RedressError('SCHEDULER', message, { cause });
}
