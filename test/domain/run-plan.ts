import fc from 'fast-check';
import { IMPACTS, type Impact } from '../../src/domain/intake/details.js';
import { createOrganisation, HOUR } from '../support/domain.js';

const ORGANISATION = createOrganisation();

/** One thing that may happen next. Its numbers choose among what is possible then. */
export type RunEvent =
  | {
      readonly kind: 'command';
      readonly pick: number;
      readonly apt: boolean;
      readonly wait: number;
      readonly n: number;
    }
  | { readonly kind: 'wake'; readonly late: number }
  | { readonly kind: 'hear'; readonly n: number; readonly wait: number; readonly ago: number }
  | { readonly kind: 'send' }
  /** Cards are tried again after a sign, see `RetryCause`. */
  | { readonly kind: 'retry'; readonly n: number; readonly wait: number }
  /** It is noted that a card was sent. */
  | { readonly kind: 'note' }
  | { readonly kind: 'fail'; readonly n: number; readonly again: boolean }
  /** Somebody will be away. `standIn`: by any number; null: they name nobody. Times in ms; null: without an end. */
  | {
      readonly kind: 'away';
      readonly n: number;
      readonly standIn: number | null;
      readonly startsIn: number;
      readonly lasts: number | null;
    }
  | { readonly kind: 'back'; readonly n: number }
  /** An officer corrects the impact. */
  | { readonly kind: 'impact'; readonly impact: Impact };

const wait = fc.oneof(
  fc.constantFrom(0, 0, 60_000),
  fc.integer({ min: 0, max: 3 * HOUR }),
  fc.integer({ min: 0, max: 100 * HOUR }),
);

const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      pick: fc.nat(10_000),
      apt: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      wait,
      n: fc.nat(10_000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wake' as const),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 * HOUR })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hear' as const),
      n: fc.nat(99),
      wait,
      ago: fc.nat(HOUR),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'send' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('retry' as const), n: fc.nat(2), wait }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'note' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      n: fc.nat(99),
      again: fc.boolean(),
    }),
  },
);

const absenceEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('away' as const),
      n: fc.nat(99),
      standIn: fc.option(fc.nat(99)),
      startsIn: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 * HOUR })),
      lasts: fc.option(fc.integer({ min: 1, max: 400 * HOUR })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('back' as const), n: fc.nat(99) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('impact' as const),
      impact: fc.constantFrom(...IMPACTS),
    }),
  },
);

/** Generates runs: a category, an impact, the time of filing (ms after Monday 10:00) and what happens then. */
export const runPlans = fc.record({
  category: fc.constantFrom(...ORGANISATION.categories.keys()),
  // What is critical is not collected in inboxes.
  impact: fc.constantFrom('critical', 'high'),
  filedAfter: fc.nat(7 * 24 * HOUR),
  moves: fc.array(runEvent, { maxLength: 40, size: 'max' }),
});

/** Generates runs as earlier releases had them: nothing went to an inbox. */
export const earlierRunPlans = runPlans.map((plan) => ({ ...plan, impact: 'critical' as const }));

export type RunPlan = typeof runPlans extends fc.Arbitrary<infer T> ? T : never;

/** Generates {@link runPlans} in which people go away and come back, and the impact is corrected. */
export const absenceRunPlans = fc.record({
  category: fc.constantFrom(...ORGANISATION.categories.keys()),
  impact: fc.constantFrom('critical', 'high'),
  filedAfter: fc.nat(7 * 24 * HOUR),
  moves: fc.array(
    fc.oneof({ weight: 3, arbitrary: runEvent }, { weight: 1, arbitrary: absenceEvent }),
    { maxLength: 50, size: 'max' },
  ),
});
