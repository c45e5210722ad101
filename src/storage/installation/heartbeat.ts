import { RedressError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import { beat, type InstallationParts } from './installation.js';

/** How often the installation notes that it is alive, real ms. What is sent in between may be sent again after a restore. */
const BEAT_MS = 15_000;

/** Notes that the installation is alive, until it is stopped. */
export interface Heartbeat {
  /** Beats once more, so that a backup made after it is the latest. May be called twice. */
  stop(): Promise<void>;
}

/** Starts the heartbeat behind beat number `last`. A beat that fails is logged once, and tried again. */
export function startHeartbeat(
  parts: Pick<InstallationParts, 'log' | 'place' | 'realNow'>,
  logger: Logger,
  last: number,
): Heartbeat {
  let [seen, isFailing] = [last, false];
  const run = async (): Promise<void> => {
    try {
      seen = (await beat(parts, seen)).beat;
      isFailing = false;
    } catch (error) {
      const isRestored = error instanceof RedressError && error.code === 'STORE_RESTORED';
      if (isRestored) logger.error({ error }, 'the database was restored while Redress runs');
      else if (!isFailing) logger.warn({ error }, 'heartbeat of the installation not written');
      isFailing = true;
    }
  };
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(run);
  }, BEAT_MS).unref();
  const finish = async (): Promise<void> => {
    clearInterval(timer);
    await running;
    // A database that does not answer must not hold up the end.
    if (!isFailing) await run();
  };
  let finished: Promise<void> | undefined;
  return {
    stop() {
      finished ??= finish();
      return finished;
    },
  };
}
