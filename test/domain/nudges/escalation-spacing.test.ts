import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { act, at, COMMANDS, filed, inState, runSystem, WHO } from '../../support/domain.js';
import { formatPlan } from './nudge-helpers.js';

const taken = (): Complaint => act(filed(), WHO.assignee, COMMANDS.take);

describe('the plan of nudges after a new assignment', () => {
  const { assignee, member, lead } = WHO;
  const given = (complaint: Complaint, to: string, time: string): Complaint =>
    act(complaint, lead, { kind: 'assign', to }, at(time));
  const nudgedAt = (complaint: Complaint, time: string): Complaint =>
    runSystem(complaint, { kind: 'nudge' }, at(time));
  const lowest = (complaint: Complaint, rule: string): readonly string[] =>
    formatPlan(complaint, rule).filter((line) => line.includes(`${rule} 0`));

  it('repeats the old assignee’s nudge to the new one, once, a working hour after the assignment', () => {
    const nudged = nudgedAt(taken(), '2026-11-23T16:00');
    const moved = given(nudged, member, '2026-11-23T16:30');
    const line = `2026-11-24T09:30 acknowledgement 0 ${member}`;
    expect(lowest(moved, 'acknowledgement')).to.deep.equal([line]);
    const repeated = nudgedAt(moved, '2026-11-24T09:30');
    expect(lowest(repeated, 'acknowledgement')).to.deep.equal([]);
    const back = given(repeated, assignee, '2026-11-24T09:40');
    expect(lowest(back, 'acknowledgement'), 'to the one who had it').to.deep.equal([]);
    const again = given(back, member, '2026-11-24T09:50');
    expect(lowest(again, 'acknowledgement'), 'a second time').to.deep.equal([]);
  });

  it('repeats to the new assignee that a promise passed', () => {
    const promised = act(inState('assigned'), assignee, COMMANDS.acknowledge);
    const passed = nudgedAt(promised, '2026-12-01T12:00');
    const moved = given(passed, member, '2026-12-01T12:30');
    expect(lowest(moved, 'promise-passed')).to.deep.equal([
      `2026-12-01T13:30 promise-passed 0 ${member}`,
    ]);
    expect(formatPlan(moved, 'promise-passed')[1]).to.equal(
      '2026-12-01T16:00 promise-passed 1 repairs-lead',
    );
  });

  it('does not at once nudge a person who takes it just after the team was warned', () => {
    const warned = nudgedAt(nudgedAt(filed(), '2026-11-23T11:00'), '2026-11-23T14:00');
    const team = nudgedAt(warned, '2026-11-23T16:00');
    const took = act(team, assignee, COMMANDS.take, at('2026-11-23T16:05'));
    expect(formatPlan(took)[0]).to.equal(`2026-11-24T09:05 acknowledgement 0 ${assignee}`);
  });

  it('does not repeat the assignee’s nudges to the team, which gets the untaken nudge', () => {
    const nudged = nudgedAt(taken(), '2026-11-23T16:00');
    const back = act(nudged, assignee, COMMANDS.release, at('2026-11-23T16:30'));
    expect(formatPlan(back).filter((line) => line.endsWith('team'))).to.deep.equal([
      '2026-11-24T09:30 untaken 0 team',
      '2026-11-25T16:30 quiet 0 team',
    ]);
  });
});

describe('the plan of nudges after an outage', () => {
  const untaken = (complaint: Complaint): readonly string[] => formatPlan(complaint, 'untaken');

  it('escalates one rung at a time, at the policy’s distances', () => {
    const woken = runSystem(filed(), { kind: 'nudge' }, at('2026-11-26T09:00'));
    expect(untaken(woken)).to.deep.equal([
      '2026-11-26T12:00 untaken 1 repairs-lead',
      '2026-11-26T16:00 untaken 2 olga',
      '2026-11-26T16:00 untaken 2 omar',
    ]);
    const later = runSystem(woken, { kind: 'nudge' }, at('2026-11-26T12:00'));
    expect(untaken(later)).to.deep.equal([
      '2026-11-26T16:00 untaken 2 olga',
      '2026-11-26T16:00 untaken 2 omar',
    ]);
  });

  it('keeps an hour between rungs if the next one is about to become due', () => {
    const woken = runSystem(filed(), { kind: 'nudge' }, at('2026-11-23T13:50'));
    expect(untaken(woken)[0]).to.equal('2026-11-23T14:50 untaken 1 repairs-lead');
    const due = runSystem(filed(), { kind: 'nudge' }, at('2026-11-23T14:00'));
    expect(untaken(due)[0], 'due by then').to.equal('2026-11-24T09:00 untaken 1 repairs-lead');
    const soon = runSystem(filed(), { kind: 'nudge' }, at('2026-11-23T11:10'));
    expect(untaken(soon)[0], 'a little late').to.equal('2026-11-23T14:00 untaken 1 repairs-lead');
  });
});

describe('the plan of nudges of a complaint that is recorded late', () => {
  it('climbs from an hour after that if the acknowledgement was due already', () => {
    const late = act(filed({ receivedAt: at('2026-11-18T12:00') }), WHO.assignee, COMMANDS.take);
    expect(formatPlan(late, 'acknowledgement')).to.deep.equal([
      '2026-11-23T11:00 acknowledgement 0 repairs-ann',
      '2026-11-23T12:00 acknowledgement 1 repairs-lead',
      '2026-11-24T12:00 acknowledgement 2 olga',
      '2026-11-24T12:00 acknowledgement 2 omar',
    ]);
  });
});
