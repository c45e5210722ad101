import { type Figure, toFigure } from '../figures.js';
import { type Cost, measureCost, toCostFigures } from '../load.js';
import { measurePairs } from '../pairs.js';
import { type RunningProgram, startBot, startPeer } from '../programs.js';
import type { SignedRequest } from '../stubs/slack-requests.js';
import { type SlackStub, startSlackStub } from '../stubs/slack-stub.js';
import { openForm, submitBare, submitFilledIn } from './form.js';

/** So many that no channel gets more than a burst at once, and the bot's pace delays nothing. */
const TEAMS = 100;
const AMOUNT = 200;
/** Cards of each complaint: the team's and the reporter's. */
const CARDS = 2;
/** In this time every channel is free again, ms. */
const REST_MS = 2500;

/** A program that takes submissions, and makes one. */
interface Taker {
  readonly program: RunningProgram;
  readonly make: () => SignedRequest;
}

/**
 * Measures a submission until its durable record and acknowledgement, beside a bare Bolt app with one
 * durable insert. Then the whole filing, until the team's and the reporter's card are posted, beside the
 * same app, which posts two messages as well.
 */
export async function measureSubmission(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url, TEAMS);
  const view = await openForm(bot, stub);
  const peer = await startPeer(stub.url, JSON.stringify(view));
  const ours = { program: bot, make: () => submitFilledIn(view, TEAMS) };
  const theirs = { program: peer, make: () => submitBare(view) };
  for (const taker of [ours, theirs]) await submit(stub, taker, true);
  const measure = (isWhole: boolean) =>
    measurePairs(
      pairs,
      () => submit(stub, ours, isWhole),
      () => submit(stub, theirs, isWhole),
    );
  const acknowledged = await measure(false);
  const whole = await measure(true);
  await bot.stop();
  await peer.stop();
  await stub.stop();
  const settled = whole.map(([own, their]) => [own.settledMs, their.settledMs] as const);
  return [
    ...toCostFigures('submission-10', acknowledged),
    ...toCostFigures('filing-10', whole).filter(({ name }) => name.endsWith('-cpu')),
    toFigure('filing-10-time', `ms for ${AMOUNT}`, settled),
  ];
}

/** Submits, and waits until all is posted. `isWhole`: whether what is posted after the answers counts. */
async function submit(stub: SlackStub, { program, make }: Taker, isWhole: boolean): Promise<Cost> {
  const wanted = stub.posts.length + CARDS * AMOUNT;
  const settled = isWhole ? () => stub.whenPosted(wanted) : undefined;
  const cost = await measureCost(program, program.port, 10, AMOUNT, make, settled);
  await stub.whenPosted(wanted);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  return cost;
}
