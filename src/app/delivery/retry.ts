import type { Delivery } from '../../domain/complaint/delivery.js';
import type { RetryableOutcome } from './attempt.js';

/** A delivery may fail for this long before it is given up: a day, ms of real time. */
export const GIVE_UP_AFTER_MS = 86_400_000;

/**
 * A delivery must also have been tried this often, about half an hour's worth, before it is given up:
 * if Redress itself was down for a weekend, the platform has not failed for a day.
 */
export const MIN_ATTEMPTS = 12;

/** Has a delivery failed for so long and so often that it is given up? `realNow`: ms UTC. */
export function isExhausted(
  { createdAt, attempts }: Pick<Delivery, 'createdAt' | 'attempts'>,
  realNow: number,
): boolean {
  return realNow - createdAt > GIVE_UP_AFTER_MS && attempts >= MIN_ATTEMPTS;
}

/** How long a deliverer holds a delivery, ms: longer than any attempt takes, time-outs included. */
export const LEASE_MS = 45_000;

/**
 * The shortest wait after an attempt without an answer before its message is looked up, ms: the
 * platform may still be posting it, and a message that cannot be found yet would be posted twice.
 */
export const LOOK_UP_DELAY_MS = 3_000;

const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000;

/**
 * The furthest ahead that a delivery is due by our own rules, ms: after a lease that ends and the longest
 * retry. What is due later than that was stored before the computer's clock was set back, or a platform
 * asked for it; then it answers so again.
 */
export const LONGEST_WAIT_MS = LEASE_MS + 1.25 * MAX_DELAY_MS;

/**
 * The wait after a refusal that is believed after `believeAfterMs` only, ms: like any other, but short enough
 * for four tries until then.
 */
export function computeDoubtDelay(
  attempts: number,
  believeAfterMs: number,
  random: number,
): number {
  return Math.min(computeRetryDelay(attempts, null, random), believeAfterMs / 4);
}

/**
 * The wait before the next attempt, ms: it doubles from one second to five minutes, varies by a
 * quarter with `random` (0 to 1), and is never shorter than `minDelay`, which the platform asked for.
 */
export function computeRetryDelay(
  attempts: number,
  minDelay: number | null,
  random: number,
): number {
  const doubled = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(attempts, 20));
  return Math.max(minDelay ?? 0, Math.round(doubled * (0.75 + random / 2)));
}

/**
 * The wait before the next attempt, ms: as long as the platform asks for, else by how often it was tried. See
 * {@link computeRetryDelay}.
 */
export function computeDelayAfter(
  outcome: RetryableOutcome,
  attempts: number,
  random: number,
): number {
  if (outcome.kind === 'retry' && outcome.retryAfterMs !== null) {
    return Math.max(MIN_DELAY_MS, outcome.retryAfterMs);
  }
  const minDelay = outcome.kind === 'unknown' ? LOOK_UP_DELAY_MS : outcome.retryAfterMs;
  return computeRetryDelay(attempts, minDelay, random);
}
