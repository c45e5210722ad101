import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { IMPACTS, isOngoing } from '../../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../../src/domain/nudges/next-action.js';
import { isPastLastRung } from '../../../../src/domain/nudges/past-last-rung.js';
import {
  DEFAULT_POLICY,
  findPolicy,
  type LimitedPolicy,
  type Organisation,
} from '../../../../src/domain/organisation/organisation.js';
import { listRungs, RUNG_NAMES } from '../../../../src/domain/organisation/rungs.js';
import {
  applyDecision,
  asActor,
  asSystem,
  createOrganisation,
  HOUR,
} from '../../../support/domain.js';
import { playRun, RUNS, runPlans } from '../../complaint-run.js';

const DAY = 24 * HOUR;

/** More wake-ups at one time than a complaint of these runs has rungs. */
const LONGEST_BURST = 20;

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

const organisations: fc.Arbitrary<Organisation> = fc
  .array(policies, { minLength: 1, maxLength: 3 })
  .map((all) => createOrganisation({ policies: all }));

/** What happens to a complaint after its run: nothing but reminders, and corrections of its impact. */
const corrections = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 5 * 24 }), impact: fc.constantFrom(...IMPACTS) }),
  { maxLength: 3 },
);

function wakeUntil(start: Complaint, from: number, end: number, organisation: Organisation) {
  let complaint = start;
  let last = from;
  let turns = 0;
  for (;;) {
    const now = Math.max(last, complaint.nextActionAt ?? end);
    if (now >= end) return complaint;
    const context = asSystem(now, { organisation });
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, context));
    // Rungs with the same time come one after the other, at once.
    turns = complaint.nextActionAt === now ? turns + 1 : 0;
    expect(turns, 'wake-ups at one time').to.be.below(LONGEST_BURST);
    last = now;
  }
}

function correct(
  complaint: Complaint,
  impact: (typeof IMPACTS)[number],
  now: number,
  organisation: Organisation,
) {
  const command = { kind: 'correct', details: { ...complaint.details, impact } } as const;
  return applyDecision(
    complaint,
    decide(complaint, command, asActor('olga', now, { organisation })),
  );
}

/** A complaint that comes from a run under the policy for all, and lives on by these for some weeks. */
const lives = fc
  .record({ run: runPlans, organisation: organisations, corrections })
  .map(({ run, organisation, corrections: all }) => {
    const played = playRun(run);
    // The first wake-up takes over the policies, as planning again does at a start.
    let { complaint, now } = played;
    const context = asSystem(now, { organisation });
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, context));
    for (const { after, impact } of all) {
      const next = now + after * HOUR;
      complaint = correct(
        wakeUntil(complaint, now, next, organisation),
        impact,
        next,
        organisation,
      );
      now = next;
    }
    return { played, complaint, now, organisation };
  });

describe('policies by category and impact', () => {
  it('say nothing twice, whatever they are and however the impact is corrected', () => {
    fc.assert(
      fc.property(lives, ({ complaint, now, organisation }) => {
        const after = wakeUntil(complaint, now, now + 30 * DAY, organisation);
        const ids = after.nudges.map(({ id }) => id);
        expect(new Set(ids).size).to.equal(ids.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('leave no ongoing complaint without a next reminder, and in the end remind everybody', () => {
    fc.assert(
      fc.property(lives, ({ complaint, now, organisation }) => {
        const after = wakeUntil(complaint, now, now + 60 * DAY, organisation);
        expect(planComplaintNudges(after, organisation).length > 0).to.equal(isOngoing(after));
        if (!isOngoing(after)) return;
        const late = after.nudges.filter((sent) => isPastLastRung(sent) && sent.sentAt > now);
        expect(late.some(({ to }) => to !== 'team' && to.person === 'olga')).to.equal(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('plan for those on the ladder only, but for warnings and what a snooze repeats', () => {
    fc.assert(
      fc.property(lives, ({ complaint, organisation }) => {
        const policy = findPolicy(complaint, organisation);
        const planned = planComplaintNudges(complaint, organisation).filter(
          ({ rule, repeat }) => rule !== 'promise-near' && repeat === 0,
        );
        const started = complaint.nudges.map(({ rung }) => rung);
        for (const { rung } of planned.filter((plan) => !isPastLastRung(plan))) {
          expect([...listRungs(policy), ...started]).to.include(rung);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
