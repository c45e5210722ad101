import { expect } from 'chai';
import { decideLine } from '../../../src/domain/inbox/decide-lines.js';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createWeekCalendar,
  filed,
  formatLocal,
  HOUR,
  WHO,
  workingHours,
} from '../../support/domain.js';
import {
  accept,
  inboxWith,
  listMessages,
  send,
  toSendContext,
} from '../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');

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
