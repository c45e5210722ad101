import { DateTime } from 'luxon';
import type { Expected, Witness } from '../support/recording/message-recorder.js';
import { type Name, Someone } from '../support/drivers/persistent-user.js';
import type { Post } from '../support/drivers/platform-driver.js';
import type { World } from '../support/harness.js';

/** What the first words of each reminder say, whatever it says later. */
const REMINDERS = {
  untaken: /Nobody has taken it/,
  'promise-near': /A promise is due/,
  'promise-passed': /A promise passed|needs you/,
  quiet: /Nothing has happened since/,
  'follow-up': /Ask the complainant/,
} as const;

type Rule = keyof typeof REMINDERS;

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
  teamCard(): Post;
  /** The card in the reporter's chat with the bot. */
  reporterCard(): Post;
  /** The last reminder of a rule to somebody, e.g. of `promise-near` in `dm ben`. */
  nudge(where: string, rule: Rule): Post;
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
    teamCard: () => last(life, 'billing', /./),
    reporterCard: () => last(life, 'dm ann', /sent to Billing/),
    nudge: (where, rule) => last(life, where, REMINDERS[rule]),
  };
  await life.clock(0, '10:00');
  return life;
}

/** The last message in a conversation that said this when it was posted. */
function last({ world, witness }: Life, where: string, said: RegExp): Post {
  const found = world.towns
    .flatMap((town) =>
      town
        .said()
        .filter((post) => post.where === where && said.test(witness.firstSaid(town, post))),
    )
    .at(-1);
  if (found === undefined) throw new Error(`Nothing in ${where} has said ${said}.`);
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
  return steps.flatMap(({ adds }, step) => adds.map((one) => ({ ...one, step })));
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
