import pTimeout from 'p-timeout';
import { RedressError } from '../errors.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { ComplaintStore } from '../ports/stores/complaint-store.js';
import type { UnreadableRecords } from '../ports/unreadable-records.js';

/** Time limit of a probe, ms; the store's own limit is 2 s. */
const PROBE_TIMEOUT_MS = 2500;
/** A scheduler without a heartbeat for this long has stalled, ms; the heartbeat comes every 10 s. */
const STALLED_AFTER_MS = 60_000;

/** A check of something the bot needs. */
export interface Check {
  readonly name: string;
  /** An error counts as a failure. */
  probe(): Promise<CheckResult> | CheckResult;
}

/**
 * `ok`, or a sentence on what is wrong: then the bot is not ready. `degraded`: an operator must look at
 * it, but the rest of the work goes on, so the bot is ready.
 */
export type CheckResult = string | { readonly degraded: string };

/** The answer of `/readyz`. */
export interface Readiness {
  readonly ready: boolean;
  /** By the check's name: `ok`, `degraded: ` with the reason, or the reason why it is not ready. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at once, each for `limitMs` at most; a check without an answer counts as not ready. */
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
    // A library's message may contain data: the code is enough, the log has the rest.
    return error instanceof RedressError ? error.code : 'failed';
  }
}

/**
 * Creates the check that the store reads and writes; `/readyz` probes once a second at most. It is degraded while the disk of the data folder
 * is nearly full. `findLackOfRoom`: a sentence about that, or undefined.
 */
export function createStoreCheck(
  store: Pick<ComplaintStore, 'ping'>,
  findLackOfRoom: () => string | undefined = () => undefined,
): Check {
  return {
    name: 'store',
    async probe() {
      try {
        await store.ping();
      } catch (error) {
        // Our messages about the store say what is wrong and contain no data.
        if (error instanceof RedressError) return `${error.code}: ${error.message}`;
        throw error;
      }
      const lack = findLackOfRoom();
      return lack === undefined ? 'ok' : { degraded: lack };
    },
  };
}

/**
 * Creates the check that the scheduler's last heartbeat is less than a minute old. A heartbeat that lies in the
 * future, because the clock was set back, says nothing until the next one. `realNow`: real time, ms UTC.
 */
export function createSchedulerCheck(
  scheduler: Pick<Scheduler, 'lastHeartbeatAt'>,
  realNow: () => number = Date.now,
): Check {
  return {
    name: 'scheduler',
    probe() {
      const beat = scheduler.lastHeartbeatAt();
      if (beat === null) return 'no heartbeat yet';
      const age = Math.abs(realNow() - beat);
      return age < STALLED_AFTER_MS ? 'ok' : `no heartbeat for ${Math.round(age / 1000)} s`;
    },
  };
}

/** How many unreadable records `/readyz` names; the log names all. */
const MAX_NAMED = 5;

/** Creates the check that every record could be read. Else it is degraded: the others go on. */
export function createRecordsCheck(unreadable: Pick<UnreadableRecords, 'all'>): Check {
  return {
    name: 'records',
    probe() {
      const records = unreadable.all();
      if (records.length === 0) return 'ok';
      const named = records
        .slice(0, MAX_NAMED)
        .map(({ kind, reference }) => `${kind} ${reference}`);
      const more = records.length - named.length;
      const rest = more === 0 ? '' : ` and ${more} more`;
      return { degraded: `cannot be read, skipped: ${named.join(', ')}${rest}` };
    },
  };
}

/** Creates the check that the configuration fits what is stored, and other processes. Else it is degraded. */
export function createConfigurationCheck(configuration: {
  readonly describeFaults: () => readonly string[];
}): Check {
  return {
    name: 'configuration',
    probe() {
      const faults = configuration.describeFaults();
      return faults.length === 0 ? 'ok' : { degraded: faults.join(' ') };
    },
  };
}
