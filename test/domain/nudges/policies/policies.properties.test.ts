import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { isOngoing } from '../../../../src/domain/complaint/facts.js';
import { IMPACTS } from '../../../../src/domain/intake/details.js';
import { planComplaintNudges } from '../../../../src/domain/nudges/next-action.js';
import { isPastLastRung } from '../../../../src/domain/nudges/past-last-rung.js';
import { findPolicy, type Organisation } from '../../../../src/domain/organisation/organisation.js';
import { listRungs } from '../../../../src/domain/organisation/rungs.js';
import { applyDecision, asActor, asSystem, HOUR } from '../../../support/domain.js';
import { playRun, RUNS, runPlans } from '../../complaint-run.js';
import { wakeUntil } from '../wake-until.js';
import { organisations } from './random-policies.js';

const DAY = 24 * HOUR;

/** What happens to a complaint after its run: nothing but reminders, and corrections of its impact. */
const corrections = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 5 * 24 }), impact: fc.constantFrom(...IMPACTS) }),
  { maxLength: 3 },
);

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
