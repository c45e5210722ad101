import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeIdentity } from '../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { act, COMMANDS, filed, organisationWithTeam, WHO } from '../../support/domain.js';
import { wakeUntilNudged } from './nudge-helpers.js';

const { assignee, lead } = WHO;
const toIdentity = ({ rule, about, rung, round, repeat }: NudgeIdentity): NudgeIdentity => ({
  ...{ rule, about, rung, round, repeat },
});
const TAKEN = act(filed(), assignee, { kind: 'take' });

describe('a complaint that names a record merged before a restart', () => {
  const PRESENT: Organisation = {
    ...organisationWithTeam('repairs', { lead: 'lead-now' }),
    officers: ['olga-now', 'omar'],
    merged: new Map([
      [lead, 'lead-now'],
      ['olga', 'olga-now'],
      [assignee, 'ann-now'],
    ]),
  };
  const theirs = (complaint: Complaint, person: string) =>
    planComplaintNudges(complaint, PRESENT).filter(
      ({ to }) => to !== 'team' && to.person === person,
    );

  it('repeats their snoozed nudges when the snooze ends, not before', () => {
    for (const [past, present] of [
      [assignee, 'ann-now'],
      [lead, 'lead-now'],
      ['olga', 'olga-now'],
    ] as const) {
      const { complaint, now } = wakeUntilNudged(TAKEN, past);
      const snoozed = act(complaint, past, COMMANDS.snooze, now);
      const { until = 0, again = [] } = snoozed.snoozes[past] ?? {};
      const plans = theirs(snoozed, present);
      expect(Math.min(...plans.map(({ at }) => at)), past).to.be.at.least(until);
      const repeated = plans.filter(({ dueAt }) => dueAt === until);
      expect(repeated.map(toIdentity)).to.deep.equal(again);
    }
  });

  it('does not repeat the nudges they got under the old record', () => {
    for (const past of [assignee, lead, 'olga']) {
      const { complaint, now } = wakeUntilNudged(TAKEN, past);
      const again = planComplaintNudges(complaint, PRESENT).filter(({ at }) => at <= now);
      expect(again, past).to.deep.equal([]);
    }
  });

  it('repeats what one record snoozed, also if the other had got as many repetitions', () => {
    const { complaint, now } = wakeUntilNudged(TAKEN, lead);
    const { snoozes } = act(complaint, lead, COMMANDS.snooze, now);
    const { until = 0, again = [] } = snoozes[lead] ?? {};
    const nudges = complaint.nudges.flatMap((sent) =>
      sent.to !== 'team' && sent.to.person === lead ? [sent, { ...sent, repeat: 1 }] : [sent],
    );
    const plans = theirs(
      { ...complaint, nudges, snoozes: { 'lead-now': { until, again } } },
      'lead-now',
    );
    expect(again).to.have.length.above(0);
    expect(plans.filter(({ dueAt }) => dueAt === until).map(toIdentity)).to.deep.equal(again);
  });

  it('delays until the later end nudges that were snoozed under both records', () => {
    const { complaint, now } = wakeUntilNudged(TAKEN, lead);
    const snoozed = act(complaint, lead, COMMANDS.snooze, now);
    const { until = 0, again = [] } = snoozed.snoozes[lead] ?? {};
    const later = until + 86_400_000;
    const both = { ...snoozed.snoozes, 'lead-now': { until: later, again } };
    const plans = theirs({ ...snoozed, snoozes: both }, 'lead-now');
    expect(Math.min(...plans.map(({ at }) => at))).to.be.at.least(later);
  });

  it('repeats at the later end what was snoozed under either record', () => {
    const { complaint, now } = wakeUntilNudged(TAKEN, lead);
    const { snoozes } = act(complaint, lead, COMMANDS.snooze, now);
    const { until = 0, again = [] } = snoozes[lead] ?? {};
    const later = until + 86_400_000;
    for (const either of [
      { [lead]: { until, again }, 'lead-now': { until: later, again: [] } },
      { [lead]: { until: later, again: [] }, 'lead-now': { until, again } },
    ]) {
      const repeated = theirs({ ...complaint, snoozes: either }, 'lead-now').filter(
        ({ dueAt }) => dueAt === later,
      );
      expect(again).to.have.length.above(0);
      expect(repeated.map(toIdentity)).to.deep.equal(again);
    }
  });
});
