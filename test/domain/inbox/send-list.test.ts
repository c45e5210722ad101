import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { NOBODY_AWAY } from '../../../src/domain/inbox/absence.js';
import { decideInbox } from '../../../src/domain/inbox/decide-inbox.js';
import { decideLine } from '../../../src/domain/inbox/decide-lines.js';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import type { Line } from '../../../src/domain/inbox/line.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  createWeekCalendar,
  filed,
  formatLocal,
  MINUTE,
  WHO,
  workingHours,
} from '../../support/domain.js';
import {
  accept,
  addLine,
  createLine,
  inboxWith,
  listMessages,
  listSent,
  listTimes,
  send,
  toSendContext,
  withLines,
} from '../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');
const EVENING = at('2026-11-23T18:00');
/** When the list of the next day comes. */
const NINE = at('2026-11-24T09:00');

const FIRM: Partial<Line> = { urgency: 'firm' };

/** A complaint of {@link WHO.assignee} with a promise for 16:00 of the day after {@link TEN}. */
function promised(id = 'C-1001'): Complaint {
  const details = createDetails({ impact: 'high' });
  const taken = act(filed({ id, details }), WHO.assignee, COMMANDS.take);
  const told = act(taken, WHO.assignee, COMMANDS.acknowledge);
  const dueAt = at('2026-11-24T16:00');
  return act(told, WHO.assignee, { ...COMMANDS.promise, dueAt });
}

const awaitList = (inbox = inboxWith(), now = TEN): Inbox =>
  accept(inbox, decideLine(inbox, { kind: 'expect-list' }, toSendContext(now)));

const goAway = (inbox: Inbox, words: string, now = TEN): Inbox => {
  const actor = toViewer(WHO.assignee, createOrganisation());
  const { hours, mostADay } = toSendContext(now);
  const context = { actor, now, realNow: now, absences: NOBODY_AWAY, mostADay, ...hours };
  return accept(inbox, decideInbox(inbox, { kind: 'away', words, standIn: null }, context));
};

const sentIds = (inbox: Inbox) =>
  Array.from({ length: inbox.digests }, (_, n) => listSent(inbox, n + 1));

