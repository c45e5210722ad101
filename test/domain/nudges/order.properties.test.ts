import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import type { PersonCommand, SystemCommand } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { type PlannedNudge, toNudgeId } from '../../../src/domain/nudges/nudge.js';
import {
  applyDecision,
  asActor,
  asSystem,
  COMMANDS,
  createDetails,
  createOrganisation,
  MINUTE,
  WHO,
} from '../../support/domain.js';
import { playRun, RUNS, type RunPlan, runPlans } from '../complaint-run.js';
import { pickFrom } from '../random-commands.js';
import { isSystemCommand } from '../system-command.js';

const ORGANISATION = createOrganisation();

type Event = { readonly by: string; readonly command: PersonCommand | SystemCommand };

/** Events that do not depend on each other: several people may cause them at the same moment. */
function createIndependentEvents(complaint: Complaint, now: number): readonly Event[] {
  const { lead, officer, reporter, assignee } = WHO;
  const holder = complaint.assignee ?? assignee;
  return [
    { by: officer, command: COMMANDS.acknowledge },
    { by: officer, command: { ...COMMANDS.promise, dueAt: now + 900 * MINUTE, unworked: true } },
    ...(complaint.promises.length > 0 ? [{ by: officer, command: COMMANDS.keep }] : []),
    {
      by: reporter,
      command: { ...COMMANDS.correct, details: createDetails({ impact: 'critical' }) },
    },
    { by: officer, command: { ...COMMANDS.update, audience: 'reporter' } },
    { by: holder, command: COMMANDS.snooze },
    { by: lead, command: COMMANDS.snooze },
    { by: holder, command: { kind: 'hear', placement: 1, by: holder, at: now - 7 * MINUTE } },
    { by: lead, command: { kind: 'hear', placement: 1, by: lead, at: now - 3 * MINUTE } },
    { by: officer, command: COMMANDS.tell },
  ];
}

function decideEvent(complaint: Complaint, { command, by }: Event, now: number): Decision {
  return isSystemCommand(command)
    ? decideSystem(complaint, command, asSystem(now))
    : decide(complaint, command, asActor(by, now));
}

function applyEvent(complaint: Complaint, event: Event, now: number): Complaint {
  return applyDecision(complaint, decideEvent(complaint, event, now));
}

function wake(complaint: Complaint, now: number): Complaint {
  return applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, asSystem(now)));
}

/**
 * Selects the events that are independent on this complaint. A snooze needs an outstanding nudge, and no
 * promise may be due before it ends: it counts as independent if its outcome is the same before all other
 * events, after each of them alone, and after all.
 */
function findIndependentEvents(complaint: Complaint, now: number): readonly Event[] {
  const events = createIndependentEvents(complaint, now);
  const isSnooze = ({ command }: Event): boolean => command.kind === 'snooze';
  const others = events.filter((event) => !isSnooze(event));
  const last = others.reduce((facts, event) => applyEvent(facts, event, now), complaint);
  const states = [complaint, ...others.map((event) => applyEvent(complaint, event, now)), last];
  return events.filter(
    (event) =>
      !isSnooze(event) ||
      new Set(states.map((facts) => decideEvent(facts, event, now).kind)).size === 1,
  );
}

function formatPlan(complaint: Complaint): readonly string[] {
  return planComplaintNudges(complaint, ORGANISATION).map(
    (plan) => `${toNudgeId(plan)} at ${plan.at}`,
  );
}

describe('the plan of nudges', () => {
  it('does not depend on the order of independent events', () => {
    fc.assert(
      fc.property(
        runPlans,
        fc.nat(5000),
        fc.boolean(),
        fc.infiniteStream(fc.nat(999)),
        (runPlan: RunPlan, later, isWoken, dice) => {
          const { complaint: before, now: then } = playRun(runPlan);
          const now = then + later * MINUTE;
          const complaint = isWoken ? wake(before, now) : before;
          const events = findIndependentEvents(complaint, now);
          const order = events
            .map((event) => ({ event, rank: dice.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ event }) => event);
          const one = events.reduce((facts, event) => applyEvent(facts, event, now), complaint);
          const other = order.reduce((facts, event) => applyEvent(facts, event, now), complaint);
          expect(formatPlan(other)).to.deep.equal(formatPlan(one));
          expect(other.nextActionAt).to.equal(one.nextActionAt);
          expect(other.state).to.equal(one.state);
        },
      ),
      { numRuns: 2 * RUNS },
    );
  });

  it('does not depend on the order in which promises and sent nudges are stored', () => {
    fc.assert(
      fc.property(runPlans, (runPlan: RunPlan) => {
        const { complaint } = playRun(runPlan);
        const promises = [...complaint.promises].reverse();
        const nudges = [...complaint.nudges].reverse();
        expect(formatPlan({ ...complaint, promises, nudges })).to.deep.equal(formatPlan(complaint));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not change for others when a person snoozes', () => {
    const others = (facts: Complaint, person: string): readonly PlannedNudge[] =>
      planComplaintNudges(facts, ORGANISATION).filter(
        (plan) => plan.to === 'team' || plan.to.person !== person,
      );
    fc.assert(
      fc.property(runPlans, fc.nat(5000), fc.nat(99), (runPlan: RunPlan, later, n) => {
        const { complaint: before, now: then } = playRun(runPlan);
        const now = then + later * MINUTE;
        const complaint = wake(before, now);
        const nudged = complaint.nudges.flatMap(({ to }) => (to === 'team' ? [] : [to.person]));
        const who = pickFrom([WHO.assignee, ...nudged], n);
        const snoozed = applyDecision(
          complaint,
          decide(complaint, COMMANDS.snooze, asActor(who, now)),
        );
        expect(others(snoozed, who)).to.deep.equal(others(complaint, who));
      }),
      { numRuns: RUNS },
    );
  });
});
