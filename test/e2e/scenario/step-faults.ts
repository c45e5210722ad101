import type { Chance } from '../support/seeded-random.js';
import type { Witness } from '../support/recording/message-recorder.js';
import type { Mischief } from '../support/drivers/platform-driver.js';
import type { World } from '../support/harness.js';

/** When the bot is killed in a step: so many ms after its start, or at the n-th change on a platform. */
export type Kill = { readonly afterMs: number } | { readonly atChange: number };

/** What goes wrong in one step. */
export interface Trouble {
  readonly kill: Kill | null;
  readonly faults: readonly Mischief[];
}

/** Share of steps in which the bot is killed, and in which a platform's API fails. */
const KILLED = 0.3;
const FAULTY = 0.25;

/** What goes wrong in each of `steps` steps. At least once the bot is killed and once a reply is lost. */
export function troubles(
  chance: Chance,
  steps: number,
  mischief: readonly Mischief[],
): readonly Trouble[] {
  const [first, ...more] = mischief;
  if (first === undefined) throw new Error('Nothing can go wrong here.');
  const all = [first, ...more] as const;
  const losing = all.find(({ lostPosts }) => lostPosts > 0) ?? first;
  const always = { kill: chance.below(steps), lost: chance.below(steps) };
  return Array.from({ length: steps }, (_, step) => {
    const isKilled = chance.isLikely(KILLED) || step === always.kill;
    const kill = isKilled ? killOf(chance) : null;
    const faults = chance.isLikely(FAULTY) ? [chance.of(all)] : [];
    return { kill, faults: step === always.lost ? [losing, ...faults] : faults };
  });
}

/** Half at a moment of the clock, half in the very middle of a call: the platform did it, the bot does not know. */
function killOf(chance: Chance): Kill {
  return chance.isLikely(0.5) ? { afterMs: chance.below(250) } : { atChange: 1 + chance.below(4) };
}

/** Lets the trouble loose. The result calls off a kill that has not come, after another `laterMs`. */
export function unleash(world: World, witness: Witness, { kill, faults }: Trouble): () => void {
  for (const fault of faults) fault.unleash();
  if (kill === null) return () => undefined;
  if ('afterMs' in kill) {
    const timer = setTimeout(() => world.bot.crash(), kill.afterMs);
    return () => clearTimeout(timer);
  }
  let left = kill.atChange;
  const end = witness.onChange(() => {
    left -= 1;
    if (left === 0) world.bot.crash();
  });
  return () => {
    end();
  };
}

/** In words, for a failure. */
export function told({ kill, faults }: Trouble): string {
  const killed =
    kill === null
      ? []
      : 'afterMs' in kill
        ? [`killed after ${kill.afterMs} ms`]
        : [`killed at change ${kill.atChange}`];
  return [...killed, ...faults.map(({ name }) => name)].join(', ');
}
