import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toNudgeId } from '../../../src/domain/nudges/nudge.js';
import { acknowledgementDue } from '../../../src/domain/nudges/plan.js';
import {
  DEFAULT_POLICY,
  type Organisation,
} from '../../../src/domain/organisation/organisation.js';
import {
  at,
  COMMANDS,
  filed,
  happened,
  having,
  inState,
  local,
  MONDAY,
  NEW_YORK,
  OFFICE,
  organisation,
  WHO,
  withTeam,
} from '../../support/domain.js';

/** The plan in words, e.g. `2026-11-23T11:00 untaken 0 team`; in London time. */
function plan(complaint: Complaint, rule?: string, organised: Organisation = organisation()) {
  return planComplaintNudges(complaint, organised)
    .filter((nudge) => rule === undefined || nudge.rule === rule)
    .map((nudge) => {
      const to = nudge.to === 'team' ? 'team' : nudge.to.person;
      return `${local(nudge.at)} ${nudge.rule} ${nudge.rung} ${to}`;
    });
}

const taken = (): Complaint => having(filed(), WHO.assignee, COMMANDS.take);

describe('the plan of nudges, by the default times', () => {
  it('of a new complaint is in order of time', () => {
    expect(plan(filed())).to.deep.equal([
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

  it('has nobody taken it after one working hour, counted from when it was filed or given back', () => {
    const friday = filed({ now: at('2026-11-27T16:30') });
    expect(plan(friday, 'untaken')[0]).to.equal('2026-11-30T09:30 untaken 0 team');
    const back = having(taken(), WHO.assignee, COMMANDS.release, at('2026-11-23T15:00'));
    expect(plan(back, 'untaken')[0]).to.equal('2026-11-23T16:00 untaken 0 team');
    expect(plan(taken(), 'untaken')).to.deep.equal([]);
  });

  it('wants the acknowledgement within one working day: first whoever has it, then lead and officers', () => {
    expect(local(acknowledgementDue(MONDAY, DEFAULT_POLICY, OFFICE))).to.equal('2026-11-24T10:00');
    expect(plan(taken(), 'acknowledgement')).to.deep.equal([
      '2026-11-23T16:00 acknowledgement 0 repairs-ann',
      '2026-11-24T10:00 acknowledgement 1 repairs-lead',
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
    ]);
    const done = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    expect(plan(done, 'acknowledgement')).to.deep.equal([]);
  });

  it('reminds 24, 4 and 1 working hours before a promise', () => {
    const promised = having(taken(), WHO.assignee, COMMANDS.promise);
    expect(plan(promised, 'promise-near')).to.deep.equal([
      '2026-11-26T12:00 promise-near 0 repairs-ann',
      '2026-11-30T16:00 promise-near 0 repairs-ann',
      '2026-12-01T11:00 promise-near 0 repairs-ann',
    ]);
  });

  it('does not remind of a promise at times before it was made', () => {
    const soon = { ...COMMANDS.promise, dueAt: at('2026-11-23T15:00') };
    expect(plan(having(taken(), WHO.assignee, soon), 'promise-near')).to.deep.equal([
      '2026-11-23T11:00 promise-near 0 repairs-ann',
      '2026-11-23T14:00 promise-near 0 repairs-ann',
    ]);
  });

  it('tells assignee, lead and officers of a promise that passed', () => {
    const promised = having(taken(), WHO.assignee, COMMANDS.promise);
    expect(plan(promised, 'promise-passed')).to.deep.equal([
      '2026-12-01T12:00 promise-passed 0 repairs-ann',
      '2026-12-01T16:00 promise-passed 1 repairs-lead',
      '2026-12-02T12:00 promise-passed 2 olga',
      '2026-12-02T12:00 promise-passed 2 omar',
    ]);
    for (const kind of ['keep', 'resolve', 'withdraw'] as const) {
      const settled = having(promised, WHO.lead, COMMANDS[kind]);
      expect(plan(settled, 'promise-passed'), kind).to.deep.equal([]);
    }
  });

  it('tells of a promise for the night when work begins again', () => {
    const night = { ...COMMANDS.promise, dueAt: at('2026-11-27T22:00') };
    const passed = plan(having(taken(), WHO.assignee, night), 'promise-passed');
    expect(passed[0]).to.equal('2026-11-30T09:00 promise-passed 0 repairs-ann');
  });

  it('goes by the new date once a promise was renegotiated', () => {
    const moved = having(inState('assigned'), WHO.assignee, COMMANDS.renegotiate);
    expect(plan(moved, 'promise-passed')[0]).to.equal(
      '2026-12-03T12:00 promise-passed 0 repairs-ann',
    );
  });

  it('notices quiet after two working days, and every two again, a rung higher each time', () => {
    const rungs = ['repairs-ann', 'repairs-lead', 'olga omar', 'olga omar'];
    let complaint = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    const seen = rungs.map((_, rung) => {
      const due = planComplaintNudges(complaint, organisation());
      const now = due[0]?.at ?? 0;
      complaint = happened(complaint, { kind: 'nudge' }, now);
      const to = due.map((nudge) => (nudge.to === 'team' ? 'team' : nudge.to.person)).join(' ');
      expect(due.every((nudge) => nudge.rung === rung)).to.equal(true);
      return `${local(now)} ${to}`;
    });
    const days = ['2026-11-25T10:00', '2026-11-27T10:00', '2026-12-01T10:00', '2026-12-03T10:00'];
    expect(seen).to.deep.equal(days.map((day, n) => `${day} ${rungs[n]}`));
  });

  it('begins at the bottom again when a quiet complaint comes to life', () => {
    const quiet = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    const nudged = happened(quiet, { kind: 'nudge' }, at('2026-11-25T10:00'));
    const heard = at('2026-11-25T11:00');
    const alive = happened(nudged, { kind: 'hear', by: WHO.member, at: heard }, heard);
    expect(plan(alive, 'quiet')).to.deep.equal(['2026-11-27T11:00 quiet 0 repairs-ann']);
  });

  it('counts what is done at the very moment of a quiet nudge as the answer to it', () => {
    const now = at('2026-11-25T10:00');
    const quiet = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    const nudged = happened(quiet, { kind: 'nudge' }, now);
    const alive = having(nudged, WHO.assignee, COMMANDS.update, now);
    expect(alive.nudges[0]?.settledAt).to.equal(now);
    expect(plan(alive, 'quiet')).to.deep.equal(['2026-11-27T10:00 quiet 0 repairs-ann']);
  });

  it('goes on after something written between two nudges is heard of late', () => {
    const quiet = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    const once = happened(quiet, { kind: 'nudge' }, at('2026-11-25T10:00'));
    const twice = happened(once, { kind: 'nudge' }, at('2026-11-27T10:00'));
    const late = { kind: 'hear', by: WHO.member, at: at('2026-11-27T09:59') } as const;
    const heard = happened(twice, late, at('2026-11-27T10:01'));
    expect(plan(heard, 'quiet').map((line) => line.slice(0, 24))).to.deep.equal([
      '2026-12-01T10:00 quiet 2',
      '2026-12-01T10:00 quiet 2',
    ]);
  });

  it('asks after one working day whether the complainant was told, and not yet for a follow-up', () => {
    expect(plan(inState('resolved'))).to.deep.equal(['2026-11-24T10:00 tell 0 repairs-ann']);
  });

  it('wants the follow-up five working days after the complainant was told, and two later again', () => {
    const told = having(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(plan(told)).to.deep.equal(['2026-11-30T10:00 follow-up 0 repairs-ann']);
    const once = happened(told, { kind: 'nudge' }, at('2026-11-30T10:00'));
    expect(plan(once)).to.deep.equal(['2026-12-02T10:00 follow-up 1 repairs-lead']);
  });

  it('wants nothing of what is closed or withdrawn', () => {
    expect(plan(inState('closed'))).to.deep.equal([]);
    expect(plan(inState('withdrawn'))).to.deep.equal([]);
  });
});

describe('the plan of nudges, by who is there', () => {
  it('goes by the hours and zone of the complaint’s own team', () => {
    const complaint = filed({ category: 'invoice', now: at('2026-11-25T17:30', NEW_YORK.zone) });
    const [first] = planComplaintNudges(complaint, organisation());
    expect(local(first?.at, NEW_YORK.zone)).to.equal('2026-11-27T09:30');
  });

  it('passes the lead over where there is none', () => {
    expect(plan(filed({ category: 'parcel' }), 'untaken')).to.deep.equal([
      '2026-11-23T11:00 untaken 0 team',
      '2026-11-23T14:00 untaken 1 olga',
      '2026-11-23T14:00 untaken 1 omar',
      '2026-11-24T10:00 untaken 2 olga',
      '2026-11-24T10:00 untaken 2 omar',
    ]);
  });

  it('never goes to the channel when it is confidential', () => {
    const secret = plan(filed({ category: 'conduct' }));
    expect(secret[0]).to.equal('2026-11-23T11:00 untaken 0 repairs-lead');
    expect(secret.filter((line) => line.endsWith('team'))).to.deep.equal([]);
    const officers = plan(filed({ category: 'privacy' }), 'untaken');
    expect(officers[0]).to.equal('2026-11-23T11:00 untaken 0 olga');
  });

  it('falls to the team where there is neither lead nor officer', () => {
    const alone = { ...withTeam('repairs', { lead: null }), officers: [] };
    const lines = plan(filed({}, alone), 'untaken', alone);
    expect(lines.map((line) => line.slice(-4))).to.deep.equal(['team', 'team', 'team']);
  });

  it('goes to the officers, Monday to Friday 9 to 5 UTC, when its team is no longer configured', () => {
    const gone = { ...organisation(), teams: new Map() };
    expect(plan(filed(), 'untaken', gone)[1]).to.equal('2026-11-23T14:00 untaken 1 olga');
  });

  it('gives each officer theirs: one who snoozed, and one who has only become one', () => {
    const first = at('2026-11-23T11:00');
    const asked = happened(filed({ category: 'privacy' }), { kind: 'nudge' }, first);
    const snoozed = having(asked, 'olga', COMMANDS.snooze, first);
    const nudged = happened(snoozed, { kind: 'nudge' }, at('2026-11-23T14:00'));
    const later = nudged.nudges.filter((sent) => sent.sentAt > first);
    expect(later.map(({ rung, to }) => ({ rung, to }))).to.deep.equal([
      { rung: 1, to: { person: 'omar' } },
    ]);
    expect(plan(nudged, 'untaken').slice(0, 2)).to.deep.equal([
      '2026-11-24T09:00 untaken 1 olga',
      '2026-11-24T09:00 untaken 0 olga',
    ]);
    const all = ['2026-11-23T11:00', '2026-11-23T14:00', '2026-11-24T10:00'].reduce(
      (complaint, time) => happened(complaint, { kind: 'nudge' }, at(time)),
      filed(),
    );
    expect(plan(all, 'untaken')).to.deep.equal([]);
    const changed = { ...organisation(), officers: ['olga', 'nina'] };
    expect(plan(all, 'untaken', changed)).to.deep.equal(['2026-11-24T10:00 untaken 2 nina']);
  });

  it('gives an officer who snoozed what went to the others meanwhile, though the next rung is counted already', () => {
    let complaint = having(taken(), WHO.assignee, COMMANDS.acknowledge);
    for (const day of ['25', '27']) {
      complaint = happened(complaint, { kind: 'nudge' }, at(`2026-11-${day}T10:00`));
    }
    complaint = happened(complaint, { kind: 'nudge' }, at('2026-12-01T10:00'));
    complaint = having(complaint, 'olga', COMMANDS.snooze, at('2026-12-01T11:00'));
    complaint = happened(complaint, { kind: 'nudge' }, at('2026-12-02T09:00'));
    complaint = having(complaint, 'olga', COMMANDS.snooze, at('2026-12-02T09:01'));
    complaint = happened(complaint, { kind: 'nudge' }, at('2026-12-03T09:00'));
    complaint = having(complaint, 'olga', COMMANDS.snooze, at('2026-12-03T09:01'));
    complaint = happened(complaint, { kind: 'nudge' }, at('2026-12-03T10:00'));
    expect(plan(complaint)).to.deep.equal([
      '2026-12-04T09:00 quiet 3 olga',
      '2026-12-04T09:00 quiet 2 olga',
      '2026-12-07T10:00 quiet 4 olga',
      '2026-12-07T10:00 quiet 4 omar',
    ]);
    const nudged = happened(complaint, { kind: 'nudge' }, at('2026-12-04T09:00'));
    expect(plan(nudged)).to.deep.equal([
      '2026-12-07T10:00 quiet 4 olga',
      '2026-12-07T10:00 quiet 4 omar',
    ]);
  });

  it('sends the lead’s rung once, whoever is the lead by then', () => {
    const nudged = ['2026-11-23T16:00', '2026-11-24T10:00'].reduce(
      (complaint, time) => happened(complaint, { kind: 'nudge' }, at(time)),
      taken(),
    );
    const changed = withTeam('repairs', { lead: 'nina' });
    expect(plan(nudged, 'acknowledgement', changed)).to.deep.equal([
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
    ]);
  });
});

describe('the identity of a nudge', () => {
  it('is its rule, promise, rung, due time and recipient', () => {
    const key = {
      rule: 'promise-near',
      about: 'p2',
      rung: 0,
      dueAt: 5,
      to: { person: 'olga' },
    } as const;
    expect(toNudgeId(key)).to.equal('promise-near/p2/0/5/olga');
    expect(toNudgeId({ ...key, about: null, to: 'team' })).to.equal('promise-near/-/0/5/team');
  });

  it('does not change when the plan is made again, or later things happen', () => {
    const before = planComplaintNudges(inState('assigned'), organisation()).map(toNudgeId);
    expect(planComplaintNudges(inState('assigned'), organisation()).map(toNudgeId)).to.deep.equal(
      before,
    );
    const later = having(inState('assigned'), WHO.lead, COMMANDS.acknowledge);
    const left = planComplaintNudges(later, organisation()).map(toNudgeId);
    expect(left).to.deep.equal(before.filter((id) => !id.startsWith('acknowledgement')));
  });
});
