import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar } from '../../src/domain/organisation/calendar.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { Usage } from '../child.js';
import { type BotOptions, createFolder, startBotIn } from '../programs.js';
import { createPostedComplaint, createSampleOrganisation } from './sample-complaints.js';

/** Work all week, so that nudges are due at any time. */
const HOURS = '{ zone: UTC, mon-sun: "00:00-24:00" }';
const ALL_DAY = [{ from: 0, to: 1440 }];
const CALENDAR: Calendar = {
  zone: 'UTC',
  week: { 1: ALL_DAY, 2: ALL_DAY, 3: ALL_DAY, 4: ALL_DAY, 5: ALL_DAY, 6: ALL_DAY, 7: ALL_DAY },
  holidays: [],
};

/** The first nudge of a complaint that nobody takes, after it was filed, ms. */
const UNTAKEN_MS = 3_600_000;

/** The options of a bot on the complaints that {@link writeDueNudges} writes. */
export function toBurstOptions(apiUrl: string, channels: number): BotOptions {
  return { apiUrl, teams: channels, hours: HOURS };
}

/**
 * Creates a folder with an installation whose complaints all have one nudge due, to the channel: the n-th
 * is due a millisecond before the next. `arranged`: the channel of each. The bot has run there once, so
 * that it knows its configuration; `empty` is what that start used.
 */
export async function writeDueNudges(
  { apiUrl, teams }: BotOptions,
  arranged: readonly number[],
): Promise<{ readonly folder: string; readonly empty: Usage }> {
  const folder = createFolder();
  const bot = await startBotIn(folder, toBurstOptions(apiUrl, teams));
  const empty = await bot.usage();
  await bot.stop();
  const { complaints, generations, database, close } = await openEmbeddedStores({
    file: join(folder, 'redress.db'),
  });
  const generation = (await generations.findNewest())?.number ?? 0;
  const organisation = createSampleOrganisation(teams, CALENDAR, generation);
  const first = Date.now() - UNTAKEN_MS - arranged.length;
  // Each durable write would be synced, and what is written here is not measured.
  database.run('PRAGMA synchronous=OFF');
  for (const [n, channel] of arranged.entries()) {
    await complaints.insert(createPostedComplaint(n, channel, first + n, organisation));
  }
  // Then a copy of this file is not taken for a restored backup.
  database.run("DELETE FROM meta WHERE name = 'installation'");
  await close();
  rmSync(join(folder, 'installation.json'), { force: true });
  return { folder, empty };
}

/** The number of the complaint that a delivery is about, as given to `createPostedComplaint`. */
export function findRank(delivery: string | undefined): number | undefined {
  const number = /^C-(\d+)\//.exec(delivery ?? '')?.[1];
  return number === undefined ? undefined : Number(number) - 1001;
}
