import fc from 'fast-check';
import { IMPACTS } from '../../../../src/domain/intake/details.js';
import {
  DEFAULT_POLICY,
  type LimitedPolicy,
  type Organisation,
} from '../../../../src/domain/organisation/organisation.js';
import { RUNG_NAMES } from '../../../../src/domain/organisation/rungs.js';
import { createOrganisation, HOUR } from '../../../support/domain.js';

const ladders = fc
  .subarray([...RUNG_NAMES], { minLength: 1 })
  .map(([first = 'lead', ...more]) => [first, ...more] as const);

const spans = fc
  .tuple(...[0, 0, 0].map(() => fc.integer({ min: 0, max: 6 })))
  .map(([one = 0, two = 0, three = 0]) => {
    return [one * HOUR, (one + two) * HOUR, (one + two + three) * HOUR] as const;
  });

const policies: fc.Arbitrary<LimitedPolicy> = fc
  .record({
    impacts: fc.option(fc.subarray([...IMPACTS], { minLength: 1 })),
    categories: fc.option(fc.subarray(['damp', 'conduct', 'parcel'], { minLength: 1 })),
    ladder: ladders,
    untaken: spans,
    promisePassed: spans,
    quietDays: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ impacts, categories, ...parts }) => ({
    impacts,
    categories,
    policy: { ...DEFAULT_POLICY, ...parts },
  }));

/** Generates organisations with policies for some complaints, with times and ladders of their own. */
export const organisations: fc.Arbitrary<Organisation> = fc
  .array(policies, { minLength: 1, maxLength: 3 })
  .map((all) => createOrganisation({ policies: all }));
