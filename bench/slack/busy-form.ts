import { type Figure, findPercentile, toFigure } from '../figures.js';
import { measurePairs } from '../pairs.js';
import { type RunningProgram, startBot } from '../programs.js';
import { type SlackStub, startSlackStub } from '../stubs/slack-stub.js';
import { type FormView, openForm, sendRequest, submitFilledIn, timeForm } from './form.js';

const TEAMS = 100;
/** Complaints filed right before; each posts two cards, or tries to. */
const FILINGS = 30;
const CARDS = 2;
/** Forms opened, one after the other. */
const FORMS = 100;
/** What a refusal asks to wait, s. */
const RETRY_AFTER = 1;

/** How long a form takes to open, ms. */
interface Opening {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Measures `/complaint` until `views.open`, right after thirty filings: while Slack answers every message
 * with 429, beside the same while it takes them.
 */
export async function measureBusyForm(pairs: number): Promise<readonly Figure[]> {
  let isRefusing = false;
  const stub = await startSlackStub({ take: () => (isRefusing ? RETRY_AFTER : 0) });
  const bot = await startBot(stub.url, TEAMS);
  const view = await openForm(bot, stub);
  const measure = async (refuses: boolean): Promise<Opening> => {
    isRefusing = refuses;
    const wanted = stub.posts.length + CARDS * FILINGS;
    const opening = await fileAndOpen(bot, stub, view);
    isRefusing = false;
    await stub.whenPosted(wanted);
    return opening;
  };
  await measure(false);
  const measured = await measurePairs(
    pairs,
    () => measure(true),
    () => measure(false),
  );
  await bot.stop();
  await stub.stop();
  const of = (key: keyof Opening) =>
    measured.map(([busy, free]) => [busy[key], free[key]] as const);
  return [toFigure('busy-form-p50', 'ms', of('p50')), toFigure('busy-form-p99', 'ms', of('p99'))];
}

async function fileAndOpen(bot: RunningProgram, stub: SlackStub, view: FormView): Promise<Opening> {
  for (let n = 0; n < FILINGS; n += 1) await sendRequest(bot, submitFilledIn(view, TEAMS));
  const times: number[] = [];
  for (let n = 0; n < FORMS; n += 1) times.push(await timeForm(bot, stub));
  return { p50: findPercentile(times, 0.5), p99: findPercentile(times, 0.99) };
}
