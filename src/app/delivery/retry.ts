import type { Delivery } from '../../domain/complaint/delivery.js';

/** How long a delivery may go on failing before it is given up: a day (real time, ms). */
export const GIVE_UP_AFTER_MS = 86_400_000;

/**
 * And how often it must have been tried by then, about half an hour's worth: after a weekend on
 * which Redress itself was down, the platform has not failed for a day.
 */
export const MIN_ATTEMPTS = 12;

/** Has a delivery failed for so long, and so often, that it is given up? `realNow`: ms UTC. */
export function isExhausted(
  { createdAt, attempts }: Pick<Delivery, 'createdAt' | 'attempts'>,
  realNow: number,
): boolean {
  return realNow - createdAt > GIVE_UP_AFTER_MS && attempts >= MIN_ATTEMPTS;
}

/** How long a deliverer holds a delivery: longer than any attempt takes, time-outs included. */
export const LEASE_MS = 45_000;

/**
 * How long after an attempt without an answer to look for it, at least, ms: the platform may be
 * carrying it out still, and what cannot be found yet would be posted twice.
 */
export const LOOK_UP_DELAY_MS = 3_000;

const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000;

/**
 * How long to wait before the next attempt, ms: doubling from one second to five minutes, a quarter
 * more or less by `random` (0 to 1), and never sooner than the platform asked.
 */
export function computeRetryDelay(attempts: number, asked: number | null, random: number): number {
  const doubled = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(attempts, 20));
  return Math.max(asked ?? 0, Math.round(doubled * (0.75 + random / 2)));
}
