import { expect } from 'chai';
import type { NudgeReason } from '../../../src/domain/complaint/view-ref.js';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import type { Line } from '../../../src/domain/inbox/line.js';
import { at, HOUR, WHO } from '../../support/domain.js';
import {
  addLine,
  createLine,
  inboxWith,
  listSent,
  listTimes,
  send,
  toSendContext,
} from '../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');

/** A line about promise `about` of one complaint. */
function warn(
  rule: NudgeReason['rule'],
  dueAt: number,
  {
    about = 'p1',
    to = WHO.assignee as string,
    ...parts
  }: Partial<Line> & {
    readonly about?: string | null;
    readonly to?: string;
  } = {},
): Line {
  const reason = { rule, about, rung: 0, round: 1, repeat: 0, dueAt } as const;
  const args = { reasons: [reason] as const, to };
  return createLine(`${rule}/${about}/${dueAt}/${to}`, dueAt, {
    complaint: 'C-1001',
    args,
    urgency: rule === 'promise-passed' ? 'firm' : 'gentle',
    ...parts,
  });
}

const add = (inbox: Inbox, ...lines: readonly Line[]): Inbox =>
  lines.reduce((one, line) => addLine(one, line, toSendContext(TEN)), inbox);
const waiting = (inbox: Inbox) => inbox.lines.map(({ id }) => id);

describe('a line that says what an earlier one would say, as it is now', () => {
  const near = warn('promise-near', TEN);
  const passed = warn('promise-passed', TEN + HOUR);

  it('takes its place while that waits, whichever comes first', () => {
    const inbox = add(inboxWith({ inList: ['promise-near'] }), near, passed);
    expect(listTimes(inbox)).to.deep.equal([`${passed.id} 2026-11-23T10:15`]);
    expect(waiting(add(inboxWith(), passed, near))).to.deep.equal([passed.id]);
  });

  it('does not wait longer than that would', () => {
    const later = warn('promise-near', TEN + HOUR);
    const first = add(inboxWith(), near);
    const inbox = add(
      { ...first, settings: { ...first.settings, inList: ['promise-near'] } },
      later,
    );
    expect(listTimes(inbox)).to.deep.equal([`${later.id} 2026-11-23T10:15`]);
  });

  it('leaves alone what is about something else, for somebody else, or cannot wait', () => {
    const other = warn('promise-near', TEN, { about: 'p2' });
    const inPlace = warn('promise-near', TEN, { to: WHO.member });
    const elsewhere = warn('promise-near', TEN, { complaint: 'C-1002', about: 'p3' });
    const firm = warn('promise-near', TEN, { urgency: 'firm', about: 'p4' });
    const gentle = warn('promise-near', TEN + HOUR, { about: 'p4' });
    const lines = [other, inPlace, elsewhere, firm, gentle, passed];
    expect(waiting(add(inboxWith(), ...lines))).to.deep.equal(lines.map(({ id }) => id));
  });

  it('leaves alone what was sent', () => {
    const sent = send(add(inboxWith(), near), toSendContext(at('2026-11-23T10:15')));
    expect(listSent(add(sent, passed), 1)).to.deep.equal([near.id]);
  });
});
