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
  /** Real time, ms UTC. */
  readonly now: () => number;
  readonly logger: Logger;
}

interface FailedCalls extends Outage {
  readonly count: number;
  /** The last of them, real time, ms UTC. */
  readonly until: number;
}

/** Creates a detector that knows of no failure. It logs the beginning and the end of an outage once. */
export function createOutageDetector({ platform, now, logger }: OutageOptions): OutageDetector {
  let failed: FailedCalls | null = null;
  let isOut = false;
  return {
    noteAnswer() {
      if (failed !== null && isOut) {
        const { since, code } = failed;
        const fields = { platform, code, seconds: toSeconds(now() - since) };
        logger.info(fields, 'chat platform answers again');
      }
      failed = null;
      isOut = false;
    },
    noteFailure(code) {
      const at = now();
      const { since, count } = failed ?? { since: at, count: 0 };
      failed = { since, code, count: count + 1, until: Math.max(at, failed?.until ?? at) };
      if (isOut || failed.count < MIN_FAILED_CALLS || failed.until - since < MIN_SPAN_MS) return;
      isOut = true;
      const fields = { platform, code, seconds: toSeconds(failed.until - since) };
      logger.error(fields, 'chat platform does not answer');
    },
    isSuspected: () => failed !== null,
    find: () => (failed !== null && isOut ? { since: failed.since, code: failed.code } : null),
  };
}

function toSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
