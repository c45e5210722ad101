import { expect } from 'chai';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import type { DocumentDecision } from '../../../src/domain/document/decision.js';
import { type Absences, NO_END, NOBODY_AWAY } from '../../../src/domain/inbox/absence.js';
import {
  decideInbox,
  endAbsence,
  LONGEST_ABSENCE_DAYS,
  reportUnreached,
} from '../../../src/domain/inbox/decide-inbox.js';
import type { InboxContext } from '../../../src/domain/inbox/decision-context.js';
import { createInbox, type Inbox } from '../../../src/domain/inbox/inbox.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { at, createOrganisation, HOUR, MONDAY, OFFICE, WHO } from '../../support/domain.js';

const FRIDAY = at('2026-11-27T09:00');

function toContext(now = MONDAY, absences: Absences = NOBODY_AWAY): InboxContext {
  const actor = toViewer(WHO.assignee, createOrganisation());
  const hours = { calendar: OFFICE, zone: 'Europe/London' };
  return { actor, now, realNow: now, ...hours, absences, mostADay: 6 };
}

/** The inbox after the decision, as a store leaves it; throws when it was not accepted. */
function accept(inbox: Inbox, decision: DocumentDecision<Inbox>): Inbox {
  if (decision.kind !== 'accepted') throw new Error(JSON.stringify(decision));
  const { facts, history, deliveries } = decision;
  return {
    ...{ ...inbox, ...facts, version: inbox.version + 1 },
    history: [...inbox.history, ...history],
    outbox: [...inbox.outbox, ...deliveries],
  };
}

function goAway(words: string, standIn: string | null = null, inbox = createInbox(WHO.assignee)) {
  return accept(inbox, decideInbox(inbox, { kind: 'away', words, standIn }, toContext()));
}

function refuse(words: string, standIn: string | null = null, absences = NOBODY_AWAY) {
  const inbox = createInbox(WHO.assignee);
  const context = toContext(MONDAY, absences);
  const decision = decideInbox(inbox, { kind: 'away', words, standIn }, context);
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => `${field}: ${code}`)
    : decision.kind;
}

const toSlots = ({ outbox }: Inbox) => outbox.map(({ kind, slot }) => `${kind} ${slot}`);

describe('an inbox', () => {
  it('notes until when its person is away, and wakes then', () => {
    const inbox = goAway('until Friday');
    expect(inbox.absence).to.deep.equal({ n: 1, from: MONDAY, until: FRIDAY, standIn: null });
    expect(inbox).to.include({ absentUntil: FRIDAY, nextActionAt: FRIDAY, absences: 1 });
    expect(toSlots(inbox)).to.deep.equal([]);
  });

  it('needs no end, and then nothing wakes it', () => {
    expect(goAway('')).to.include({ absentUntil: NO_END, nextActionAt: null });
  });

  it('tells the stand-in, and again when the person is back or chooses somebody else', () => {
    const away = goAway('until Friday', WHO.member);
    expect(toMessages(away.outbox).map(({ kind, person }) => `${kind} ${person}`)).to.deep.equal([
      'post repairs-bob',
    ]);
    const other = goAway('until Friday', WHO.lead, away);
    expect(toSlots(other).slice(1)).to.deep.equal(['update stand-in:1', 'post stand-in:2']);
    const back = accept(other, decideInbox(other, { kind: 'back' }, toContext()));
    expect(toSlots(back).slice(3)).to.deep.equal(['update stand-in:2']);
    expect(back).to.include({ absence: null, absentUntil: null, nextActionAt: null, absences: 2 });
    expect(back.history.map(({ what }) => what)).to.deep.equal(['away', 'away', 'back']);
  });

  it('keeps the stand-in when only the date changes', () => {
    const away = goAway('until Friday', WHO.member);
    const longer = decideInbox(away, { kind: 'away', words: 'until 30 November' }, toContext());
    expect(accept(away, longer).absence?.standIn).to.equal(WHO.member);
    const again = decideInbox(
      away,
      { kind: 'away', words: 'until 30 November' },
      toContext(FRIDAY),
    );
    expect(accept(away, again).absence?.standIn, 'of an absence that is over').to.equal(null);
  });

  it('refuses what is no time, past or too far, and says in which field', () => {
    expect(refuse('until whenever')).to.deep.equal(['words: absence-unread']);
    expect(refuse('until 20 November 2026')).to.deep.equal(['words: date-past']);
    expect(refuse(`until 4 January 2030`)).to.deep.equal(['words: absence-far']);
    expect(LONGEST_ABSENCE_DAYS).to.equal(366);
  });

  it('refuses a stand-in who is the person, or away then', () => {
    expect(refuse('until Friday', WHO.assignee)).to.deep.equal(['standIn: stand-in-self']);
    const absence = { n: 1, from: MONDAY, until: FRIDAY, standIn: null };
    const absences = new Map([[WHO.member, absence]]);
    expect(refuse('until Friday', WHO.member, absences)).to.deep.equal(['standIn: stand-in-away']);
    expect(refuse('from Friday until Monday', WHO.member, absences)).to.equal('accepted');
  });

  it('of somebody who is there has nothing to end', () => {
    const inbox = createInbox(WHO.assignee);
    const decision = decideInbox(inbox, { kind: 'back' }, toContext());
    expect(decision).to.deep.include({ kind: 'unchanged' });
    const ended = decideInbox(goAway('until Friday'), { kind: 'back' }, toContext(FRIDAY));
    expect(ended.kind).to.equal('unchanged');
  });

  it('ends an absence once its time is over, and welcomes the person back', () => {
    const away = goAway('until Friday', WHO.member);
    const early = endAbsence(away, toContext(FRIDAY - 1));
    expect(early.kind).to.equal('unchanged');
    const back = accept(away, endAbsence(away, toContext(FRIDAY)));
    expect(toSlots(back).slice(1)).to.deep.equal(['update stand-in:1', 'post back:1']);
    expect(toMessages(back.outbox).at(-1)?.person).to.equal(WHO.assignee);
    expect(endAbsence(back, toContext(FRIDAY + HOUR)).kind).to.equal('unchanged');
  });

  it('tells its person once when the stand-in cannot be reached', () => {
    const away = goAway('until Friday', WHO.member);
    const [lost] = away.outbox;
    if (lost === undefined) throw new Error('no message');
    const context = { now: MONDAY, realNow: MONDAY };
    const told = accept(away, reportUnreached(away, lost, context));
    expect(toSlots(told).slice(1)).to.deep.equal(['post unreached:1']);
    const [, notice] = told.outbox;
    const again = notice && reportUnreached(told, notice, context);
    expect(again?.kind, 'of its own message it makes no other').to.equal('unchanged');
  });
});
