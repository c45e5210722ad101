import { expect } from 'chai';
import { decide } from '../../../../src/domain/commands/decide.js';
import type { SnoozeChoice } from '../../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../../src/domain/complaint/decision.js';
import { listQuickSnoozes } from '../../../../src/domain/nudges/snooze-end.js';
import {
  act,
  applyDecision,
  asActor,
  at,
  COMMANDS,
  createDailyCalendar,
  createWeekCalendar,
  formatLocal,
  OFFICE,
  runSystem,
  WHO,
  workingHours,
} from '../../../support/domain.js';
import { createPromised, NUDGE } from '../../nudges/nudge-helpers.js';
import { toAnswerCode } from '../decide-accepted.js';

/** A Tuesday. The promise of {@link createPromised} is due at 12:00. */
const NOON = at('2026-12-01T12:00');
const words = (said: string): SnoozeChoice => ({ words: said, zone: 'Europe/London' });
const passed = (now = NOON): Complaint => runSystem(createPromised(), NUDGE, now);

function choose(choice: SnoozeChoice, now = NOON, complaint = passed(now)): Decision {
  return decide(complaint, { kind: 'snooze', choice }, asActor(WHO.assignee, now));
}

/** Until when it was snoozed, or why not. */
function said(decision: Decision): string {
  if (decision.kind === 'refused') return decision.refusals.map(({ code }) => code).join();
  const after = applyDecision(passed(), decision);
  return formatLocal(after.snoozes[WHO.assignee]?.until);
}

describe('the end of a snooze', () => {
  it('is an hour later, if the team works then', () => {
    expect(said(choose('hour'))).to.equal('2026-12-01T13:00');
    const late = at('2026-12-01T16:30');
    expect(said(choose('hour', late))).to.equal('snooze-not-now');
  });

  it('is this afternoon, in the morning', () => {
    const morning = at('2026-12-02T09:30');
    expect(said(choose('afternoon', morning))).to.equal('2026-12-02T13:00');
    expect(said(choose('afternoon')), 'at noon').to.equal('snooze-not-now');
  });

  it('is read back and recorded when it was said in words', () => {
    const decision = choose(words('Friday noon'));
    const until = at('2026-12-04T12:00');
    expect(decision).to.have.deep.property('answer', {
      name: 'said',
      args: { code: 'snoozed', until },
    });
    const history = decision.kind === 'accepted' ? decision.history : [];
    expect(history).to.deep.equal([
      { what: 'snooze', args: { until }, at: NOON, by: WHO.assignee },
    ]);
  });

  it('counts working days', () => {
    expect(said(choose(words('in 3 working days')))).to.equal('2026-12-04T12:00');
  });

  it('is refused below its field when it says nothing, has passed, or is too far away', () => {
    const refuse = (phrase: string) => {
      const decision = choose(words(phrase));
      return decision.kind === 'refused'
        ? decision.refusals.map(({ code, field }) => `${field} ${code}`)
        : decision.kind;
    };
    expect(refuse('when pigs fly')).to.deep.equal(['words snooze-unread']);
    expect(refuse('')).to.deep.equal(['words snooze-unread']);
    expect(refuse('today 11:00')).to.deep.equal(['words date-past']);
    expect(refuse('in 3 weeks')).to.deep.equal(['words snooze-far']);
    expect(said(choose(words('in 14 days')))).to.equal('2026-12-15T12:00');
  });

  it('is never after the date of the next promise, of which it says the last minute before', () => {
    const due = at('2026-12-03T17:00');
    const more = act(passed(), WHO.assignee, { ...COMMANDS.promise, dueAt: due }, NOON - 1);
    const before = at('2026-12-03T16:59');
    expect(choose(words('Friday noon'), NOON, more)).to.deep.equal({
      kind: 'refused',
      refusals: [
        {
          code: 'snooze-past-promise',
          field: 'words',
          args: { due, before, zone: 'Europe/London' },
        },
      ],
    });
    expect(said(choose(words('Thursday 16:59'), NOON, more))).to.equal('2026-12-03T16:59');
    const soon = act(passed(), WHO.assignee, { ...COMMANDS.promise, dueAt: NOON + 30_000 }, NOON);
    const late = choose('next-day', NOON, soon);
    expect(late.kind === 'refused' && late.refusals[0]?.args).to.deep.include({ before: null });
  });

  it('is not held back by a promise that has passed, or that is kept', () => {
    expect(said(choose(words('Friday noon')))).to.equal('2026-12-04T12:00');
    const due = at('2026-12-03T12:00');
    const more = act(passed(), WHO.assignee, { ...COMMANDS.promise, dueAt: due }, NOON - 2);
    const kept = act(more, WHO.assignee, { kind: 'keep', promise: 'p2' }, NOON - 1);
    expect(said(choose(words('Friday noon'), NOON, kept))).to.equal('2026-12-04T12:00');
  });

  it('can be chosen once until the reminder comes again, however short it is', () => {
    const first = applyDecision(passed(), choose('hour'));
    const running = choose(words('Friday noon'), NOON + 1, first);
    expect(toAnswerCode(running)).to.equal('snoozed');
    const over = at('2026-12-01T13:00');
    expect(toAnswerCode(choose('hour', over, first))).to.equal('nothing-to-snooze');
    const again = runSystem(first, NUDGE, over);
    expect(said(choose('hour', over, again))).to.equal('2026-12-01T14:00');
  });
});

describe('the snoozes that take one press', () => {
  const list = (local: string, calendar = OFFICE, complaint = passed()): readonly string[] =>
    listQuickSnoozes(complaint, calendar, at(local, calendar.zone));

  it('are those that end in working time', () => {
    expect(list('2026-12-02T09:30')).to.deep.equal(['hour', 'afternoon', 'next-day']);
    expect(list('2026-12-02T12:00')).to.deep.equal(['hour', 'next-day']);
    expect(list('2026-12-02T16:00')).to.deep.equal(['next-day']);
    expect(list('2026-12-05T10:00'), 'on a Saturday').to.deep.equal(['next-day']);
    const split = createWeekCalendar([workingHours(9, 12), workingHours(14, 18)]);
    expect(list('2026-12-02T11:30', split)).to.deep.equal(['afternoon', 'next-day']);
  });

  it('have no afternoon for a team that does not work then', () => {
    const mornings = createWeekCalendar([workingHours(8, 12)]);
    expect(list('2026-12-02T09:00', mornings)).to.deep.equal(['hour', 'next-day']);
    const nights = createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'Europe/London');
    expect(list('2026-12-02T02:00', nights)).to.deep.equal(['hour', 'next-day']);
  });

  it('end before the next promise', () => {
    const due = at('2026-12-02T14:00');
    const more = act(passed(), WHO.assignee, { ...COMMANDS.promise, dueAt: due }, NOON - 1);
    expect(list('2026-12-02T09:30', OFFICE, more)).to.deep.equal(['hour', 'afternoon']);
    expect(list('2026-12-02T13:30', OFFICE, more)).to.deep.equal([]);
  });
});
