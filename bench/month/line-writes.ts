import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { EmbeddedStores } from '../../src/storage/embedded/stores.js';
import { type Figure, toTargetFigure } from '../figures.js';
import { createFolder } from '../programs.js';
import { countDurableWrites, type DurableWrites } from './durable-writes.js';
import { FILED } from './life.js';
import { HOURS, type Office, openOffice } from './office.js';

const MINUTE_MS = 60_000;
const WARNED_MS = 6 * 60 * MINUTE_MS;
const STAFF = { members: ['ann'], lead: 'lead', officers: [], reporters: ['rita'] };
/** A Monday at 10. The acknowledgement of what is recorded then is asked for six hours later. */
const TEN = DateTime.fromISO('2026-11-02T10:00', { zone: HOURS.zone }).toMillis();

/** At most so many durable writes for a line and its share of its message. */
const TARGET = 3;

/** How many lines the measured messages have. */
const LINES = [1, 5, 15] as const;

/** How the complaints of one message are due: all in the same moment, or one each minute. */
export const PACES = ['at-once', 'in-turn'] as const;
export type Pace = (typeof PACES)[number];

/** Durable writes for a line, with its share of those for its message, by what they are for. */
export interface LineWrites {
  readonly lines: number;
  readonly pace: Pace;
  readonly parts: Readonly<Record<string, number>>;
  readonly total: number;
}

/**
 * Measures the durable writes of a line and its share of its message, on the embedded file. What they are for goes
 * to standard error.
 */
export async function measureLines(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const pace of PACES) {
    for (const lines of LINES) {
      const name = `line-writes-${pace}-${lines}`;
      const { parts, total } = await measureLineWrites(lines, pace);
      const named = Object.entries(parts).map(([part, count]) => `${part} ${count.toFixed(2)}`);
      process.stderr.write(`${name}: ${named.join(', ')}\n`);
      figures.push(toTargetFigure(name, 'a line', total, TARGET));
    }
  }
  return figures;
}

/**
 * Measures the durable writes of one message with so many lines, each about another complaint: on a file, from
 * the decision that somebody is reminded until the message is sent.
 */
export async function measureLineWrites(lines: number, pace: Pace): Promise<LineWrites> {
  const folder = createFolder();
  const counted: { writes?: DurableWrites } = {};
  const wrap = (stores: EmbeddedStores): EmbeddedStores => {
    const writes = countDurableWrites(stores.database);
    counted.writes = writes;
    const { complaints, inboxes } = stores;
    return {
      ...stores,
      complaints: withNames(complaints, 'complaint', writes),
      inboxes: withNames(inboxes, 'inbox', writes),
    };
  };
  const office = await openOffice(STAFF, TEN, { file: join(folder, 'redress.db'), wrap });
  try {
    const minutes = Array.from({ length: lines }, (_, n) => (pace === 'at-once' ? 0 : n));
    await record(office, minutes);
    counted.writes?.take();
    await remind(office, minutes);
    const relayed = counted.writes?.take() ?? new Map<string, number>();
    await send(office);
    return toLineWrites(lines, pace, relayed, counted.writes?.take() ?? new Map());
  } finally {
    counted.writes?.stop();
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function withNames<T extends object>(store: T, kind: string, writes: DurableWrites): T {
  return new Proxy(store, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown =>
        writes.named(`${kind} ${String(key)}`, () => member.apply(target, args));
    },
  });
}

/** Records the complaints, which ann takes. Her inbox is there from then on. */
async function record(office: Office, minutes: readonly number[]): Promise<void> {
  for (const [n, minute] of minutes.entries()) {
    office.moveTo(TEN + minute * MINUTE_MS);
    const values = { ...FILED, impact: 'medium' };
    await office.act('rita', { kind: 'submission', form: 'file', context: '', values });
    await office.act('ann', { kind: 'action', action: 'take', value: `C-${1001 + n}` });
    await office.settle();
  }
}

async function remind(office: Office, minutes: readonly number[]): Promise<void> {
  for (const minute of new Set(minutes)) {
    office.moveTo(TEN + WARNED_MS + minute * MINUTE_MS);
    await office.settle();
  }
}

async function send(office: Office): Promise<void> {
  office.moveTo(TEN + WARNED_MS + 15 * MINUTE_MS);
  await office.settle();
}

function toLineWrites(
  lines: number,
  pace: Pace,
  relayed: ReadonlyMap<string, number>,
  sent: ReadonlyMap<string, number>,
): LineWrites {
  const shares = [
    ...relayed,
    ...[...sent].map(([name, count]) => [`message: ${name}`, count] as const),
  ];
  const parts = Object.fromEntries(shares.map(([name, count]) => [name, count / lines]));
  const total = Object.values(parts).reduce((sum, count) => sum + count, 0);
  return { lines, pace, parts, total };
}
