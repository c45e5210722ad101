import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { LEASE_MS, LONGEST_WAIT_MS } from './retry.js';

/** So far may the computer's clock and the monotonic time part before it counts as a jump, ms. */
export const MAX_DRIFT_MS = 5000;
/** The clock is looked at this often, ms of monotonic time: Node's timers do not follow the clock. */
const LOOK_EVERY_MS = 5000;

/** What the watch uses besides the clocks. */
export interface ClockWatchParts {
  readonly deps: Pick<Dependencies, 'realNow' | 'monotonicNow' | 'logger' | 'meter'>;
  readonly background: Pick<BackgroundTasks, 'runLater'>;
  readonly stores: readonly Pick<DocumentStore<never>, 'hastenDeliveries'>[];
  /** Plans anew what waits by the clock of before. */
  readonly planAnew: () => Promise<void>;
  readonly sweep: () => Promise<void>;
}

/** Notices when the computer's clock is set. */
export interface ClockWatch {
  /** Looks once. Throws `STORE_UNAVAILABLE`; the next look tries again. */
  look(): Promise<void>;
  /** Looks now and every five seconds. Never throws. */
  start(): void;
}

/**
 * Creates the watch. Deliveries and leases are stored with wall-clock times, so after a clock was set back
 * they would lie too far ahead: it makes them due, plans anew and sweeps. The first look does the same,
 * because the clock may have been set while Redress was stopped. A clock set forward only makes things
 * due sooner; then it sweeps.
 */
export function createClockWatch(parts: ClockWatchParts): ClockWatch {
  const { deps, background } = parts;
  let base = readClocks(deps);
  let isHasteningDue = true;
  const watch: ClockWatch = {
    async look() {
      const now = readClocks(deps);
      const ms = Math.round(now.real - base.real - (now.monotonic - base.monotonic));
      const hasJumped = Math.abs(ms) > MAX_DRIFT_MS;
      if (hasJumped) {
        base = now;
        deps.meter.count('alarms', { reason: 'clock-jump' });
        deps.logger.warn({ ms }, 'the clock of this computer jumped');
        isHasteningDue ||= ms < 0;
        await parts.planAnew();
      }
      const hastened = isHasteningDue ? await hastenAll(parts, now.real) : 0;
      isHasteningDue = false;
      if (hastened > 0)
        deps.logger.warn({ hastened }, 'deliveries that were due too far ahead are due now');
      if (hasJumped || hastened > 0) await parts.sweep();
    },
    start() {
      background.runLater('clock', 0, 'watch the clock', () => lookOn(watch, background));
    },
  };
  return watch;
}

async function lookOn(
  watch: ClockWatch,
  background: Pick<BackgroundTasks, 'runLater'>,
): Promise<void> {
  try {
    await watch.look();
  } finally {
    background.runLater('clock', LOOK_EVERY_MS, 'watch the clock', () => lookOn(watch, background));
  }
}

/** Both clocks at one moment, ms. */
function readClocks({ realNow, monotonicNow }: ClockWatchParts['deps']) {
  return { real: realNow(), monotonic: monotonicNow() };
}

/**
 * Makes due what lies further ahead than any wait. What is leased waits for as long as a lease: its process
 * may be alive and sending it. Returns how many documents had any.
 */
async function hastenAll({ stores }: ClockWatchParts, now: number): Promise<number> {
  let changed = 0;
  for (const store of stores) {
    changed += await store.hastenDeliveries({
      after: now + LONGEST_WAIT_MS,
      dueAt: now,
      leasedDueAt: now + LEASE_MS,
    });
  }
  return changed;
}
