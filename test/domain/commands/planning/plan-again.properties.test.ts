import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../../src/domain/commands/decide.js';
import { deriveFields } from '../../../../src/domain/commands/planning/derived-fields.js';
import { planAgain } from '../../../../src/domain/commands/planning/plan-again.js';
import { type Complaint, toFacts } from '../../../../src/domain/complaint/complaint.js';
import { isOngoing } from '../../../../src/domain/complaint/facts.js';
import type { Organisation } from '../../../../src/domain/organisation/organisation.js';
import {
  applyDecision,
  asActor,
  asSystem,
  createOrganisation,
  HOUR,
} from '../../../support/domain.js';
import { playRun, RUNS, type RunPlan, runPlans } from '../../complaint-run.js';
import { isSystemCommand } from '../../system-command.js';

const BEFORE: Organisation = { ...createOrganisation(), generation: 1 };

const span = fc.integer({ min: 0, max: 30 });

/** The organisation of the next generation, with other hours, days and people. */
const laters: fc.Arbitrary<Organisation> = fc
  .record({
    from: fc.integer({ min: 0, max: 12 }),
    days: fc.integer({ min: 1, max: 5 }),
    warning: span,
    lead: fc.constantFrom('repairs-lead', 'repairs-bob', null),
  })
  .map(({ from, days, warning, lead }) => {
    const block = [{ from: from * 60, to: (from + 8) * 60 }];
    const week = { 1: block, 2: block, 3: block, 4: block, 5: block, 6: [], 7: [] };
    const teams = [...BEFORE.teams].map(([key, team]) => {
      const calendar = { ...team.calendar, week };
      return [key, { ...team, lead: team.lead === null ? null : lead, calendar }] as const;
    });
    const policy = {
      ...BEFORE.policy,
      acknowledgeWithinDays: days,
      acknowledgeWarning: warning * HOUR,
      quietDays: days,
    };
    return { ...BEFORE, generation: 2, teams: new Map(teams), policy };
  });

/** The complaint as `main` has it after a start with the later configuration. */
function plan(complaint: Complaint, organisation: Organisation, now: number): Complaint {
  const again = planAgain(complaint, { organisation, now, takeTurn: () => now });
  if (again === undefined) return complaint;
  return { ...complaint, ...again.fields, outbox: [...complaint.outbox, ...again.deliveries] };
}

/** Lets the complaint live on under a configuration. The commands are those of the plan that were accepted there. */
function liveOn(complaint: Complaint, organisation: Organisation, life: RunPlan): Complaint {
  const { steps } = playRun(life);
  return steps.reduce((lived, { what, now: at }) => {
    const now = at + 60 * 24 * HOUR;
    const decision = isSystemCommand(what)
      ? decideSystem(lived, { kind: 'nudge' }, asSystem(now, { organisation }))
      : decide(lived, what, asActor('repairs-ann', now, { organisation }));
    return applyDecision(lived, decision);
  }, complaint);
}

describe('a complaint that is planned again', () => {
  it('has the fields that the new configuration gives, and keeps everything else', () => {
    fc.assert(
      fc.property(runPlans, laters, (life, organisation) => {
        const run = playRun(life);
        const before: Complaint = { ...run.complaint, generation: 1 };
        const after = plan(before, organisation, run.now);
        if (!isOngoing(before)) expect(after).to.equal(before);
        else {
          const fields = deriveFields(toFacts(before), { organisation, now: run.now });
          expect({ ...after, outbox: [] }).to.deep.equal({ ...before, ...fields, outbox: [] });
        }
        expect(plan(after, organisation, run.now)).to.equal(after);
      }),
      { numRuns: RUNS },
    );
  });

  it('lives on as one that was planned by the new configuration from the start', () => {
    fc.assert(
      fc.property(runPlans, runPlans, laters, (life, rest, organisation) => {
        const { complaint, now } = playRun(life);
        fc.pre(isOngoing(complaint));
        const again = liveOn(plan(complaint, organisation, now), organisation, rest);
        const same = liveOn(
          { ...complaint, ...deriveFields(toFacts(complaint), { organisation, now }) },
          organisation,
          rest,
        );
        expect({ ...again, outbox: [] }).to.deep.equal({ ...same, outbox: [] });
        const nudges = again.nudges.map(({ id, to }) => JSON.stringify([id, to]));
        expect(new Set(nudges).size).to.equal(nudges.length);
      }),
      { numRuns: RUNS },
    );
  });
});
