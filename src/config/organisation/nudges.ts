import { z } from 'zod';
import { DEFAULT_POLICY, type NudgePolicy } from '../../domain/organisation/organisation.js';
import type { Path, Reader } from './reader.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** More working hours than a quarter has: surely a slip. */
const MOST_HOURS = 500;
const MOST_DAYS = 60;

const HOW = 'write 30m, 4h, 1h 30m or "1 working hour"';

/** Text or a bare number, as YAML gives a span. */
const scalar = z.union([z.string(), z.number()], { error: `must be a span of time: ${HOW}.` });

/** Working time in ms from `30m`, `4h`, `1h 30m`, `1 working hour`, `0`. */
const hours = scalar.transform((value, context) => {
  const text = String(value).trim().toLowerCase();
  const ms = text === '0' ? 0 : sumOf(text);
  if (ms === undefined) {
    const days = /\d\s*(working\s+)?d(ays?)?\b/.test(text);
    const why = days ? 'working days differ in length: say it in hours or minutes' : HOW;
    context.addIssue(`"${text}" is no span of working time; ${why}.`);
    return z.NEVER;
  }
  if (ms > MOST_HOURS * HOUR) context.addIssue(`"${text}" is more than ${MOST_HOURS} hours.`);
  return ms;
});

function sumOf(text: string): number | undefined {
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
const days = scalar.transform((value, context) => {
  const text = String(value).trim().toLowerCase();
  const match = /^(\d+)\s*(?:(?:working\s+)?d(?:ays?)?)?$/.exec(text);
  const count = Number(match?.[1] ?? Number.NaN);
  if (count >= 1 && count <= MOST_DAYS) return count;
  context.addIssue(
    `"${text}" must be whole working days, 1 to ${MOST_DAYS}; write "2 working days".`,
  );
  return z.NEVER;
});

/** First rung, team lead, complaints officers: each no earlier than the one before. */
const rungs = z
  .array(hours, { error: 'must be a list of three spans: first, lead, officers.' })
  .transform((list, context): readonly [number, number, number] => {
    const [first, second, third, ...more] = list;
    if (first === undefined || second === undefined || third === undefined || more.length > 0) {
      context.addIssue('must be a list of three spans: first, lead, officers.');
      return z.NEVER;
    }
    if (second < first || third < second) {
      context.addIssue('must rise: the lead comes after the first, the officers after the lead.');
    }
    return [first, second, third];
  });

const reminders = z
  .array(hours, { error: 'must be a list of spans, such as [24h, 4h, 1h].' })
  .transform((list, context): readonly number[] => {
    const ordered = [...new Set(list)].sort((one, other) => other - one);
    if (ordered.length === 0) context.addIssue('must name at least one reminder, such as [4h].');
    if (ordered.length > 5) context.addIssue('has more than five reminders for one promise.');
    if (ordered.includes(0)) context.addIssue('must be before the promise: 0 is too late.');
    return ordered;
  });

const positive = hours.refine((ms) => ms > 0, { error: 'must be more than 0.' });

const SHAPE = {
  untaken: rungs.optional(),
  'acknowledge-within': days.optional(),
  'acknowledge-warning': positive.optional(),
  'before-promise': reminders.optional(),
  'promise-passed': rungs.optional(),
  quiet: days.optional(),
  tell: days.optional(),
  'follow-up': days.optional(),
  'follow-up-again': days.optional(),
};

/** Reads `nudges`; whatever is not written keeps its default. */
export function readNudges(reader: Reader, path: Path, value: unknown): NudgePolicy {
  const read = reader.map(path, value, SHAPE);
  if (read.untaken?.[0] === 0) {
    reader.fault([...path, 'untaken'], 'must leave the team some time: the first is 0.');
  }
  const standard = DEFAULT_POLICY;
  return {
    untaken: read.untaken ?? standard.untaken,
    acknowledgeWithinDays: read['acknowledge-within'] ?? standard.acknowledgeWithinDays,
    acknowledgeWarning: read['acknowledge-warning'] ?? standard.acknowledgeWarning,
    beforePromise: read['before-promise'] ?? standard.beforePromise,
    promisePassed: read['promise-passed'] ?? standard.promisePassed,
    quietDays: read.quiet ?? standard.quietDays,
    tellDays: read.tell ?? standard.tellDays,
    followUpDays: read['follow-up'] ?? standard.followUpDays,
    followUpAgainDays: read['follow-up-again'] ?? standard.followUpAgainDays,
  };
}
