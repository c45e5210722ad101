import fc from 'fast-check';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import type { Platform } from '../../../src/domain/organisation/person.js';
import type { FieldValue } from '../../../src/ports/intake.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { ChannelFault } from '../../support/fake-channel.js';

/** Part of the description, which only people with access may read. */
export const SECRET = 'between-us';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];
/** Everyone in the tests, by name. */
export const PEOPLE: readonly string[] = ['rita', 'zoe', 'olga', 'omar', 'billing-ann'].concat(
  ...['repairs', 'desk'].map((team) => [`${team}-ann`, `${team}-bob`]),
  'repairs-lead',
);
const REPORTERS = ['rita', 'rita', 'zoe', 'repairs-ann', 'repairs-lead', 'olga'];
const CATEGORIES = ['damp', 'conduct', 'parcel', 'privacy'];

/** The buttons that run a command at once. */
export const DIRECT: readonly PersonCommandKind[] = ['take', 'release', 'tell', 'snooze', 'keep'];
/** The commands of forms. */
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

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      isAllowed: fc.nat(5).map((n) => n > 0),
      choice: nat,
      n: nat,
      isSettled: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), choice: nat, n: nat }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hear' as const), choice: nat }) },
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
/** One step of a script; its numbers choose among what is possible at that time. */
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Who has accounts where, who cannot be reached where, and what happens. */
export const script = fc.record({
  /** The platforms of the teams and of the operators. */
  home: platform,
  ops: platform,
  /** The platforms of each of {@link PEOPLE}, in the order of their accounts. */
  accounts: fc.array(
    fc.constantFrom<readonly Platform[]>(
      ['slack'],
      ['teams'],
      ['slack', 'teams'],
      ['teams', 'slack'],
    ),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  ),
  /** People who cannot be reached on one platform. */
  blocked: fc.array(fc.record({ name: fc.constantFrom(...PEOPLE, ...REPORTERS), platform }), {
    maxLength: 4,
  }),
  reporter: fc.constantFrom(...REPORTERS),
  filedOn: nat,
  category: fc.constantFrom(...CATEGORIES),
  /** What is critical goes at once, everything else through inboxes. */
  impact: fc.constantFrom('critical', 'high'),
  steps: fc.array(step, { maxLength: 25, size: 'max' }),
});
export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** The user id of a person on a platform. */
export function toUserId(name: string, on: Platform): string {
  return on === 'slack' ? `U-${name}` : `aad-${name}`;
}

/** The platforms on which a person has an account. */
export function findPlatforms({ accounts }: Script, name: string): readonly Platform[] {
  return accounts[PEOPLE.indexOf(name)] ?? ['slack'];
}

/** The values of a complete intake form. */
export function createFilingValues({
  category,
  impact,
}: Pick<Script, 'category' | 'impact'>): Readonly<Record<string, FieldValue>> {
  return {
    complainant: 'Jo Tenant',
    account: 'T-17',
    description: `It is ${SECRET}.`,
    desiredOutcome: 'A dry wall.',
    impact,
    means: 'phone',
    isPublic: false,
    category,
  };
}

/** The values of a complete form. `counter` makes its texts unique, so that a test can find each one again. */
export function createFormValues(
  kind: PersonCommandKind,
  { n, counter, now, to }: { n: number; counter: number; now: number; to: string },
): Readonly<Record<string, FieldValue>> {
  const dueAt = now + (n % 90) * HOUR + MINUTE;
  const audience = n % 2 === 0 ? 'reporter' : 'team';
  const values: Partial<Record<PersonCommandKind, Readonly<Record<string, FieldValue>>>> = {
    acknowledge: { means: 'phone', words: 'We have it.' },
    assign: { to },
    promise: { what: `promise ${counter}.`, dueAt, unworked: n % 4 > 0, basis: 'rota' },
    renegotiate: { dueAt, unworked: n % 4 > 0, basis: 'ill' },
    update: { audience, text: `for-${audience}-${counter}.` },
    resolve: { done: `done ${counter}.`, delivered: 'yes', told: n % 2 === 0 },
    'follow-up': { satisfaction: '4', words: 'fine' },
    reopen: { reason: 'wet again' },
    withdraw: { reason: 'sorted' },
    correct: createFilingValues({ category: '', impact: n % 2 === 0 ? 'high' : 'critical' }),
  };
  return values[kind] ?? {};
}

/** Picks one item of a non-empty list by any number. */
export function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
