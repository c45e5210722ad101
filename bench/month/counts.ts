import { DateTime } from 'luxon';
import { nextBusinessDay, nextWorkingMoment } from '../../src/domain/organisation/calendar.js';
import { HOURS, type Office } from './office.js';
import type { DecidedNudge, Fate, Watch } from './said.js';

/** How many messages a person got on each working day, the days in order. */
export interface Counted {
  readonly name: string;
  /** As it is. */
  readonly after: readonly number[];
  /** If each reminder were a message of its own, at once. */
  readonly before: readonly number[];
}

/** What came of a life. */
export interface Outcome {
  readonly people: readonly Counted[];
  readonly nudges: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** The nudges that were due and were not said. */
  readonly unsaid: readonly string[];
  /** Messages to people on days on which nobody works. */
  readonly onDaysOff: number;
}

/** Counts the messages of a life from `start` to `end` (ms UTC) to these people. */
export async function countOutcome(
  office: Office,
  watch: Watch,
  names: readonly string[],
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Outcome> {
  const days = listWorkingDays(start, end);
  const found = await watch.findFates();
  const fates = { said: 0, handled: 0, waits: 0, unsaid: 0 };
  for (const fate of found.values()) fates[fate] += 1;
  const messages = office.channel.posts.filter(({ to }) => to !== null && names.includes(to));
  return {
    people: names.map((name) => countPerson(office, watch.nudges, name, days)),
    nudges: watch.nudges.length,
    fates,
    unsaid: [...found].flatMap(([delivery, fate]) => (fate === 'unsaid' ? [delivery] : [])),
    onDaysOff: messages.filter(({ at }) => !days.includes(toDate(at))).length,
  };
}

function countPerson(
  { channel, ids }: Office,
  nudges: readonly DecidedNudge[],
  name: string,
  days: readonly string[],
): Counted {
  const posts = channel.posts.filter(({ to }) => to === name);
  const alone = posts.filter(({ deliveryId }) => !deliveryId.startsWith('inbox/'));
  const lines = nudges.filter(
    ({ reader, records }) => reader === ids.get(name) && records.some(({ inInbox }) => inInbox),
  );
  const decided = lines.flatMap(({ records }) =>
    records.slice(0, 1).map(({ sentAt }) => ({ at: sentAt })),
  );
  return {
    name,
    after: countByDay(posts, days),
    before: countByDay([...alone, ...decided], days),
  };
}

function countByDay(
  moments: readonly { readonly at: number }[],
  days: readonly string[],
): readonly number[] {
  const dates = moments.map(({ at }) => toDate(at));
  return days.map((day) => dates.filter((date) => date === day).length);
}

/** The working days from `start` until `end` (ms UTC), as dates. */
function listWorkingDays(start: number, end: number): readonly string[] {
  const days: string[] = [];
  for (let at = nextWorkingMoment(HOURS, start); at < end; at = nextBusinessDay(HOURS, at)) {
    days.push(toDate(at));
  }
  return days;
}

function toDate(at: number): string {
  return DateTime.fromMillis(at, { zone: HOURS.zone }).toFormat('yyyy-MM-dd');
}