describe('a morning list', () => {
  it('comes at the start of the next working day of whoever has got a complaint', () => {
    const inbox = awaitList();
    expect(formatLocal(inbox.listAt)).to.equal('2026-11-24T09:00');
    expect(inbox.nextActionAt).to.equal(NINE);
    const sent = send(inbox, toSendContext(NINE, { owned: [promised()] }));
    expect(listMessages(sent)).to.deep.equal(['post morning-list 1']);
    expect(sent.list).to.deep.include({ n: 1, at: NINE, waiting: 0 });
    expect(sent.list?.items.map(({ complaint, section }) => [complaint, section])).to.deep.equal([
      ['C-1001', 'today'],
    ]);
    expect(formatLocal(sent.listAt)).to.equal('2026-11-25T09:00');
    expect(send(sent, toSendContext(NINE, { owned: [promised()] }))).to.equal(sent);
  });

  it('is expected once, whatever else the person gets', () => {
    const inbox = awaitList();
    expect(awaitList(inbox, TEN + 60 * MINUTE)).to.equal(inbox);
  });

  it('takes along the lines that wait for it, and those that wait for the person to be there', () => {
    const waiting = withLines(inboxWith({ inList: ['quiet'] }), ['patient'], TEN);
    const inbox = withLines(waiting, ['last'], EVENING, FIRM);
    const sent = send(inbox, toSendContext(NINE));
    expect(listMessages(sent)).to.deep.equal(['post morning-list 1']);
    expect(listSent(sent, 1)).to.deep.equal(['patient', 'last']);
    expect(sent.lines.every((line) => line.sent?.inList === true)).to.equal(true);
  });

  it('that comes before the person works takes along what would come when they begin', () => {
    const inbox = withLines(inboxWith({ listAt: 420 }), ['last'], EVENING, FIRM);
    const seven = at('2026-11-24T07:00');
    expect(inbox.listAt).to.equal(seven);
    const sent = send(inbox, toSendContext(seven));
    expect(listSent(sent, 1)).to.deep.equal(['last']);
  });

  it('with nothing to say is no message, and the next one comes while there is a complaint', () => {
    const quiet = act(filed(), WHO.assignee, COMMANDS.take);
    const calm = act(quiet, WHO.assignee, COMMANDS.acknowledge);
    const sent = send(awaitList(), toSendContext(NINE, { owned: [calm] }));
    expect(listMessages(sent)).to.deep.equal([]);
    expect(formatLocal(sent.listAt)).to.equal('2026-11-25T09:00');
    const none = send(sent, toSendContext(at('2026-11-25T09:00')));
    expect(none).to.include({ listAt: null, nextActionAt: null, digests: 0 });
  });

  it('skips holidays and days on which nobody works', () => {
    const calendar = createWeekCalendar([workingHours(9, 17)], 'Europe/London', ['2026-11-24']);
    const hours = { calendar, zone: 'Europe/London' };
    const context = toSendContext(TEN, { hours });
    const inbox = accept(inboxWith(), decideLine(inboxWith(), { kind: 'expect-list' }, context));
    expect(formatLocal(inbox.listAt)).to.equal('2026-11-25T09:00');
  });

  it('does not say what its lines say', () => {
    const complaint = promised();
    const dueAt = at('2026-11-24T16:00');
    const reason = { rule: 'promise-near', about: 'p1', rung: 0, round: 1, repeat: 0 } as const;
    const args = { reasons: [{ ...reason, dueAt }], to: WHO.assignee } as const;
    const line = createLine('a', dueAt, { args, complaint: complaint.id });
    const inbox = addLine(inboxWith({ inList: ['promise-near'] }), line, toSendContext(TEN));
    const sent = send(inbox, toSendContext(NINE, { owned: [complaint] }));
    expect(listSent(sent, 1)).to.deep.equal(['a']);
    expect(sent.list?.items).to.deep.equal([]);
  });

  it('says nothing a second time on its day: the gentle warning waits, the last one comes', () => {
    const complaint = promised();
    const list = send(awaitList(), toSendContext(NINE, { owned: [complaint] }));
    const dueAt = at('2026-11-24T16:00');
    const reason = { rule: 'promise-near', about: 'p1', rung: 0, repeat: 0, dueAt } as const;
    const warn = (inbox: Inbox, round: number, urgency: Line['urgency'], about = 'p1'): Inbox => {
      const args = { reasons: [{ ...reason, round, about }] as const, to: WHO.assignee };
      const parts = { args, urgency, complaint: complaint.id };
      const line = createLine(`${about}/${round}`, dueAt, parts);
      return addLine(inbox, line, toSendContext(NINE + 60 * MINUTE));
    };
    const gentle = warn(list, 2, 'gentle');
    expect(listTimes(gentle)).to.deep.equal(['p1/2 2026-11-25T09:00']);
    const other = warn(gentle, 2, 'gentle', 'p2');
    expect(listTimes(other), 'of another promise it said nothing').to.include(
      'p2/2 2026-11-24T10:15',
    );
    const last = warn(gentle, 3, 'firm');
    const sent = send(last, toSendContext(at('2026-11-24T10:15')));
    expect(listSent(sent, 2)).to.deep.equal(['p1/3']);
    expect(listMessages(sent).at(-1)).to.equal('post digest 2');
  });

  it('says as late what a warning that waited for it would say is due', () => {
    const complaint = promised();
    const list = send(awaitList(), toSendContext(NINE, { owned: [complaint] }));
    const dueAt = at('2026-11-24T16:00');
    const reason = { rule: 'promise-near', about: 'p1', rung: 0, round: 2, repeat: 0 } as const;
    const args = { reasons: [{ ...reason, dueAt }], to: WHO.assignee } as const;
    const line = createLine('a', dueAt, { args, complaint: complaint.id, before: dueAt });
    const warned = addLine(list, line, toSendContext(NINE + 60 * MINUTE));
    const next = at('2026-11-25T09:00');
    const sent = send(warned, toSendContext(next, { owned: [complaint] }));
    expect(sent.list?.items.map(({ section }) => section)).to.deep.equal(['late']);
    expect(sent.list?.items[0]?.reasons[0]?.rule).to.equal('promise-passed');
    expect(sent.lines, 'the list says it').to.deep.equal([]);
    const other = send(warned, toSendContext(next));
    expect(listSent(other, 2), 'the list does not say it').to.deep.equal(['a']);
  });

  it('does not say what a message of that day has said before it', () => {
    const complaint = promised();
    const dueAt = at('2026-11-24T16:00');
    const reason = { rule: 'promise-near', about: 'p1', rung: 0, round: 1, repeat: 0 } as const;
    const args = { reasons: [{ ...reason, dueAt }], to: WHO.assignee } as const;
    const two = at('2026-11-24T14:00');
    const inbox = awaitList(inboxWith({ listAt: 14 * 60 }));
    const line = createLine('a', dueAt, { args, complaint: complaint.id });
    const told = addLine(inbox, line, toSendContext(NINE));
    const early = send(told, toSendContext(NINE + 15 * MINUTE));
    expect(listSent(early, 1)).to.deep.equal(['a']);
    const list = send(early, toSendContext(two, { owned: [complaint] }));
    expect(listMessages(list), 'it has nothing else to say').to.deep.equal(['post digest 1']);
  });

  it('after an outage waits for the next quarter hour, and then all comes as one message', () => {
    const waiting = withLines(awaitList(inboxWith({ inList: ['quiet'] })), ['patient'], TEN);
    const inbox = withLines(waiting, ['last'], EVENING, FIRM);
    const back = at('2026-11-24T09:40');
    const held = send(inbox, toSendContext(back, { owned: [promised()] }));
    expect(listMessages(held)).to.deep.equal([]);
    expect(formatLocal(held.nextActionAt)).to.equal('2026-11-24T09:45');
    const told = withLines(held, ['meanwhile'], back + MINUTE, FIRM);
    const sent = send(told, toSendContext(at('2026-11-24T09:45'), { owned: [promised()] }));
    expect(listMessages(sent)).to.deep.equal(['post morning-list 1']);
    expect(listSent(sent, 1)).to.deep.equal(['patient', 'last', 'meanwhile']);
    expect(formatLocal(sent.listAt)).to.equal('2026-11-25T09:00');
  });

  it('after an outage waits for a quarter hour once only, however late the next wake-up is', () => {
    const inbox = withLines(awaitList(), ['last'], EVENING, FIRM);
    const context = (time: string) =>
      toSendContext(at(`2026-11-24T${time}`), { owned: [promised()] });
    const held = send(inbox, context('09:40'));
    expect(listMessages(held)).to.deep.equal([]);
    const sent = send(held, context('11:20'));
    expect(listMessages(sent)).to.deep.equal(['post morning-list 1']);
    expect(listSent(sent, 1)).to.deep.equal(['last']);
  });

  it('that is a few minutes late comes at once', () => {
    const sent = send(awaitList(), toSendContext(NINE + 14 * MINUTE, { owned: [promised()] }));
    expect(listMessages(sent)).to.deep.equal(['post morning-list 1']);
  });

  it('after an outage of a day comes the next day, with the lines that waited for it', () => {
    const waiting = withLines(awaitList(inboxWith({ inList: ['quiet'] })), ['patient'], TEN);
    const held = send(waiting, toSendContext(at('2026-11-24T20:00'), { owned: [promised()] }));
    expect(listMessages(held)).to.deep.equal([]);
    expect(formatLocal(held.listAt)).to.equal('2026-11-25T09:00');
    expect(listTimes(held)).to.deep.equal(['patient 2026-11-25T09:00']);
  });

  it('after an outage of almost a day comes the next day, and what cannot wait comes at once', () => {
    const waiting = withLines(awaitList(inboxWith({ inList: ['quiet'] })), ['patient'], TEN);
    const inbox = withLines(waiting, ['last'], EVENING, FIRM);
    const sent = send(inbox, toSendContext(at('2026-11-24T16:50'), { owned: [promised()] }));
    expect(sentIds(sent)).to.deep.equal([['last']]);
    expect(listTimes(sent)).to.deep.equal(['patient 2026-11-25T09:00']);
  });

  it('after an outage does not hold a last warning past its date', () => {
    const before = at('2026-11-24T09:42');
    const inbox = withLines(awaitList(), ['last'], EVENING, { ...FIRM, before });
    const sent = send(inbox, toSendContext(at('2026-11-24T09:40'), { owned: [promised()] }));
    expect(listSent(sent, 1)).to.deep.equal(['last']);
    expect(formatLocal(sent.listAt)).to.equal('2026-11-24T09:45');
  });

  it('does not come to somebody who is away, but what was on its way to them does', () => {
    const away = goAway(awaitList(), 'until Friday');
    const sent = send(away, toSendContext(NINE, { owned: [promised()] }));
    expect(listMessages(sent)).to.deep.equal([]);
    expect(sent.list).to.equal(null);
    expect(formatLocal(sent.listAt)).to.equal('2026-11-25T09:00');
    const told = withLines(inboxWith({ inList: ['quiet'] }), ['a'], TEN);
    const passed = send(goAway(told, 'until Friday'), toSendContext(NINE, { owned: [promised()] }));
    expect(listMessages(passed)).to.deep.equal(['post digest 1']);
    expect(listSent(passed, 1)).to.deep.equal(['a']);
  });

  it('is left out on the day on which its person is welcomed back', () => {
    const away = goAway(awaitList(), 'until Tuesday');
    const context = toSendContext(at('2026-11-24T08:00'));
    const back = accept(
      away,
      decideInbox(
        away,
        { kind: 'back' },
        {
          ...{ actor: toViewer(WHO.assignee, createOrganisation()), absences: NOBODY_AWAY },
          ...{ now: context.now, realNow: context.now, mostADay: 6, ...context.hours },
        },
      ),
    );
    expect(formatLocal(back.listAt)).to.equal('2026-11-25T09:00');
  });

  it('is updated while it is the last one, and stays as it was after that', () => {
    const waiting = withLines(awaitList(inboxWith({ inList: ['quiet'] })), ['a'], TEN);
    const first = send(waiting, toSendContext(NINE, { owned: [promised()] }));
    const finish = (inbox: Inbox) =>
      accept(
        inbox,
        decideLine(inbox, { kind: 'update-line', id: 'a', isDone: true }, toSendContext(NINE)),
      );
    expect(listMessages(finish(first)).at(-1)).to.equal('update morning-list 1');
    const next = send(first, toSendContext(at('2026-11-25T09:00'), { owned: [promised()] }));
    expect(next.list?.n).to.equal(2);
    expect(listMessages(finish(next)).at(-1)).to.equal('post morning-list 2');
    expect(finish(next).lines[0]?.isDone).to.equal(true);
  });
});
