import { expect } from 'chai';
import { decideLine } from '../../../src/domain/inbox/decide-lines.js';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import type { Line } from '../../../src/domain/inbox/line.js';
import type { SendContext } from '../../../src/domain/inbox/send-due.js';
import { at, MINUTE } from '../../support/domain.js';
import {
  accept,
  inboxWith,
  listMessages,
  listSent,
  listTimes,
  listWaiting,
  send,
  toSendContext,
  withLines,
} from '../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');
const QUARTER_PAST = at('2026-11-23T10:15');
const EVENING = at('2026-11-23T18:00');
/** When the list of the next day comes. */
const NINE = at('2026-11-24T09:00');

const FIRM: Partial<Line> = { urgency: 'firm' };

describe('what is due to a person', () => {
  it('goes in one message at its quarter hour, and not before', () => {
    const inbox = withLines(inboxWith(), ['a', 'b'], TEN);
    expect(listMessages(send(inbox, toSendContext(QUARTER_PAST - 1)))).to.deep.equal([]);
    const sent = send(inbox, toSendContext(QUARTER_PAST));
    expect(listMessages(sent)).to.deep.equal(['post digest 1']);
    expect(listSent(sent, 1)).to.deep.equal(['a', 'b']);
    expect(sent.day).to.deep.equal({ date: '2026-11-23', messages: 1 });
    expect(send(sent, toSendContext(QUARTER_PAST)), 'a second wake-up').to.equal(sent);
  });

  it('waits until its person works, if they are woken late', () => {
    const inbox = withLines(inboxWith(), ['a'], TEN);
    const held = send(inbox, toSendContext(EVENING));
    expect(listMessages(held)).to.deep.equal([]);
    expect(listTimes(held)).to.deep.equal(['a 2026-11-24T09:00']);
    expect(held.nextActionAt).to.equal(NINE);
  });

  it('waits until the quiet hours end, also what is a last warning', () => {
    const quiet = { from: 600, to: 720 };
    const inbox = withLines(inboxWith({ quiet }), ['a'], at('2026-11-23T09:50'), FIRM);
    expect(listTimes(inbox)).to.deep.equal(['a 2026-11-23T12:00']);
    const sent = send(inbox, toSendContext(at('2026-11-23T12:00')));
    expect(listSent(sent, 1)).to.deep.equal(['a']);
  });

  it('goes at once if it would come after the date of which it warns', () => {
    const before = at('2026-11-24T08:30');
    const inbox = withLines(inboxWith(), ['a'], EVENING, { ...FIRM, before });
    expect(listTimes(inbox)).to.deep.equal(['a 2026-11-23T18:00']);
    expect(listSent(send(inbox, toSendContext(EVENING)), 1)).to.deep.equal(['a']);
  });

  it('is not said when it was done before', () => {
    const inbox = withLines(inboxWith(), ['a', 'b'], TEN);
    const done = accept(
      inbox,
      decideLine(inbox, { kind: 'update-line', id: 'a', isDone: true }, toSendContext(TEN)),
    );
    const sent = send(done, toSendContext(QUARTER_PAST));
    expect(sent.lines.map(({ id }) => id)).to.deep.equal(['b']);
  });

  it('is forgotten thirty days after it was sent', () => {
    const first = send(withLines(inboxWith(), ['a'], TEN), toSendContext(QUARTER_PAST));
    const sent = send(first, toSendContext(NINE));
    const later = at('2026-12-24T10:00');
    const next = send(withLines(sent, ['b'], later), toSendContext(later + 15 * MINUTE));
    expect(next.lines.map(({ id }) => id)).to.deep.equal(['b']);
  });
});

describe('the limit of messages a day', () => {
  /** Sends a message for each of these times, with a line of its own. */
  const sendAt = (
    inbox: Inbox,
    times: readonly number[],
    parts: Partial<SendContext> = {},
  ): Inbox =>
    times.reduce((one, time) => {
      const told = withLines(one, [`l${time}`], time - MINUTE);
      return send(told, toSendContext(time, parts));
    }, inbox);
  const hoursOf = (day: string, from: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, n) => at(`${day}T10:00`) + (from + n) * 30 * MINUTE);

  it('is kept: what does not fit waits for the list of the next day', () => {
    const inbox = sendAt(inboxWith(), hoursOf('2026-11-23', 0, 8));
    expect(inbox.digests).to.equal(6);
    expect(inbox.day).to.deep.equal({ date: '2026-11-23', messages: 6 });
    expect(listWaiting(inbox).map(([, sendAt]) => sendAt)).to.deep.equal([NINE, NINE]);
    const list = send(inbox, toSendContext(NINE));
    expect(listMessages(list).at(-1)).to.equal('post morning-list 7');
    expect(listSent(list, 7)).to.have.length(2);
    expect(list.day, 'the list does not count').to.deep.equal(inbox.day);
  });

  it('begins anew every day of the person’s zone', () => {
    const inbox = sendAt(inboxWith(), hoursOf('2026-11-23', 0, 7));
    const next = sendAt(send(inbox, toSendContext(NINE)), hoursOf('2026-11-24', 0, 2));
    expect(next.day).to.deep.equal({ date: '2026-11-24', messages: 2 });
  });

  it('is what the person wants, if that is less than the configuration allows', () => {
    expect(sendAt(inboxWith({ mostADay: 1 }), hoursOf('2026-11-23', 0, 3)).digests).to.equal(1);
    expect(sendAt(inboxWith({ mostADay: 0 }), hoursOf('2026-11-23', 0, 3)).digests).to.equal(0);
    const strict = sendAt(inboxWith({ mostADay: 5 }), hoursOf('2026-11-23', 0, 4), { mostADay: 2 });
    expect(strict.digests, 'the configuration allows fewer by now').to.equal(2);
  });

  it('does not hold back what cannot wait, which takes along what is due then and does not count', () => {
    const none = inboxWith({ mostADay: 0 });
    const both = withLines(withLines(none, ['gentle'], TEN), ['firm'], TEN, FIRM);
    const sent = send(both, toSendContext(QUARTER_PAST));
    expect(listSent(sent, 1)).to.deep.equal(['gentle', 'firm']);
    expect(sent.day).to.equal(null);
  });

  it('loses nothing of several that do not fit', () => {
    const inbox = sendAt(inboxWith({ mostADay: 0 }), hoursOf('2026-11-23', 0, 12));
    const list = send(inbox, toSendContext(NINE));
    expect(listSent(list, 1)).to.have.length(12);
    expect(listWaiting(list)).to.deep.equal([]);
  });
});
