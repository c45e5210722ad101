import type { SendOutcome } from '../../../src/ports/channel.js';

/**
 * How long an answer is tried, ms: Teams waits 15 s for a message to be taken ("Bot Framework
 * service", learn.microsoft.com/azure/bot-service/bot-builder-basics), and some goes on the way.
 */
const PATIENCE_MS = 12_000;
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;

export interface RetryOptions {
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/**
 * Tries again for some seconds what was not taken this time, with growing waits and never sooner
 * than Teams asked; what may have been posted once more at most. `attempt` gets the time by which
 * it is to have ended, real time, ms UTC.
 */
export async function sendWithRetry(
  { now, sleep, random = Math.random }: RetryOptions,
  attempt: (deadline: number) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const deadline = now() + PATIENCE_MS;
  let doubts = 0;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(deadline);
    if (isSettled(outcome)) return outcome;
    if (outcome.kind === 'unknown') doubts += 1;
    if (doubts > 1 || attempts === MOST_ATTEMPTS) return outcome;
    const backoff = FIRST_WAIT_MS * 2 ** (attempts - 1);
    const wait = Math.max(askedMs(outcome), backoff) + (backoff * random()) / 4;
    if (now() + wait >= deadline) return outcome;
    await sleep(wait);
  }
}

/** Another attempt would end no better. */
function isSettled(outcome: SendOutcome): boolean {
  if (outcome.kind === 'retry') return outcome.tokenRefused === true;
  return outcome.kind !== 'unknown';
}

function askedMs(outcome: SendOutcome): number {
  return outcome.kind === 'retry' ? (outcome.retryAfterMs ?? 0) : 0;
}
