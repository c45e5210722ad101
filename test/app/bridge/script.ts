import fc from 'fast-check';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import type { Platform } from '../../../src/domain/organisation/person.js';
import type { FieldValue } from '../../../src/ports/intake.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { ChannelFault } from '../../support/fake-channel.js';

/** Stands in what only those with rights may read: the description. */
export const SECRET = 'between-us';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];
/** Everybody there is, by name. */
export const PEOPLE: readonly string[] = ['rita', 'zoe', 'olga', 'omar', 'billing-ann'].concat(
  ...['repairs', 'desk'].map((team) => [`${team}-ann`, `${team}-bob`]),
  'repairs-lead',
);
const REPORTERS = ['rita', 'rita', 'zoe', 'repairs-ann', 'repairs-lead', 'olga'];
const CATEGORIES = ['damp', 'conduct', 'parcel', 'privacy'];

/** The buttons that act at once. */
export const DIRECT: readonly PersonCommandKind[] = ['take', 'release', 'tell', 'snooze', 'keep'];
/** And the forms. */
export const FORMS: readonly PersonCommandKind[] = [
  ...(['acknowledge', 'assign', 'promise', 'renegotiate', 'update', 'update'] as const),
  ...(['resolve', 'follow-up', 'reopen', 'withdraw', 'correct'] as const),
];

const platform = fc.constantFrom(...PLATFORMS);
const nat = fc.nat(10_000);
const fault: fc.Arbitrary<ChannelFault> = fc.oneof(
  fc.constant({ kind: 'retry', retryAfterMs: null } as const),
  fc.boolean().map((posted) => ({ kind: 'unknown', posted }) as const),
  fc.boolean().map((posted) => ({ kind: 'throw', posted }) as const),
);

const move = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      apt: fc.nat(5).map((n) => n > 0),
      pick: nat,
      n: nat,
      settles: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), pick: nat, n: nat }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hear' as const), pick: nat }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      platform,
      fault,
      direct: fc.boolean(),
    }),
  },
);
/** What may happen next; numbers choose among what is possible then. */
export type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** Who is where, who cannot be reached where, and what happens. */
export const script = fc.record({
  /** Where the teams live, and the operators. */
  home: platform,
  ops: platform,
  /** On which platforms each of {@link PEOPLE} is, the first account first. */
  accounts: fc.array(
    fc.constantFrom<readonly Platform[]>(
      ['slack'],
      ['teams'],
      ['slack', 'teams'],
      ['teams', 'slack'],
    ),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  ),
  /** Who cannot be reached on one platform. */
  blocked: fc.array(fc.record({ name: fc.constantFrom(...PEOPLE, ...REPORTERS), platform }), {
    maxLength: 4,
  }),
  reporter: fc.constantFrom(...REPORTERS),
  filedOn: nat,
  category: fc.constantFrom(...CATEGORIES),
  moves: fc.array(move, { maxLength: 25, size: 'max' }),
});
export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** The user id of somebody on a platform. */
export function userOf(name: string, on: Platform): string {
  return on === 'slack' ? `U-${name}` : `aad-${name}`;
}

/** The platforms on which somebody has an account. */
export function platformsOf({ accounts }: Script, name: string): readonly Platform[] {
  return accounts[PEOPLE.indexOf(name)] ?? ['slack'];
}

/** The intake form, filled in. */
export function filing(category: string): Readonly<Record<string, FieldValue>> {
  return {
    complainant: 'Jo Tenant',
    account: 'T-17',
    description: `It is ${SECRET}.`,
    desiredOutcome: 'A dry wall.',
    impact: 'high',
    means: 'phone',
    isPublic: false,
    category,
  };
}

/** What is filled in, `made` being another each time: so each word of it is found again nowhere else. */
export function valuesOf(
  kind: PersonCommandKind,
  { n, made, now, to }: { n: number; made: number; now: number; to: string },
): Readonly<Record<string, FieldValue>> {
  const dueAt = now + (n % 90) * HOUR + MINUTE;
  const audience = n % 2 === 0 ? 'reporter' : 'team';
  const values: Partial<Record<PersonCommandKind, Readonly<Record<string, FieldValue>>>> = {
    acknowledge: { means: 'phone', words: 'We have it.' },
    assign: { to },
    promise: { what: `promise ${made}.`, dueAt, basis: 'rota' },
    renegotiate: { dueAt, basis: 'ill' },
    update: { audience, text: `for-${audience}-${made}.` },
    resolve: { done: `done ${made}.`, delivered: 'yes', told: n % 2 === 0 },
    'follow-up': { satisfaction: '4', words: 'fine' },
    reopen: { reason: 'wet again' },
    withdraw: { reason: 'sorted' },
    correct: { ...filing(''), impact: n % 2 === 0 ? 'low' : 'critical' },
  };
  return values[kind] ?? {};
}

/** One of a list that is not empty, by any number. */
export function among<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
