import { NotPossible } from '../not-possible.js';
import type { SlackWorkspace } from '../slack/server.js';
import type { TeamsTenant } from '../teams/server.js';
import { type Book, openBook, type SampleBook } from './sample-list.js';
import { MissingChoice, NoAnswer, type Who } from '../users/user-driver.js';
import { slackHands } from '../users/slack-user-driver.js';
import { STORIES, type Story, tell, type Worlds } from './scenarios.js';
import { teamsHands } from '../users/teams-user-driver.js';

export type { SampleBook } from './sample-list.js';

/** Three sample complaints at different stages, made as people would make them. */
export interface Samples {
  /** Which they are; read it each time. */
  readonly book: SampleBook;
  /**
   * Makes them by what people do in both workspaces; takes some seconds. Resolves when all of them
   * stand there as they should. `now`: business time of the bot, Unix ms.
   *
   * @throws NotPossible when they are there or coming, or somebody in them has a form open: then nothing
   *   was done. Error in words when some could not be made; the others are there.
   */
  add(now: number): Promise<void>;
  /** There are none any more: everything was reset. */
  forget(): Promise<void>;
}

/**
 * Opens the samples of two workspaces; which they are is kept in `file` (in memory without one).
 *
 * @throws Error when the file is there but unreadable or damaged.
 */
export async function openSamples(options: {
  slack: SlackWorkspace;
  teams: TeamsTenant;
  file?: string;
}): Promise<Samples> {
  const book = await openBook(options.file);
  let round = 0;
  return {
    book,
    add: (now) => {
      const own = round;
      const isWanted = (): boolean => round === own;
      const slack = slackHands(whileWanted(options.slack, isWanted));
      const teams = teamsHands(whileWanted(options.teams, isWanted));
      return add({ worlds: { slack, teams }, book, now, isWanted });
    },
    forget: () => {
      round += 1;
      return book.clear();
    },
  };
}

/** The same world, in which nothing more can be seen or done once it is not wanted. */
function whileWanted<World extends object>(world: World, isWanted: () => boolean): World {
  return new Proxy(world, {
    get: (target, key) => {
      if (!isWanted()) throw new NoAnswer('everything was reset meanwhile');
      return Reflect.get(target, key, target);
    },
  });
}

/** One making of all samples. */
interface Making {
  readonly worlds: Worlds;
  readonly book: Book;
  readonly now: number;
  /** False when everything was reset meanwhile: nothing of it is to get into what is new. */
  readonly isWanted: () => boolean;
}

async function add(making: Making): Promise<void> {
  const { worlds, book } = making;
  if (book.state === 'there') throw new NotPossible('The sample complaints are there already.');
  if (book.state === 'coming') throw new NotPossible('The sample complaints are on their way.');
  mustBeFree(worlds);
  await book.begin();
  const missed: string[] = [];
  try {
    for (const story of STORIES) {
      const words = await attempt(making, story);
      if (words !== undefined) missed.push(words);
    }
  } finally {
    if (making.isWanted()) await book.end();
  }
  if (missed.length > 0) throw new Error(missed.join(' '));
}

/** Makes one sample; says in words why it could not be made, where the next one may be all the same. */
async function attempt(making: Making, story: Story): Promise<string | undefined> {
  const { worlds, book, now } = making;
  try {
    await tell(worlds, story, now, async (reference) => {
      if (making.isWanted()) await book.note(reference);
    });
    return undefined;
  } catch (error) {
    if (error instanceof MissingChoice) {
      return `The sample about ${story.about} was left out: your redress.yml has no category ${error.choice}.`;
    }
    if (error instanceof NoAnswer || !(error instanceof Error)) throw error;
    return `The sample about ${story.about} did not get all the way: ${error.message}`;
  }
}

/** @throws NotPossible when a form that somebody has open would be lost. */
function mustBeFree(worlds: Worlds): void {
  const needed: readonly Who[] = STORIES.flatMap(({ reporter, handler }) => [reporter, handler]);
  for (const hands of [worlds.slack, worlds.teams]) {
    const busy = needed.find((who) => hands.isBusy(who));
    if (busy === undefined) continue;
    throw new NotPossible(`${hands.nameOf(busy)} has a form open: send or close it first.`);
  }
}
