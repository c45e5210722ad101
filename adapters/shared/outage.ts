import type { Logger } from '../../src/ports/logger.js';

/** This many calls in a row without an answer, and no fewer, make an outage. */
const MIN_FAILED_CALLS = 3;
/**
 * They also span this long, ms. Calls that were under way together all fail with one broken connection,
 * which is no outage; and a restart at the platform takes a few seconds. The checks of
 * `startRechecks` come 1, 3, 7 and 15 s after the first failure, so an outage shows within some 20 s,
 * long before the alarm that deliveries wait.
 */
const MIN_SPAN_MS = 10_000;

/** A time in which a platform answers no call. */
export interface Outage {
  /** The first call that was not answered, real time, ms UTC. */
  readonly since: number;
  /** A short code of the last failure, such as `http-503`. */
  readonly code: string;
}

/** Learns from every call to a platform whether it answers. */
export interface OutageDetector {
  /** The platform answered, even if it refused: what it refuses concerns one message. */
  noteAnswer(): void;
  /** A call got no answer of the platform's own: a 5xx, a time-out, no connection. */
  noteFailure(code: string): void;
  /** Whether a call failed since the last answer: then a check is due. */
  isSuspected(): boolean;
  /** The outage, null when there is none. */
  find(): Outage | null;
}

/** Learns nothing: of calls beside the bot's own, such as those of the online check. */
export const ignoredOutage: Pick<OutageDetector, 'noteAnswer' | 'noteFailure'> = {
  noteAnswer: () => undefined,
  noteFailure: () => undefined,
};

export interface OutageOptions {
  /** The platform's name in the log. */
  readonly platform: string;
  /** Real time, ms UTC: since when, for people. */
  readonly now: () => number;
  /** A time that only runs forward, ms: how long. A clock that is set back hides no outage. */
  readonly monotonicNow: () => number;
  readonly logger: Logger;
}

interface FailedCalls extends Outage {
  readonly count: number;
  /** When the first of them failed, in monotonic time, ms. */
  readonly firstAt: number;
}

/** Creates a detector that knows of no failure. It logs the beginning and the end of an outage once. */
export function createOutageDetector(options: OutageOptions): OutageDetector {
  const { platform, now, monotonicNow, logger } = options;
  let failed: FailedCalls | null = null;
  let isOut = false;
  return {
    noteAnswer() {
      if (failed !== null && isOut) {
        const { firstAt, code } = failed;
        const fields = { platform, code, seconds: toSeconds(monotonicNow() - firstAt) };
        logger.info(fields, 'chat platform answers again');
      }
      failed = null;
      isOut = false;
    },
    noteFailure(code) {
      const at = monotonicNow();
      const { since, firstAt, count } = failed ?? { since: now(), firstAt: at, count: 0 };
      failed = { since, firstAt, code, count: count + 1 };
      if (isOut || failed.count < MIN_FAILED_CALLS || at - firstAt < MIN_SPAN_MS) return;
      isOut = true;
      const fields = { platform, code, seconds: toSeconds(at - firstAt) };
      logger.error(fields, 'chat platform does not answer');
    },
    isSuspected: () => failed !== null,
    find: () => (failed !== null && isOut ? { since: failed.since, code: failed.code } : null),
  };
}

function toSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
