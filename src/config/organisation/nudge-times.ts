import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { NudgePolicy } from '../../domain/organisation/organisation.js';
import { RUNG_NAMES, type RungName } from '../../domain/organisation/rungs.js';
import type { ConfigPath, ConfigReader, ParsedMap } from './reader.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** More working hours than a quarter has: surely a mistake. */
const MAX_HOURS = 500;
const MAX_DAYS = 60;
const MAX_ATTEMPTS = 10;

const DURATION_HINT = 'write 30m, 4h, 1h 30m or "1 working hour"';

/** A span as YAML gives it: text or a bare number. */
const span = z.union([z.string(), z.number()], {
  error: `must be a span of time: ${DURATION_HINT}.`,
});

/** Working time in ms from `30m`, `4h`, `1h 30m`, `1 working hour`, `0`. */
const workingTime = span.transform((value, context) => {
  const text = String(value).trim().toLowerCase();
  const ms = text === '0' ? 0 : parseDuration(text);
  if (ms === undefined) {
    const isInDays = /\d\s*(working\s+)?d(ays?)?\b/.test(text);
    const why = isInDays
      ? 'working days differ in length: say it in hours or minutes, such as 8h'
      : DURATION_HINT;
    context.addIssue(`"${text}" is no span of working time; ${why}.`);
    return z.NEVER;
  }
  if (ms > MAX_HOURS * HOUR) context.addIssue(`"${text}" is more than ${MAX_HOURS} hours.`);
  return ms;
});

/** Ms of a duration such as `1h 30m`; undefined when it is none. */
function parseDuration(text: string): number | undefined {
  const part = /(\d+(?:\.\d+)?)\s*(?:working\s+)?(hours?|h|minutes?|mins?|m)(?![a-z])\s*/y;
  let total = 0;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    total += Number(match[1]) * (match[2]?.startsWith('h') ? HOUR : MINUTE);
  }
  return text === '' ? undefined : Math.round(total);
}

/** Whole working days from `2`, `2d`, `2 days`, `2 working days`. */
const workingDays = span.transform((value, context) => {
  const text = String(value).trim().toLowerCase();
  const match = /^(\d+)\s*(?:(?:working\s+)?d(?:ays?)?)?$/.exec(text);
  const count = Number(match?.[1] ?? Number.NaN);
  if (count >= 1 && count <= MAX_DAYS) return count;
  context.addIssue(
    `"${text}" must be whole working days, 1 to ${MAX_DAYS}; write "2 working days".`,
  );
  return z.NEVER;
});

/** A whole number from 1 to `most`. */
export function createCountSchema(most: number) {
  return z.unknown().transform((value, context) => {
    const count = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    context.addIssue(`must be a whole number, 1 to ${most}.`);
    return z.NEVER;
  });
}

/** Who stands on the rungs of a ladder. Null: somebody made a mistake there, so it may be anybody. */
export type ConfiguredLadder = readonly RungName[] | null;

const COUNTS = ['no spans', 'one span', 'two spans', 'three spans'] as const;

/** A span for each rung of a ladder, none earlier than the one before. */
function createRungsSchema(ladder: ConfiguredLadder) {
  const isWhole = ladder === null || ladder.length === RUNG_NAMES.length;
  const [, ...above] = RUNG_NAMES;
  const names = isWhole ? ['first', ...above] : ladder;
  const error = `must be a list of ${COUNTS[names.length]}: ${names.join(', ')}.`;
  const rise = isWhole
    ? 'must rise: the lead comes after the first, the officers after the lead.'
    : 'must rise: each comes after the one before.';
  return z.array(workingTime, { error }).transform((list, context) => {
    const isRight = ladder === null ? list.length <= names.length : list.length === names.length;
    const [first, second = first, third = second] = list;
    if (first === undefined || second === undefined || third === undefined || !isRight) {
      context.addIssue(error);
      return z.NEVER;
    }
    if (second < first || third < second) context.addIssue(rise);
    return [first, second, third] as const;
  });
}

