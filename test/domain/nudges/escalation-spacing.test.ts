import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  at,
  COMMANDS,
  filed,
  happened,
  having,
  inState,
  local,
  organisation,
  WHO,
} from '../../support/domain.js';

/** The plan in words, e.g. `2026-11-23T11:00 untaken 0 team`; in London time. */
function plan(complaint: Complaint, rule?: string): readonly string[] {
  return planComplaintNudges(complaint, organisation())
    .filter((nudge) => rule === undefined || nudge.rule === rule)
    .map((nudge) => {
      const to = nudge.to === 'team' ? 'team' : nudge.to.person;
      return `${local(nudge.at)} ${nudge.rule} ${nudge.rung} ${to}`;
    });
}

const taken = (): Complaint => having(filed(), WHO.assignee, COMMANDS.take);

describe('the plan of nudges, when somebody else gets it', () => {
  const { assignee, member, lead } = WHO;
  const given = (complaint: Complaint, to: string, time: string): Complaint =>
    having(complaint, lead, { kind: 'assign', to }, at(time));
  const nudgedAt = (complaint: Complaint, time: string): Complaint =>
    happened(complaint, { kind: 'nudge' }, at(time));
  const lowest = (complaint: Complaint, rule: string): readonly string[] =>
    plan(complaint, rule).filter((line) => line.includes(`${rule} 0`));

  it('tells the new holder what went to the one before, a working hour after they got it, once', () => {
    const asked = nudgedAt(taken(), '2026-11-23T16:00');
    const moved = given(asked, member, '2026-11-23T16:30');
    const line = `2026-11-24T09:30 acknowledgement 0 ${member}`;
    expect(lowest(moved, 'acknowledgement')).to.deep.equal([line]);
    const told = nudgedAt(moved, '2026-11-24T09:30');
    expect(lowest(told, 'acknowledgement')).to.deep.equal([]);
    const back = given(told, assignee, '2026-11-24T09:40');
    expect(lowest(back, 'acknowledgement'), 'to the one who had it').to.deep.equal([]);
    const again = given(back, member, '2026-11-24T09:50');
    expect(lowest(again, 'acknowledgement'), 'a second time').to.deep.equal([]);
  });

  it('tells the new holder of a promise that passed with the one before', () => {
    const promised = having(inState('assigned'), assignee, COMMANDS.acknowledge);
    const passed = nudgedAt(promised, '2026-12-01T12:00');
    const moved = given(passed, member, '2026-12-01T12:30');
    expect(lowest(moved, 'promise-passed')).to.deep.equal([
      `2026-12-01T13:30 promise-passed 0 ${member}`,
    ]);
    expect(plan(moved, 'promise-passed')[1]).to.equal(
      '2026-12-01T16:00 promise-passed 1 repairs-lead',
    );
  });

  it('does not at once nag whoever takes it just after the team was warned', () => {
    const warned = nudgedAt(nudgedAt(filed(), '2026-11-23T11:00'), '2026-11-23T14:00');
    const team = nudgedAt(warned, '2026-11-23T16:00');
    const took = having(team, assignee, COMMANDS.take, at('2026-11-23T16:05'));
    expect(plan(took)[0]).to.equal(`2026-11-24T09:05 acknowledgement 0 ${assignee}`);
  });

  it('does not tell the team what its holder was told; that nobody has it is a nudge of its own', () => {
    const asked = nudgedAt(taken(), '2026-11-23T16:00');
    const back = having(asked, assignee, COMMANDS.release, at('2026-11-23T16:30'));
    expect(plan(back).filter((line) => line.endsWith('team'))).to.deep.equal([
      '2026-11-24T09:30 untaken 0 team',
      '2026-11-25T16:30 quiet 0 team',
    ]);
  });
});

describe('the plan of nudges, after an outage', () => {
  const untaken = (complaint: Complaint): readonly string[] => plan(complaint, 'untaken');

  it('climbs a ladder one rung at a time, as far apart as the policy has them', () => {
    const woken = happened(filed(), { kind: 'nudge' }, at('2026-11-26T09:00'));
    expect(untaken(woken)).to.deep.equal([
      '2026-11-26T12:00 untaken 1 repairs-lead',
      '2026-11-26T16:00 untaken 2 olga',
      '2026-11-26T16:00 untaken 2 omar',
    ]);
    const later = happened(woken, { kind: 'nudge' }, at('2026-11-26T12:00'));
    expect(untaken(later)).to.deep.equal([
      '2026-11-26T16:00 untaken 2 olga',
      '2026-11-26T16:00 untaken 2 omar',
    ]);
  });

  it('leaves those below an hour when the next rung is about to fall due', () => {
    const woken = happened(filed(), { kind: 'nudge' }, at('2026-11-23T13:50'));
    expect(untaken(woken)[0]).to.equal('2026-11-23T14:50 untaken 1 repairs-lead');
    const soon = happened(filed(), { kind: 'nudge' }, at('2026-11-23T11:10'));
    expect(untaken(soon)[0], 'a little late').to.equal('2026-11-23T14:00 untaken 1 repairs-lead');
  });
});
