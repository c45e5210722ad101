import {
  type CommandOf,
  type PersonCommand,
  type PersonCommandKind,
  PROMISE_ANSWERS,
  type SnoozeChoice,
} from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { FOLLOW_UP_OUTCOMES } from '../../src/domain/complaint/handling.js';
import { COMMANDS, createDetails, HOUR, TELLING, WHO } from '../support/domain.js';

/** Part of every text that only the team may read: descriptions and notes to the team. */
export const SECRET = 'between-us';

/** Everybody who gives commands. */
export const PEOPLE = [...Object.values(WHO), 'omar', 'desk-ann', 'billing-ann', 'billing-lead'];

/** Makes a command of a kind, by any number. `now`: business time, ms UTC. */
export type CreateCommand = typeof createCommand;

/** Creates a command with arguments that are mostly valid. */
export function createCommand(
  kind: PersonCommandKind,
  complaint: Complaint,
  n: number,
  now: number,
): PersonCommand {
  const dueAt = now + (n % 90) * HOUR;
  const promise = `p${1 + (n % Math.max(1, complaint.promises.length))}`;
  switch (kind) {
    case 'assign':
      return { kind, to: pickFrom(PEOPLE, n) };
    case 'promise':
      return { ...COMMANDS.promise, ...toDate(dueAt, n) };
    case 'acknowledge':
    case 'tell':
      return { kind, ...TELLING, at: n % 3 === 0 ? null : now - (n % 50) * HOUR };
    case 'keep':
      return { kind, promise };
    case 'waive':
      return { ...COMMANDS.waive, promise };
    case 'renegotiate':
      return { ...COMMANDS.renegotiate, promise, ...toDate(dueAt, n) };
    case 'correct-promise':
      return { ...COMMANDS['correct-promise'], promise, ...toDate(dueAt, n) };
    case 'update':
      return {
        kind,
        audience: n % 3 === 0 ? 'reporter' : 'team',
        text: n % 3 === 0 ? 'hello' : SECRET,
      };
    case 'resolve':
      return {
        ...COMMANDS.resolve,
        promises: complaint.promises.map(({ id }, i) => ({
          promise: id,
          answer: pickFrom(PROMISE_ANSWERS, n + i),
        })),
        told: n % 2 === 0 ? { ...TELLING, at: now - (n % 30) * HOUR } : null,
      };
    case 'follow-up':
      return {
        ...COMMANDS['follow-up'],
        outcome: pickFrom(FOLLOW_UP_OUTCOMES, n),
        satisfaction: 1 + (n % 5),
        closes: n % 4 !== 0,
      };
    case 'correct-received':
      return { ...COMMANDS['correct-received'], receivedAt: complaint.filedAt - (n % 200) * HOUR };
    case 'correct':
      return {
        kind,
        details: createDetails({
          description: `${SECRET} ${n % 4}`,
          // What is critical stays so: it goes to no inbox in all its life.
          impact: complaint.details.impact === 'critical' || n % 3 === 0 ? 'critical' : 'high',
        }),
      };
    case 'complete':
      return { ...COMMANDS.complete, desiredOutcome: n % 2 === 0 ? SECRET : '' };
    case 'recategorise':
      return { kind, category: pickFrom(CATEGORIES, n) };
    case 'take':
    case 'release':
    case 'reopen':
    case 'withdraw':
      return COMMANDS[kind];
    case 'add-report':
      return { ...COMMANDS[kind], receivedAt: now - (n % 40) * HOUR, ...toEntered(complaint, n) };
    case 'name-colleague':
      return createNaming(n);
    case 'snooze':
      return { kind, choice: pickFrom(SNOOZES, n) };
  }
}

/** By what it was found: some who may not see it know whose it is, and some are wrong. */
function toEntered({ details }: Complaint, n: number): Pick<CommandOf<'add-report'>, 'entered'> {
  const { account } = details.complainant;
  return pickFrom([{}, { entered: { account } }, { entered: { account: 'another' } }], n);
}

function createNaming(n: number): CommandOf<'name-colleague'> {
  const nobody = n % 3 === 0;
  return { kind: 'name-colleague', colleague: nobody ? null : pickFrom(PEOPLE, n), nobody };
}
/** Now and then one that is not there. */
const CATEGORIES = ['damp', 'conduct', 'invoice', 'parcel', 'privacy', 'gone'];

/** The date of a promise: chosen, or now and then in words. */
function toDate(dueAt: number, n: number): Omit<CommandOf<'correct-promise'>, 'kind' | 'promise'> {
  const unworked = n % 4 > 0;
  if (n % 5 > 0) return { dueAt, unworked };
  const words = pickFrom(['Friday noon', 'in 3 working days', 'tomorrow at 4', 'Saturday'], n);
  return { dueAt: null, dueWords: { words, zone: null }, unworked };
}

/** Until when somebody snoozes; most people press one button. */
const SNOOZES: readonly SnoozeChoice[] = [
  ...(['next-day', 'next-day', 'hour', 'afternoon'] as const),
  ...['in 3 working days', 'friday noon', 'in 20 minutes', 'next week'].map((words) => ({
    words,
    zone: null,
  })),
];

/** Picks an item of a list that is not empty, by any number. */
export function pickFrom<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** What takes a complaint on is tried more often than what ends it early, so that lives get far. */
const RARE: readonly PersonCommandKind[] = [
  ...(['withdraw', 'release', 'correct', 'correct-received', 'correct-promise'] as const),
  'name-colleague',
];
const FREQUENT: readonly PersonCommandKind[] = [
  ...(['promise', 'resolve', 'tell', 'follow-up', 'reopen'] as const),
];

/** Picks a kind of command, by any number. */
export function pickKind(kinds: readonly PersonCommandKind[], pick: number): PersonCommandKind {
  const usual = kinds.filter((kind) => !RARE.includes(kind) || pick % 10 === 0);
  const frequent = usual.filter((kind) => FREQUENT.includes(kind));
  const isFrequent = frequent.length > 0 && pick % 3 > 0;
  return pickFrom(isFrequent ? frequent : usual.length > 0 ? usual : kinds, Math.floor(pick / 10));
}
