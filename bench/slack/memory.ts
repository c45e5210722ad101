import { type Figure, median } from '../figures.js';
import { measureCost } from '../load.js';
import { type RunningProgram, startBot } from '../programs.js';
import { createSlashCommand, type SignedRequest, toUser } from '../stubs/slack-requests.js';
import { startSlackStub } from '../stubs/slack-stub.js';

/** Turns before the first reading and before the second. */
const EARLY = 25_000;
const LATE = 100_000;
/** Turns between two readings of the memory. */
const STEP = 2500;
/** Each figure is the median of so many readings, since collections of garbage make one alone a matter of luck. */
const READINGS = 5;

/**
 * Measures the resident memory after 100,000 turns beside that after 25,000, in the same process: what
 * grows with the turns shows. Half of them ask for help, half open the form, of five hundred people.
 */
export async function measureMemory(): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  const { origin } = new URL(stub.url);
  let turns = 0;
  const make = (): SignedRequest => {
    turns += 1;
    const text = turns % 2 === 0 ? 'help' : '';
    return createSlashCommand({ text, user: toUser(turns), responseUrl: `${origin}/respond` });
  };
  const early = await readAfter(bot, EARLY, make);
  const late = await readAfter(bot, LATE - EARLY, make);
  await bot.stop();
  await stub.stop();
  return [{ name: 'memory-100000', value: late, peer: early, ratio: late / early, unit: 'MB' }];
}

/** Makes so many turns. Returns the median of the last readings, MB. */
async function readAfter(
  bot: RunningProgram,
  turns: number,
  make: () => SignedRequest,
): Promise<number> {
  const readings: number[] = [];
  for (let done = 0; done < turns; done += STEP) {
    await measureCost(bot, bot.port, 10, STEP, make);
    readings.push((await bot.usage()).rss / 1e6);
  }
  return median(readings.slice(-READINGS));
}
