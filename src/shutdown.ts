import type { Logger } from './ports/logger.js';

/** The time for start and stop together after the first signal, ms: process managers wait 10 s. */
const SHUTDOWN_TIMEOUT_MS = 9000;

export interface ShutdownOptions {
  /** The bot, once it has started. */
  readonly starting: Promise<{ stop(): Promise<void> }>;
  readonly logger: Logger;
  /** Ends the process. */
  exit(code: number): void;
  /** Ends the process after an error. */
  fatal(error: unknown): void;
  /** Default: 9 s. */
  readonly timeoutMs?: number;
}

/**
 * Creates the handler of the signals that end the process; later signals do nothing. It first waits
 * for the start, and then closes in order what the start opened. If that takes too long, the process
 * ends anyway: leases and locks expire, and the next start goes on.
 */
export function createShutdown(options: ShutdownOptions): () => void {
  const { starting, logger, exit, fatal, timeoutMs = SHUTDOWN_TIMEOUT_MS } = options;
  let isStopping = false;
  return () => {
    if (isStopping) return;
    isStopping = true;
    const deadline = setTimeout(() => {
      logger.error({ timeoutMs }, 'shutdown timed out');
      exit(1);
    }, timeoutMs);
    void starting
      .then((bot) => bot.stop())
      .finally(() => clearTimeout(deadline))
      .then(() => exit(0), fatal);
  };
}
