import type { PlatformFault } from '../support/drivers/platform-driver.js';
import type { Harness } from '../support/harness.js';
import type { MessageRecorder } from '../support/recording/message-recorder.js';
import type { SeededRandom } from '../support/seeded-random.js';

/** When the bot is killed in a step: this many ms after its start, or at the n-th change on a platform. */
export type Kill = { readonly afterMs: number } | { readonly atChange: number };

/** The failures in one step. */
export interface StepFaults {
  readonly kill: Kill | null;
  readonly faults: readonly PlatformFault[];
}

/** Share of steps in which the bot is killed, and in which a platform's API fails. */
const KILLED = 0.3;
const FAULTY = 0.25;

/** A kill that cannot come too late; the others do when the step is over before, or changes too little. */
const AT_ONCE: Kill = { afterMs: 0 };

/** Plans the failures of each of `steps` steps, with at least one kill that happens for certain and one lost reply. */
export function planFaults(
  random: SeededRandom,
  steps: number,
  available: readonly PlatformFault[],
): readonly StepFaults[] {
  const [first, ...more] = available;
  if (first === undefined) throw new Error('There is no fault to inject.');
  const all = [first, ...more] as const;
  const losing = all.find(({ lostPosts }) => lostPosts > 0) ?? first;
  const always = { kill: random.below(steps), lost: random.below(steps) };
  return Array.from({ length: steps }, (_, step) => {
    const maybe = random.isLikely(KILLED) ? pickKill(random) : null;
    const kill = step === always.kill ? AT_ONCE : maybe;
    const faults = random.isLikely(FAULTY) ? [random.pick(all)] : [];
    return { kill, faults: step === always.lost ? [losing, ...faults] : faults };
  });
}

/** Half after a time, half in the middle of a call: the platform carried it out, the bot does not know. */
function pickKill(random: SeededRandom): Kill {
  return random.isLikely(0.5) ? { afterMs: random.below(250) } : { atChange: 1 + random.below(4) };
}

/** Injects the failures of a step. Returns the function that calls off a kill that has not happened yet. */
export function injectFault(
  harness: Harness,
  recorder: MessageRecorder,
  { kill, faults }: StepFaults,
): () => void {
  for (const fault of faults) fault.inject();
  if (kill === null) return () => undefined;
  if ('afterMs' in kill) {
    const timer = setTimeout(() => harness.bot.crash(), kill.afterMs);
    return () => clearTimeout(timer);
  }
  let left = kill.atChange;
  const stop = recorder.onChange(() => {
    left -= 1;
    if (left === 0) harness.bot.crash();
  });
  return () => {
    stop();
  };
}

/** The failures of a step in words, for an error message. */
export function describeFaults({ kill, faults }: StepFaults): string {
  const killed =
    kill === null
      ? []
      : 'afterMs' in kill
        ? [`killed after ${kill.afterMs} ms`]
        : [`killed at change ${kill.atChange}`];
  return [...killed, ...faults.map(({ name }) => name)].join(', ');
}
