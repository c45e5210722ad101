import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { acknowledgementDue } from '../../../src/domain/nudges/plan-steps.js';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import {
  act,
  at,
  COMMANDS,
  createOrganisation,
  createWeekCalendar,
  filed,
  formatLocal,
  HOUR,
  inState,
  MONDAY,
  NEW_YORK,
  OFFICE,
  organisationWithTeam,
  runSystem,
  WHO,
} from '../../support/domain.js';
import { formatPlan } from './nudge-helpers.js';

const taken = (): Complaint => act(filed(), WHO.assignee, COMMANDS.take);

describe('the plan of nudges with the default policy', () => {
  it('is in order of time', () => {
    expect(formatPlan(filed())).to.deep.equal([
      '2026-11-23T11:00 untaken 0 team',
      '2026-11-23T14:00 untaken 1 repairs-lead',
      '2026-11-23T16:00 acknowledgement 0 team',
      '2026-11-24T10:00 acknowledgement 1 repairs-lead',
      '2026-11-24T10:00 untaken 2 olga',
      '2026-11-24T10:00 untaken 2 omar',
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
      '2026-11-25T10:00 quiet 0 team',
    ]);
  });

  it('nudges an untaken complaint one working hour after it was filed or released', () => {
    const friday = filed({ now: at('2026-11-27T16:30') });
    expect(formatPlan(friday, 'untaken')[0]).to.equal('2026-11-30T09:30 untaken 0 team');
    const back = act(taken(), WHO.assignee, COMMANDS.release, at('2026-11-23T15:00'));
    expect(formatPlan(back, 'untaken')[0]).to.equal('2026-11-23T16:00 untaken 0 team');
    expect(formatPlan(taken(), 'untaken')).to.deep.equal([]);
  });

  it('asks for the acknowledgement within one working day: the assignee, then lead and officers', () => {
    expect(formatLocal(acknowledgementDue(MONDAY, DEFAULT_POLICY, OFFICE))).to.equal(
      '2026-11-24T10:00',
    );
    expect(formatPlan(taken(), 'acknowledgement')).to.deep.equal([
      '2026-11-23T16:00 acknowledgement 0 repairs-ann',
      '2026-11-24T10:00 acknowledgement 1 repairs-lead',
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
    ]);
    const done = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    expect(formatPlan(done, 'acknowledgement')).to.deep.equal([]);
  });

  it('warns of the acknowledgement at short notice, not at once, if the warning is that long', () => {
    const policy = { ...DEFAULT_POLICY, acknowledgeWarning: 20 * HOUR };
    const organisation = { ...createOrganisation(), policy };
    expect(formatPlan(taken(), 'acknowledgement', organisation)[0]).to.equal(
      '2026-11-23T14:00 acknowledgement 0 repairs-ann',
    );
    const minutes = createWeekCalendar([{ from: 600, to: 620 }]);
    const brief = organisationWithTeam('repairs', { calendar: minutes });
    expect(formatPlan(filed({}, brief), 'acknowledgement', brief)[0], 'too little time').to.equal(
      '2026-11-24T10:00 acknowledgement 0 team',
    );
  });

  it('reminds 24, 4 and 1 working hours before a promise', () => {
    const promised = act(taken(), WHO.assignee, COMMANDS.promise);
    expect(formatPlan(promised, 'promise-near')).to.deep.equal([
      '2026-11-26T12:00 promise-near 0 repairs-ann',
      '2026-11-30T16:00 promise-near 0 repairs-ann',
      '2026-12-01T11:00 promise-near 0 repairs-ann',
    ]);
  });

  it('does not remind of a promise before it was made, nor at that moment', () => {
    const inFourHours = { ...COMMANDS.promise, dueAt: at('2026-11-23T14:00') };
    expect(formatPlan(act(taken(), WHO.assignee, inFourHours), 'promise-near')).to.deep.equal([
      '2026-11-23T13:00 promise-near 0 repairs-ann',
    ]);
    const soon = { ...COMMANDS.promise, dueAt: at('2026-11-23T15:00') };
    expect(formatPlan(act(taken(), WHO.assignee, soon), 'promise-near')).to.deep.equal([
      '2026-11-23T11:00 promise-near 0 repairs-ann',
      '2026-11-23T14:00 promise-near 0 repairs-ann',
    ]);
  });

  it('nudges assignee, lead and officers about a promise that passed', () => {
    const promised = act(taken(), WHO.assignee, COMMANDS.promise);
    expect(formatPlan(promised, 'promise-passed')).to.deep.equal([
      '2026-12-01T12:00 promise-passed 0 repairs-ann',
      '2026-12-01T16:00 promise-passed 1 repairs-lead',
      '2026-12-02T12:00 promise-passed 2 olga',
      '2026-12-02T12:00 promise-passed 2 omar',
    ]);
    for (const kind of ['keep', 'resolve', 'withdraw'] as const) {
      const settled = act(promised, WHO.lead, COMMANDS[kind]);
      expect(formatPlan(settled, 'promise-passed'), kind).to.deep.equal([]);
    }
  });

  it('nudges about a promise for the night when work begins again', () => {
    const night = { ...COMMANDS.promise, dueAt: at('2026-11-27T22:00'), unworked: true };
    const passed = formatPlan(act(taken(), WHO.assignee, night), 'promise-passed');
    expect(passed[0]).to.equal('2026-11-30T09:00 promise-passed 0 repairs-ann');
  });

  it('follows the new date of a renegotiated promise', () => {
    const moved = act(inState('assigned'), WHO.assignee, COMMANDS.renegotiate);
    expect(formatPlan(moved, 'promise-passed')[0]).to.equal(
      '2026-12-03T12:00 promise-passed 0 repairs-ann',
    );
  });

  it('nudges a quiet complaint every two working days, one rung higher each time', () => {
    const rungs = [
      'repairs-ann',
      'repairs-lead',
      'olga omar',
      'olga omar repairs-ann repairs-lead team',
    ];
    let complaint = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    const seen = rungs.map((_, rung) => {
      const due = planComplaintNudges(complaint, createOrganisation());
      const now = due[0]?.at ?? 0;
      complaint = runSystem(complaint, { kind: 'nudge' }, now);
      const to = due.map((nudge) => (nudge.to === 'team' ? 'team' : nudge.to.person)).join(' ');
      expect(due.every((nudge) => nudge.rung === rung)).to.equal(true);
      return `${formatLocal(now)} ${to}`;
    });
    const days = ['2026-11-25T10:00', '2026-11-27T10:00', '2026-12-01T10:00', '2026-12-03T10:00'];
    expect(seen).to.deep.equal(days.map((day, n) => `${day} ${rungs[n]}`));
  });

  it('starts at the lowest rung again after activity on a quiet complaint', () => {
    const quiet = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    const nudged = runSystem(quiet, { kind: 'nudge' }, at('2026-11-25T10:00'));
    const reported = at('2026-11-25T11:00');
    const active = runSystem(
      nudged,
      { kind: 'hear', placement: 1, by: WHO.member, at: reported },
      reported,
    );
    expect(formatPlan(active, 'quiet')).to.deep.equal(['2026-11-27T11:00 quiet 0 repairs-ann']);
  });

  it('counts activity at the very moment of a quiet nudge as its answer', () => {
    const now = at('2026-11-25T10:00');
    const quiet = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    const nudged = runSystem(quiet, { kind: 'nudge' }, now);
    const active = act(nudged, WHO.assignee, COMMANDS.update, now);
    expect(active.nudges[0]?.settledAt).to.equal(now);
    expect(formatPlan(active, 'quiet')).to.deep.equal(['2026-11-27T10:00 quiet 0 repairs-ann']);
  });

  it('continues after a late report of a message written between two nudges', () => {
    const quiet = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    const once = runSystem(quiet, { kind: 'nudge' }, at('2026-11-25T10:00'));
    const twice = runSystem(once, { kind: 'nudge' }, at('2026-11-27T10:00'));
    const late = {
      kind: 'hear',
      placement: 1,
      by: WHO.member,
      at: at('2026-11-27T09:59'),
    } as const;
    const reported = runSystem(twice, late, at('2026-11-27T10:01'));
    expect(formatPlan(reported, 'quiet').map((line) => line.slice(0, 24))).to.deep.equal([
      '2026-12-01T10:00 quiet 2',
      '2026-12-01T10:00 quiet 2',
    ]);
  });

  it('asks after one working day to inform the complainant, not yet for a follow-up', () => {
    expect(formatPlan(inState('resolved'))).to.deep.equal(['2026-11-24T10:00 tell 0 repairs-ann']);
  });

  it('asks for the follow-up five working days after the complainant was informed, and again two later', () => {
    const informed = act(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(formatPlan(informed)).to.deep.equal(['2026-11-30T10:00 follow-up 0 repairs-ann']);
    const once = runSystem(informed, { kind: 'nudge' }, at('2026-11-30T10:00'));
    expect(formatPlan(once)).to.deep.equal(['2026-12-02T10:00 follow-up 1 repairs-lead']);
  });

  it('plans nothing for a closed or withdrawn complaint', () => {
    expect(formatPlan(inState('closed'))).to.deep.equal([]);
    expect(formatPlan(inState('withdrawn'))).to.deep.equal([]);
  });
});

describe('the recipients in the plan of nudges', () => {
  it('get nudges in the hours and zone of the complaint’s own team', () => {
    const complaint = filed({
      category: 'invoice',
      now: at('2026-11-25T17:30', NEW_YORK.zone),
    });
    const [first] = planComplaintNudges(complaint, createOrganisation());
    expect(formatLocal(first?.at, NEW_YORK.zone)).to.equal('2026-11-27T09:30');
  });

  it('are the officers in place of a missing lead', () => {
    expect(formatPlan(filed({ category: 'parcel' }), 'untaken')).to.deep.equal([
      '2026-11-23T11:00 untaken 0 team',
      '2026-11-23T14:00 untaken 1 olga',
      '2026-11-23T14:00 untaken 1 omar',
      '2026-11-24T10:00 untaken 2 olga',
      '2026-11-24T10:00 untaken 2 omar',
    ]);
  });

  it('never include the channel if the complaint is confidential', () => {
    const secret = formatPlan(filed({ category: 'conduct' }));
    expect(secret[0]).to.equal('2026-11-23T11:00 untaken 0 repairs-lead');
    expect(secret.filter((line) => line.endsWith('team'))).to.deep.equal([]);
    const officers = formatPlan(filed({ category: 'privacy' }), 'untaken');
    expect(officers[0]).to.equal('2026-11-23T11:00 untaken 0 olga');
  });

  it('are the team if there is neither lead nor officer', () => {
    const alone = { ...organisationWithTeam('repairs', { lead: null }), officers: [] };
    const lines = formatPlan(filed({}, alone), 'untaken', alone);
    expect(lines.map((line) => line.slice(-4))).to.deep.equal(['team', 'team', 'team']);
  });

  it('are the officers, Monday to Friday 9 to 5 UTC, if the team is no longer configured', () => {
    const gone = { ...createOrganisation(), teams: new Map() };
    expect(formatPlan(filed(), 'untaken', gone)[1]).to.equal('2026-11-23T14:00 untaken 1 olga');
  });

  it('include each officer: one who snoozed, and a new one', () => {
    const first = at('2026-11-23T11:00');
    const nudgedOnce = runSystem(filed({ category: 'privacy' }), { kind: 'nudge' }, first);
    const snoozed = act(nudgedOnce, 'olga', COMMANDS.snooze, first);
    const nudged = runSystem(snoozed, { kind: 'nudge' }, at('2026-11-23T14:00'));
    const later = nudged.nudges.filter((sent) => sent.sentAt > first);
    expect(later.map(({ rung, to }) => ({ rung, to }))).to.deep.equal([
      { rung: 1, to: { person: 'omar' } },
    ]);
    expect(formatPlan(nudged, 'untaken').slice(0, 2)).to.deep.equal([
      '2026-11-24T09:00 untaken 1 olga',
      '2026-11-24T09:00 untaken 0 olga',
    ]);
    const all = ['2026-11-23T11:00', '2026-11-23T14:00', '2026-11-24T10:00'].reduce(
      (complaint, time) => runSystem(complaint, { kind: 'nudge' }, at(time)),
      filed(),
    );
    const isLastRung = (line: string): boolean => line.includes('untaken 2');
    expect(formatPlan(all, 'untaken').filter(isLastRung)).to.deep.equal([]);
    const changed = { ...createOrganisation(), officers: ['olga', 'nina'] };
    expect(formatPlan(all, 'untaken', changed).filter(isLastRung)).to.deep.equal([
      '2026-11-24T10:00 untaken 2 nina',
    ]);
  });

  it('include an officer who snoozed while a rung went to the others, even after the next rung is planned', () => {
    let complaint = act(taken(), WHO.assignee, COMMANDS.acknowledge);
    for (const day of ['25', '27']) {
      complaint = runSystem(complaint, { kind: 'nudge' }, at(`2026-11-${day}T10:00`));
    }
    complaint = runSystem(complaint, { kind: 'nudge' }, at('2026-12-01T10:00'));
    complaint = act(complaint, 'olga', COMMANDS.snooze, at('2026-12-01T11:00'));
    complaint = runSystem(complaint, { kind: 'nudge' }, at('2026-12-02T09:00'));
    complaint = act(complaint, 'olga', COMMANDS.snooze, at('2026-12-02T09:01'));
    complaint = runSystem(complaint, { kind: 'nudge' }, at('2026-12-03T09:00'));
    complaint = act(complaint, 'olga', COMMANDS.snooze, at('2026-12-03T09:01'));
    complaint = runSystem(complaint, { kind: 'nudge' }, at('2026-12-03T10:00'));
    const everybody = ['olga', 'omar', WHO.assignee, WHO.lead, 'team'];
    const fourth = everybody.map((to) => `2026-12-07T10:00 quiet 4 ${to}`);
    expect(formatPlan(complaint)).to.deep.equal([
      '2026-12-04T09:00 quiet 3 olga',
      '2026-12-04T09:00 quiet 2 olga',
      ...fourth,
    ]);
    const nudged = runSystem(complaint, { kind: 'nudge' }, at('2026-12-04T09:00'));
    expect(formatPlan(nudged)).to.deep.equal(fourth);
  });

  it('get the lead’s rung once, whoever is the lead by then', () => {
    const nudged = ['2026-11-23T16:00', '2026-11-24T10:00'].reduce(
      (complaint, time) => runSystem(complaint, { kind: 'nudge' }, at(time)),
      taken(),
    );
    const changed = organisationWithTeam('repairs', { lead: 'nina' });
    expect(formatPlan(nudged, 'acknowledgement', changed)).to.deep.equal([
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
    ]);
  });
});