const reminders = z
  .array(workingTime, { error: 'must be a list of spans, such as [24h, 4h, 1h].' })
  .transform((list, context): readonly number[] => {
    const ordered = list.toSorted((one, other) => other - one);
    if (ordered.length === 0) context.addIssue('must name at least one reminder, such as [4h].');
    if (new Set(ordered).size > 5)
      context.addIssue('has more than five reminders for one promise.');
    if (ordered.includes(0)) context.addIssue('must be before the promise: 0 is too late.');
    return ordered;
  });

const positiveWorkingTime = workingTime.refine((ms) => ms > 0, { error: 'must be more than 0.' });

/** The keys that count in working days. */
const DAY_KEYS = ['acknowledge-within', 'quiet', 'tell', 'follow-up', 'follow-up-again'] as const;

/** The keys of the times, for a ladder with these people. */
export function createTimesShape(ladder: ConfiguredLadder) {
  const rungs = createRungsSchema(ladder);
  return {
    untaken: rungs.optional(),
    'acknowledge-within': workingDays.optional(),
    'acknowledge-warning': positiveWorkingTime.optional(),
    'before-promise': reminders.optional(),
    'promise-passed': rungs.optional(),
    quiet: workingDays.optional(),
    tell: workingDays.optional(),
    'follow-up': workingDays.optional(),
    'follow-up-again': workingDays.optional(),
    'follow-up-attempts': createCountSchema(MAX_ATTEMPTS).optional(),
  };
}

/** The times as one part of the settings has them. */
export type ConfiguredTimes = ParsedMap<ReturnType<typeof createTimesShape>>;

/** Returns `above` with the times that are configured in their place. */
export function mergeTimes(read: ConfiguredTimes, above: NudgePolicy): NudgePolicy {
  return {
    untaken: read.untaken ?? above.untaken,
    acknowledgeWithinDays: read['acknowledge-within'] ?? above.acknowledgeWithinDays,
    acknowledgeWarning: read['acknowledge-warning'] ?? above.acknowledgeWarning,
    beforePromise: [...new Set(read['before-promise'] ?? above.beforePromise)],
    promisePassed: read['promise-passed'] ?? above.promisePassed,
    quietDays: read.quiet ?? above.quietDays,
    tellDays: read.tell ?? above.tellDays,
    followUpDays: read['follow-up'] ?? above.followUpDays,
    followUpAgainDays: read['follow-up-again'] ?? above.followUpAgainDays,
    followUpAttempts: read['follow-up-attempts'] ?? above.followUpAttempts,
  };
}

/** Names what each key alone does not show to be a mistake. `value`: the map as it stands in the file. */
export function checkTimes(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  { read, ladder }: { readonly read: ConfiguredTimes; readonly ladder: ConfiguredLadder },
): void {
  if (read.untaken?.[0] === 0 && ladder?.[0] === 'assignee') {
    reader.addFault([...path, 'untaken'], 'must leave the team some time: the first is 0.');
  }
  warnOfCalendarDays(reader, path, value);
  warnOfRepeatedReminders(reader, path, read['before-promise'] ?? []);
}

/** `2 days` is read as working days, which somebody who counts weekends does not expect. */
function warnOfCalendarDays(reader: ConfigReader, path: ConfigPath, value: unknown): void {
  if (!isPlainObject(value)) return;
  for (const key of DAY_KEYS) {
    const text = value[key];
    const [, count] = /^\s*(\d+)\s*d(?:ays?)?\s*$/i.exec(String(text)) ?? [];
    if (count === undefined) continue;
    const days = Number(count) === 1 ? '1 working day' : `${count} working days`;
    const what = `"${text}" counts working days of the team, without weekends and holidays; write "${days}", so that nobody expects days of the calendar.`;
    reader.addWarning([...path, key], what);
  }
}

/** @param times of the reminders, working ms before the promise, in order */
function warnOfRepeatedReminders(
  reader: ConfigReader,
  path: ConfigPath,
  times: readonly number[],
): void {
  const repeated = new Set(times.filter((time, index) => times.indexOf(time) !== index));
  for (const time of repeated) {
    const span = time % HOUR === 0 ? `${time / HOUR}h` : `${time / MINUTE}m`;
    const what = `${span} stands in it more than once, and is one reminder; remove it or correct it.`;
    reader.addWarning([...path, 'before-promise'], what);
  }
}
