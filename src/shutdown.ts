import type { Logger } from './ports/logger.js';

/** Start and stop together get this long from the first signal on, ms: whoever stops us waits 10 s. */
const SHUTDOWN_TIMEOUT_MS = 9000;

export interface ShutdownOptions {
  /** The bot, once it has started. */
  readonly starting: Promise<{ stop(): Promise<void> }>;
  readonly logger: Logger;
  /** Ends the process. */
  exit(code: number): void;
  /** Ends the process after a fault. */
  fatal(error: unknown): void;
  /** 9 s when left out. */
  readonly timeoutMs?: number;
}

/**
 * What to do on a signal to end; asked again it changes nothing. A start is finished first: what it
 * opened is then closed in order. When that takes too long the process ends all the same: leases
 * and locks run out by themselves, and the next start goes on.
 */
export function createShutdown(options: ShutdownOptions): () => void {
  const { starting, logger, exit, fatal, timeoutMs: boundMs = SHUTDOWN_TIMEOUT_MS } = options;
  let isStopping = false;
  return () => {
    if (isStopping) return;
    isStopping = true;
    const deadline = setTimeout(() => {
      logger.error({ boundMs }, 'Redress did not stop in time and ends as it is');
      exit(1);
    }, boundMs);
    void starting
      .then((bot) => bot.stop())
      .finally(() => clearTimeout(deadline))
      .then(() => exit(0), fatal);
  };
}
