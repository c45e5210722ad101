import { expect } from 'chai';
import { decideLine } from '../../../../src/domain/inbox/decide-lines.js';
import type { Inbox } from '../../../../src/domain/inbox/inbox.js';
import { nextLastCall } from '../../../../src/domain/inbox/reach.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createWeekCalendar,
  filed,
  formatLocal,
  HOUR,
  MINUTE,
  OFFICE,
  WHO,
  workingHours,
} from '../../../support/domain.js';
import {
  accept,
  addLine,
  createLine,
  inboxWith,
  listMessages,
  listSent,
  send,
  toSendContext,
} from '../../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');
const NINE = at('2026-11-24T09:00');

/** A complaint of {@link WHO.assignee} with a promise for 16:00 of the day after {@link TEN}. */
function promised() {
  const details = createDetails({ impact: 'high' });
  const taken = act(filed({ details }), WHO.assignee, COMMANDS.take);
  const told = act(taken, WHO.assignee, COMMANDS.acknowledge);
  const dueAt = at('2026-11-24T16:00');
  return act(told, WHO.assignee, { ...COMMANDS.promise, dueAt });
}

const awaitList = (inbox = inboxWith()): Inbox =>
  accept(inbox, decideLine(inbox, { kind: 'expect-list' }, toSendContext(TEN)));

describe('a list that is late after an outage', () => {
  it('comes when the quiet hours end that began meanwhile', () => {
    const inbox = awaitList(inboxWith({ quiet: { from: 12 * 60, to: 14 * 60 } }));
    const held = send(inbox, toSendContext(at('2026-11-24T12:30'), { owned: [promised()] }));
    expect(formatLocal(held.listAt)).to.equal('2026-11-24T14:00');
  });

  it('comes when the person begins to work, if they wanted it before', () => {
    const inbox = awaitList(inboxWith({ listAt: 6 * 60 }));
    expect(formatLocal(inbox.listAt)).to.equal('2026-11-24T06:00');
    const held = send(inbox, toSendContext(at('2026-11-24T06:20'), { owned: [promised()] }));
    expect(formatLocal(held.listAt)).to.equal('2026-11-24T09:00');
  });
});

describe('a list for a day that has become a holiday', () => {
  for (const listAt of [null, 7 * 60, 20 * 60]) {
    it(`comes on the next working day, ${listAt === null ? 'at the start of work' : `at minute ${listAt}`}`, () => {
      const inbox = awaitList(inboxWith({ listAt }));
      const calendar = createWeekCalendar([workingHours(9, 17)], 'Europe/London', ['2026-11-24']);
      const hours = { calendar, zone: 'Europe/London' };
      const now = inbox.listAt ?? 0;
      const sent = send(inbox, toSendContext(now, { owned: [promised()], hours }));
      expect(listMessages(sent)).to.deep.equal([]);
      expect((sent.listAt ?? 0) - now).to.equal(24 * HOUR);
    });
  }
});

describe('a list of somebody who has moved to another zone', () => {
  it('does not come in their night', () => {
    const zone = 'Pacific/Auckland';
    const hours = { calendar: { ...OFFICE, zone }, zone };
    const inbox = awaitList();
    const sent = send(inbox, toSendContext(inbox.listAt ?? 0, { owned: [promised()], hours }));
    expect(listMessages(sent)).to.deep.equal([]);
    expect(formatLocal(sent.listAt, zone)).to.equal('2026-11-25T09:00');
  });
});

describe('a list that comes later in the day', () => {
  it('does not say again of what the person was warned that morning', () => {
    const complaint = promised();
    const dueAt = at('2026-11-24T16:00');
    const reason = { rule: 'promise-near', about: 'p1', rung: 0, round: 3, repeat: 0 } as const;
    const args = { reasons: [{ ...reason, dueAt }], to: WHO.assignee } as const;
    const line = createLine('a', dueAt, { args, complaint: complaint.id, urgency: 'firm' });
    const inbox = awaitList(inboxWith({ listAt: 14 * 60 }));
    const told = addLine(inbox, line, toSendContext(NINE));
    const warned = send(told, toSendContext(NINE + 15 * MINUTE));
    expect(listSent(warned, 1)).to.deep.equal(['a']);
    const list = send(warned, toSendContext(at('2026-11-24T14:00'), { owned: [complaint] }));
    expect(listMessages(list)).to.deep.equal(['post digest 1']);
  });
});

describe('the last quarter hour before quiet hours', () => {
  const quietFrom = (from: number, to: number) => ({ from: from * 60, to: to * 60 });

  it('is looked for again after long holidays', () => {
    const days = Array.from({ length: 12 }, (_, n) => `2026-12-${n + 20}`);
    const calendar = createWeekCalendar([workingHours(9, 17)], 'Europe/London', days);
    const hours = { calendar, zone: 'Europe/London', quiet: quietFrom(13, 9) };
    const again = nextLastCall(hours, at('2026-12-18T14:00')) ?? 0;
    expect(formatLocal(again)).to.equal('2026-12-26T14:15');
    expect(formatLocal(nextLastCall(hours, again))).to.equal('2027-01-01T12:45');
  });

  it('is at the end of work, if the next morning begins with them', () => {
    const hours = { calendar: OFFICE, zone: 'Europe/London', quiet: quietFrom(17, 10) };
    expect(formatLocal(nextLastCall(hours, TEN))).to.equal('2026-11-23T16:45');
  });
});
