import pTimeout from 'p-timeout';
import { RedressError } from '../errors.js';
import type { ComplaintStore } from '../ports/complaint-store.js';
import type { Scheduler } from '../ports/scheduler.js';

/** Longest a probe may take, ms: the store's own bound is 2 s. */
const PROBE_TIMEOUT_MS = 2500;
/** A ticker silent for this long has stalled; it beats every 10 s. */
const STALLED_AFTER_MS = 60_000;

/** Something the bot needs to do its work. */
export interface Check {
  readonly name: string;
  /** A throw counts as wrong. */
  probe(): Promise<CheckResult> | CheckResult;
}

/**
 * `ok`, or words on what is wrong: then the bot is not ready. `degraded` is what somebody has to see
 * to, though the rest of the work is done: it is told, and the bot is ready all the same.
 */
export type CheckResult = string | { readonly degraded: string };

export interface Readiness {
  readonly ready: boolean;
  /** By the check's name: `ok`, `degraded: ` and why, or why it is not ready. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at once. Bounded; an unclear answer counts as not ready. */
export async function probeAll(
  checks: readonly Check[],
  limitMs = PROBE_TIMEOUT_MS,
): Promise<Readiness> {
  const answers = await Promise.all(
    checks.map(async (check) => ({ name: check.name, answer: await probe(check, limitMs) })),
  );
  return {
    ready: answers.every(({ answer }) => answer === 'ok' || typeof answer !== 'string'),
    checks: Object.fromEntries(answers.map(({ name, answer }) => [name, formatResult(answer)])),
  };
}

function formatResult(answer: CheckResult): string {
  return typeof answer === 'string' ? answer : `degraded: ${answer.degraded}`;
}

async function probe(check: Check, limitMs: number): Promise<CheckResult> {
  const ask = async (): Promise<CheckResult> => check.probe();
  const late = (): CheckResult => `no answer within ${limitMs} ms`;
  try {
    return await pTimeout(ask(), { milliseconds: limitMs, fallback: late });
  } catch (error) {
    // a library's message may hold data: the code says enough, the log has the rest
    return error instanceof RedressError ? error.code : 'failed';
  }
}

/** The store answers. */
export function createStoreCheck(store: Pick<ComplaintStore, 'ping'>): Check {
  return {
    name: 'store',
    async probe() {
      await store.ping();
      return 'ok';
    },
  };
}

/** The scheduler's heartbeat is younger than a minute. `realNow` is real time, ms UTC. */
export function createSchedulerCheck(
  scheduler: Pick<Scheduler, 'lastHeartbeatAt'>,
  realNow: () => number = Date.now,
): Check {
  return {
    name: 'scheduler',
    probe() {
      const beat = scheduler.lastHeartbeatAt();
      if (beat === null) return 'no heartbeat yet';
      const age = realNow() - beat;
      return age < STALLED_AFTER_MS ? 'ok' : `no heartbeat for ${Math.round(age / 1000)} s`;
    },
  };
}
