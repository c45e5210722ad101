import { DateTime } from 'luxon';
import type { PersonName, Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import type { ExpectedMessage, MessageRecorder } from '../support/recording/message-recorder.js';

/** Words of each reminder when it is posted; later its text may change. */
const REMINDER_TEXTS = {
  untaken: /Nobody has taken it/,
  'promise-near': /A promise is due/,
  'promise-passed': /A promise was due|needs you/,
  quiet: /Nothing has happened since/,
  'follow-up': /Ask the complainant/,
} as const;

type Rule = keyof typeof REMINDER_TEXTS;

/** One run of the scenario: what its steps work with. */
export interface ScenarioRun {
  readonly harness: Harness;
  readonly recorder: MessageRecorder;
  readonly people: Readonly<Record<'ann' | 'ben' | 'cleo', PersistentUser>>;
  /** A business time: this many days after the Monday the run starts on, at this time in London. Ms UTC. */
  toTime(day: number, time: string): number;
  /** Moves the clock, even if the bot is killed meanwhile. */
  moveClock(day: number, time: string): Promise<void>;
  /** The card in the team's channel. */
  teamCard(): Post;
  /** The card in the reporter's chat with the bot. */
  reporterCard(): Post;
  /** The last reminder of a rule in a conversation, e.g. of `promise-near` in `dm ben`; no list of the day. */
  findNudge(where: string, rule: Rule): Post;
}

/** One step, and what must be there after it. */
export interface ScenarioStep {
  readonly name: string;
  act(run: ScenarioRun): Promise<void>;
  /** The messages it adds. */
  readonly adds: readonly ExpectedMessage[];
  /** What the two cards say from now on; missing when that does not change. */
  readonly team?: readonly RegExp[];
  readonly reporter?: readonly RegExp[];
  /** Further checks. Throws when one fails. */
  check?(run: ScenarioRun): void;
}

/** Starts a run: moves the clock to ten o'clock on a Monday morning in London. */
export async function startScenario(
  harness: Harness,
  recorder: MessageRecorder,
): Promise<ScenarioRun> {
  const today = DateTime.fromMillis(await harness.lab.now(), { zone: 'Europe/London' });
  const monday = today.startOf('week').plus({ weeks: 1 });
  const toTime = (day: number, time: string): number => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return monday.plus({ days: day }).set({ hour, minute }).toMillis();
  };
  const user = (name: PersonName): PersistentUser => new PersistentUser(harness, name);
  const run: ScenarioRun = {
    harness,
    recorder,
    people: { ann: user('ann'), ben: user('ben'), cleo: user('cleo') },
    toTime,
    moveClock: (day, time) => moveClock(harness, toTime(day, time)),
    teamCard: () => findLast(run, 'billing', /./),
    reporterCard: () => findLast(run, 'dm ann', /sent to Billing/),
    findNudge: (where, rule) =>
      findLast(run, where, new RegExp(`^(?!Today: )[^]*(?:${REMINDER_TEXTS[rule].source})`)),
  };
  await run.moveClock(0, '10:00');
  return run;
}

/** The last message in a conversation whose first text matches. */
function findLast({ harness, recorder }: ScenarioRun, where: string, text: RegExp): Post {
  const found = harness.drivers
    .flatMap((driver) =>
      driver
        .posts()
        .filter((post) => post.where === where && text.test(recorder.firstText(driver, post))),
    )
    .at(-1);
  if (found === undefined) throw new Error(`No message in ${where} was posted with ${text}.`);
  return found;
}

/** Tries again when the bot is killed meanwhile: the bot keeps the clock's time over restarts. */
async function moveClock(harness: Harness, at: number): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    await harness.bot.whenUp();
    const before = harness.bot.kills;
    try {
      await harness.lab.moveTo(at);
      return;
    } catch (error) {
      if (harness.bot.kills === before && harness.bot.isAlive) throw error;
    }
  }
  throw new Error('The clock could not be moved.');
}

/** All messages that must be there after `steps`. */
export function expectedAfter(steps: readonly ScenarioStep[]): readonly ExpectedMessage[] {
  return steps.flatMap(({ adds }, step) => adds.map((one) => ({ ...one, step })));
}

/** Throws unless both cards say what they must say after `steps`. */
export function assertCards(run: ScenarioRun, steps: readonly ScenarioStep[]): void {
  const team = steps.findLast((step) => step.team !== undefined)?.team ?? [];
  const reporter = steps.findLast((step) => step.reporter !== undefined)?.reporter ?? [];
  assertText('the team’s card', run.teamCard().text, team);
  assertText('the reporter’s card', run.reporterCard().text, reporter);
}

/** Throws unless the text matches all patterns. */
export function assertText(what: string, text: string, all: readonly RegExp[]): void {
  const missing = all.filter((pattern) => !pattern.test(text));
  if (missing.length > 0) throw new Error(`${what} does not say ${missing.join(', ')}: ${text}`);
}
