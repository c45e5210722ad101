import { DateTime } from 'luxon';
import { everythingSaid, type Said } from './conversations.js';
import { type Name, Someone } from './people.js';
import type { Expected, Witness } from './witness.js';
import type { World } from './world.js';

/** What a step works with. */
export interface Life {
  readonly world: World;
  readonly witness: Witness;
  readonly people: Readonly<Record<'ann' | 'ben' | 'cleo', Someone>>;
  /** Business time: so many days after the Monday this life starts on, at this time in London. Ms UTC. */
  when(day: number, time: string): number;
  /** Moves the clock, however often the bot dies over it. */
  clock(day: number, time: string): Promise<void>;
  /** The card in the team's channel. */
  teamCard(): Said;
  /** The card in the reporter's chat with the bot. */
  reporterCard(): Said;
  /** The last reminder of a rule to somebody, e.g. `promise-near/p1` in `dm ben`. */
  nudge(where: string, rule: string): Said;
}

/** One thing that happens, and what has to be there afterwards. */
export interface Step {
  readonly name: string;
  act(life: Life): Promise<void>;
  /** The messages it adds. */
  readonly adds: readonly Expected[];
  /** What the two cards say from now on; left out when they say what they said before. */
  readonly team?: readonly RegExp[];
  readonly reporter?: readonly RegExp[];
  /** What else has to be so. Throws when it is not. */
  check?(life: Life): void;
}

/** Starts a life: the clock stands at ten on a Monday morning in London. */
export async function beginLife(world: World, witness: Witness): Promise<Life> {
  const today = DateTime.fromMillis(await world.lab.now(), { zone: 'Europe/London' });
  const monday = today.startOf('week').plus({ weeks: 1 });
  const when = (day: number, time: string): number => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return monday.plus({ days: day }).set({ hour, minute }).toMillis();
  };
  const someone = (name: Name): Someone => new Someone(world, name);
  const life: Life = {
    world,
    witness,
    people: { ann: someone('ann'), ben: someone('ben'), cleo: someone('cleo') },
    when,
    clock: (day, time) => moved(world, when(day, time)),
    teamCard: () => one(world, (said) => said.where === 'billing', 'the team’s card'),
    reporterCard: () => one(world, ({ id }) => id === 'C-n/1/1', 'the reporter’s card'),
    nudge: (where, rule) =>
      one(world, (said) => said.where === where && (said.id ?? '').includes(`/${rule}/`), rule),
  };
  await life.clock(0, '10:00');
  return life;
}

function one(world: World, is: (said: Said) => boolean, what: string): Said {
  const found = everythingSaid(world.slack).filter(is).at(-1);
  if (found === undefined) throw new Error(`There is no message that is ${what}.`);
  return found;
}

/** As often as the bot is killed over it: the clock's place is kept, and the next start catches up. */
async function moved(world: World, at: number): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    await world.bot.whenUp();
    const before = world.bot.kills;
    try {
      await world.lab.moveTo(at);
      return;
    } catch (error) {
      if (world.bot.kills === before && world.bot.isAlive) throw error;
    }
  }
  throw new Error('The clock could not be moved.');
}

/** Everything that has to be there after `steps`. */
export function expectedAfter(steps: readonly Step[]): readonly Expected[] {
  return steps.flatMap((step) => step.adds);
}

/** Throws unless both cards say what they have to say after `steps`. */
export function assertCards(life: Life, steps: readonly Step[]): void {
  const team = steps.findLast((step) => step.team !== undefined)?.team ?? [];
  const reporter = steps.findLast((step) => step.reporter !== undefined)?.reporter ?? [];
  assertSays('the team’s card', life.teamCard().says, team);
  assertSays('the reporter’s card', life.reporterCard().says, reporter);
}

/** Throws unless the text matches all. */
export function assertSays(what: string, says: string, all: readonly RegExp[]): void {
  const missing = all.filter((pattern) => !pattern.test(says));
  if (missing.length > 0) throw new Error(`${what} does not say ${missing.join(', ')}: ${says}`);
}
