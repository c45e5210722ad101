import type { Fault } from '../../playground/slack/server.js';
import type { Chance } from './chance.js';
import type { Witness } from './witness.js';
import type { World } from './world.js';

/** When the bot is killed in a step: so many ms after its start, or at the n-th change in the workspace. */
export type Kill = { readonly afterMs: number } | { readonly atChange: number };

/** What goes wrong in one step. */
export interface Trouble {
  readonly kill: Kill | null;
  readonly faults: readonly Fault[];
}

/** Share of steps in which the bot is killed, and in which Slack's API fails. */
const KILLED = 0.3;
const FAULTY = 0.25;

/** What Slack's API may do at any time. All of it leaves it to the bot to find out what was done. */
const FAULTS: readonly [Fault, ...Fault[]] = [
  { kind: 'lost-reply', method: 'chat.postMessage' },
  { kind: 'lost-reply', method: 'chat.postMessage', times: 2 },
  { kind: 'lost-reply', method: 'chat.update' },
  { kind: 'http-500', method: 'chat.postMessage' },
  { kind: 'http-500', method: 'chat.update' },
  { kind: 'http-500', method: 'conversations.history' },
  { kind: 'http-500', method: 'conversations.replies' },
  { kind: 'http-500', method: 'conversations.open' },
  { kind: 'lost-answer', method: 'interactive' },
  { kind: 'twice', method: 'interactive' },
];

/** What goes wrong in each of `steps` steps. At least once the bot is killed and once a reply is lost. */
export function troubles(chance: Chance, steps: number): readonly Trouble[] {
  const always = { kill: chance.below(steps), lost: chance.below(steps) };
  return Array.from({ length: steps }, (_, step) => {
    const isKilled = chance.isLikely(KILLED) || step === always.kill;
    const kill = isKilled ? killOf(chance) : null;
    const faults = chance.isLikely(FAULTY) ? [chance.of(FAULTS)] : [];
    return { kill, faults: step === always.lost ? [FAULTS[0], ...faults] : faults };
  });
}

/** Half at a moment of the clock, half in the very middle of a call: Slack did it, the bot does not know. */
function killOf(chance: Chance): Kill {
  return chance.isLikely(0.5) ? { afterMs: chance.below(250) } : { atChange: 1 + chance.below(4) };
}

/** Lets the trouble loose. The result calls off a kill that has not come, after another `laterMs`. */
export function unleash(world: World, witness: Witness, { kill, faults }: Trouble): () => void {
  for (const fault of faults) world.slack.fault(fault);
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
  return [...killed, ...faults.map((f) => `${f.kind} ${f.method} ×${f.times ?? 1}`)].join(', ');
}
