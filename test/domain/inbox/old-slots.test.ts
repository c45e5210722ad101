import { expect } from 'chai';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import { sendDue } from '../../../src/domain/inbox/send-due.js';
import { at } from '../../support/domain.js';
import { inboxWith, send, toSendContext, withLines } from '../../support/inbox/inbox-decisions.js';

const REF = { platform: 'slack', key: 'k' } as const;

/** What the next message forgets. */
function forget(inbox: Inbox, now: number): readonly string[] {
  const decision = sendDue(inbox, toSendContext(now));
  if (decision.kind !== 'accepted') throw new Error(JSON.stringify(decision));
  return decision.forgets ?? [];
}

describe('the messages of an inbox', () => {
  it('are forgotten a month later, and those of absences before the last', () => {
    const first = withLines(inboxWith(), ['a'], at('2026-11-23T10:00'));
    const sent = { ...send(first, toSendContext(at('2026-11-23T10:15'))), outbox: [] };
    const refs = { 'digest:1': REF, 'back:1': REF, 'stand-in:2': REF };
    const known: Inbox = { ...sent, absences: 2, refs, listAt: null };
    const soon = withLines(known, ['b'], at('2026-12-21T10:00'));
    expect(forget(soon, at('2026-12-21T10:15'))).to.deep.equal(['back:1']);
    const later = withLines(known, ['b'], at('2027-01-04T10:00'));
    expect(forget(later, at('2027-01-04T10:15'))).to.deep.equal(['digest:1', 'back:1']);
  });

  it('are not forgotten while they are the list of the day, or an update of them waits', () => {
    const first = withLines(inboxWith(), ['a'], at('2026-11-23T10:00'));
    const sent = send(first, toSendContext(at('2026-11-23T10:15')));
    const known: Inbox = { ...sent, refs: { 'digest:1': REF }, listAt: null };
    const later = withLines(known, ['b'], at('2027-01-04T10:00'));
    expect(later.outbox).to.have.length(1);
    expect(forget(later, at('2027-01-04T10:15'))).to.deep.equal([]);
    const list = { n: 1, at: at('2026-11-23T09:00'), items: [], waiting: 0 };
    const listed = { ...later, outbox: [], list };
    expect(forget(listed, at('2027-01-04T10:15'))).to.deep.equal([]);
  });
});
