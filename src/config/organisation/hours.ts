import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Calendar, Weekday, WorkingBlock } from '../../domain/organisation/calendar.js';
import type { ConfigPath, ConfigReader } from './reader.js';
import { didYouMean } from './similar.js';

type Week = Calendar['week'];

/** Working hours as configured. What is undefined comes from the general hours. */
export interface ConfiguredHours {
  readonly zone: string | undefined;
  /** True when a zone is configured, even a wrong one. */
  readonly hasZone: boolean;
  readonly week: Week | undefined;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const OFFICE_DAY: readonly WorkingBlock[] = [{ from: 9 * 60, to: 17 * 60 }];

/** Monday to Friday, 09:00 to 17:00: the default. */
export const OFFICE_WEEK: Week = createWeek((day) => (day <= 5 ? OFFICE_DAY : []));

/** An IANA zone. Abbreviations and fixed offsets are rejected, because they have no summer time. */
const zone = z.string().transform((text, context) => {
  const isName = text === 'UTC' || text.includes('/');
  if (isName && IANAZone.isValidZone(text)) return text;
  const guess = didYouMean(text, Intl.supportedValuesOf('timeZone'));
  context.addIssue(`"${text}" is no IANA time zone; write it like Europe/London.${guess}`);
  return z.NEVER;
});

/** Reads `hours`: the key `zone`, and days (`mon`, `mon-fri`, `sun-thu`, `mon, wed`) with their blocks. */
export function readHours(reader: ConfigReader, path: ConfigPath, value: unknown): ConfiguredHours {
  const entries = value === undefined ? [] : reader.readEntries(path, value);
  const zones = entries.filter(([key]) => key === 'zone');
  const dayEntries = entries.filter(([key]) => key !== 'zone');
  const zoneName = zones.map(([key, text]) => reader.readValue([...path, key], text, zone))[0];
  const hasZone = zones.length > 0;
  if (dayEntries.length === 0) return { zone: zoneName, hasZone, week: undefined };
  const before = reader.faults.length;
  const days: Days = new Map();
  for (const [key, text] of dayEntries) readDays(reader, [...path, key], key, text, days);
  const isIdle = [...days.values()].every((day) => day.blocks.length === 0);
  if (isIdle && reader.faults.length === before) {
    reader.addFault(path, 'leaves no working time in the whole week.');
  }
  return { zone: zoneName, hasZone, week: createWeek((day) => days.get(day)?.blocks ?? []) };
}

type Days = Map<number, { key: string; blocks: readonly WorkingBlock[] }>;

function readDays(
  reader: ConfigReader,
  path: ConfigPath,
  key: string,
  value: unknown,
  days: Days,
): void {
  const numbers = parseDays(key);
  if (numbers === undefined) {
    reader.addFault(path, 'is no day; write mon, mon-fri, or mon, wed, and the zone under "zone".');
    return;
  }
  const blocks = reader.readValue(path, value, dayBlocks) ?? [];
  for (const day of numbers) {
    const before = days.get(day);
    if (before === undefined) days.set(day, { key, blocks });
    else {
      const name = DAY_NAMES[day - 1];
      reader.addFault(path, `${name} stands twice, in "${before.key}" and in "${key}".`);
    }
  }
}

/**
 * ISO weekdays of a key such as `mon-fri` or `mon, wed`; undefined when it is none. A range may go
 * over the end of the week: `sun-thu` is the working week of many countries.
 */
function parseDays(key: string): readonly number[] | undefined {
  const days: number[] = [];
  for (const part of key.toLowerCase().split(',')) {
    const ends = part.trim().split(/[-–]/).map(parseWeekday);
    const [from, to = from] = ends;
    if (ends.length > 2 || !from || !to) return undefined;
    const length = ((to - from + 7) % 7) + 1;
    for (let n = 0; n < length; n++) days.push(((from - 1 + n) % 7) + 1);
  }
  return days;
}

/** ISO weekday of a name or its first letters (`tues`); 0 when it is none. */
function parseWeekday(word: string): number {
  const text = word.trim();
  const index = DAYS.findIndex((day) => text.startsWith(day));
  return DAY_NAMES[index]?.toLowerCase().startsWith(text) ? index + 1 : 0;
}

const dayBlocks = z.string().transform((text, context): readonly WorkingBlock[] => {
  if (/^\s*(closed|off)\s*$/i.test(text)) return [];
  const blocks: WorkingBlock[] = [];
  for (const part of text.split(',')) {
    const block = parseBlock(part.trim());
    if (typeof block === 'string') context.addIssue(block);
    else blocks.push(block);
  }
  blocks.sort((one, other) => one.from - other.from);
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (next === undefined || next.from >= block.to) return;
    context.addIssue(`${formatBlock(block)} and ${formatBlock(next)} overlap.`);
  });
  return blocks;
});

/** The block, or a sentence about what is wrong. */
function parseBlock(text: string): WorkingBlock | string {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text);
  const [from, to] = [parseMinutes(match?.[1], match?.[2]), parseMinutes(match?.[3], match?.[4])];
  if (from === undefined || to === undefined) {
    return `"${text}" is no block of hours; write 09:00-12:30, 13:30-17:30, or closed.`;
  }
  if (from < to) return { from, to };
  return `${text} ends before it begins; a night goes to 24:00 and on from 00:00 the next day.`;
}

function parseMinutes(hour: string | undefined, minute: string | undefined): number | undefined {
  if (hour === undefined || minute === undefined || Number(minute) > 59) return undefined;
  const total = Number(hour) * 60 + Number(minute);
  return total <= 24 * 60 ? total : undefined;
}

function formatBlock(block: WorkingBlock): string {
  const clock = (at: number): string =>
    `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  return `${clock(block.from)}-${clock(block.to)}`;
}

function createWeek(blocks: (day: Weekday) => readonly WorkingBlock[]): Week {
  return {
    1: blocks(1),
    2: blocks(2),
    3: blocks(3),
    4: blocks(4),
    5: blocks(5),
    6: blocks(6),
    7: blocks(7),
  };
}
