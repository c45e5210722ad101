import { expect } from 'chai';
import { createInbox } from '../../src/domain/inbox/inbox.js';
import type { InboxLine } from '../../src/domain/inbox/line.js';
import type { ListItem } from '../../src/domain/inbox/morning-list.js';
import type { InboxViewContext } from '../../src/views/inbox/inbox-context.js';
import { morningListCard } from '../../src/views/inbox/morning-list.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  MONDAY,
  WHO,
} from '../support/domain.js';
import { toPlainText } from './plain-text.js';

const NINE = at('2026-11-24T09:00');

/** An item about a complaint with a promise that was for the day before, or is for this day. */
function item(n: number, section: ListItem['section']) {
  const id = `C-${n}`;
  const dueAt = section === 'late' ? at('2026-11-23T16:00') : at('2026-11-24T16:00');
  const given = filed({ id, details: createDetails({ impact: 'high' }) });
  const taken = act(given, WHO.assignee, COMMANDS.take);
  const complaint = act(taken, WHO.assignee, { ...COMMANDS.promise, dueAt }, MONDAY);
  const rule = section === 'late' ? 'promise-passed' : 'promise-near';
  const reason = { rule, about: 'p1', rung: 0, round: 1, repeat: 0, dueAt } as const;
  return { item: { complaint: id, section, reasons: [reason] } as const, complaint };
}

/** A line about a promise of a complaint, which came with the list. */
function line(n: number, urgency: InboxLine['urgency']) {
  const { item: of, complaint } = item(n, 'today');
  const args = { reasons: of.reasons, to: WHO.assignee };
  const sent = { digest: 1, at: NINE, inList: true } as const;
  const rest = { before: null, urgency, sendAt: NINE, sent, isDone: false };
  return { line: { id: `l${n}`, complaint: complaint.id, args, ...rest }, complaint };
}

function toContext(parts: Partial<InboxViewContext>, waiting = 0): InboxViewContext {
  const { items = [] } = parts;
  const list = { n: 1, at: NINE, items: items.map((one) => one.item), waiting };
  return {
    inbox: { ...createInbox(WHO.assignee), list },
    ...{ complaints: [], lines: [], items: [], people: new Map(), zone: 'Europe/London' },
    ...{ organisation: createOrganisation(), now: NINE },
    ...parts,
  };
}

const many = <T>(count: number, from: number, create: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => create(from + n));
/** Which of the complaints a list names, in the order of the text. */
const named = (parts: Partial<InboxViewContext>): readonly string[] => {
  const card = JSON.stringify(morningListCard(toContext(parts)));
  return [...card.matchAll(/"strong":"(C-\d+)"/g)].map(([, id = '']) => id);
};

describe('a morning list that has more than one message can show', () => {
  it('shows what cannot wait, then what is late, and counts the rest', () => {
    const lines = [...many(20, 100, (n) => line(n, 'gentle')), line(200, 'firm')];
    const items = [
      ...many(3, 300, (n) => item(n, 'late')),
      ...many(3, 400, (n) => item(n, 'today')),
    ];
    const shown = named({ lines, items });
    expect(shown).to.have.length(15).and.include.members(['C-200', 'C-300', 'C-301', 'C-302']);
    expect(shown.filter((id) => id.startsWith('C-4'))).to.deep.equal([]);
    const card = morningListCard(toContext({ lines, items }));
    expect(card.summary).to.equal('Today: 27 complaints need you');
    expect(JSON.stringify(card)).to.include('And 12 more. ');
  });

  it('has few enough blocks for Slack', () => {
    const lines = many(20, 100, (n) => line(n, 'gentle'));
    const items = many(30, 300, (n) => item(n, n % 2 === 0 ? 'late' : 'today'));
    expect(morningListCard(toContext({ lines, items }, 3)).blocks.length).to.be.below(48);
  });
});

describe('a morning list', () => {
  it('says nothing of what waits if it has nothing of its own to say', () => {
    const lines = [line(100, 'gentle')];
    expect(JSON.stringify(morningListCard(toContext({ lines }, 2)))).not.to.include('waits until');
    const items = [item(300, 'late')];
    expect(JSON.stringify(morningListCard(toContext({ items }, 2)))).to.include(
      '2 more complaints wait until the complainant can be asked.',
    );
  });

  it('says of a complaint that its reader may no longer see only that it is done', () => {
    const { item: of } = item(300, 'late');
    const card = morningListCard(toContext({ items: [{ item: of, complaint: undefined }] }));
    expect(JSON.stringify(card)).to.include('C-300: done').and.not.include('Jo Tenant');
    expect(card.summary).to.equal('Today: nothing left to do here');
  });

  it('offers what has a date before an update', () => {
    const { item: of, complaint } = item(300, 'late');
    const quiet = { rule: 'quiet', about: null, rung: 0, round: 1, repeat: 0 } as const;
    const reasons = [{ ...quiet, dueAt: MONDAY }, ...of.reasons] as const;
    const card = morningListCard(toContext({ items: [{ item: { ...of, reasons }, complaint }] }));
    expect(toPlainText(card)).to.include('short update').and.include('[Done] [Open]');
  });

  it('offers to complete what is missing, beside what else it asks for', () => {
    const { item: of, complaint } = item(300, 'late');
    const details = { ...complaint.details, desiredOutcome: '' };
    const incomplete = { rule: 'incomplete', about: null, rung: 0, round: 3, repeat: 0 } as const;
    const missing = { ...incomplete, dueAt: MONDAY };
    const show = (reasons: ListItem['reasons']): string => {
      const read = { item: { ...of, reasons }, complaint: { ...complaint, details } };
      return toPlainText(morningListCard(toContext({ items: [read] })));
    };
    expect(show([...of.reasons, missing]))
      .to.include('Still to be completed: what they want.')
      .and.include('[Done] [Complete] [Open]');
    expect(show([missing]))
      .to.include('[Complete] [Open]')
      .and.not.include('[Complete] [Complete]');
  });

  it('says of a complaint that somebody else has now that it is done', () => {
    const { item: of, complaint } = item(300, 'late');
    const handed = { ...complaint, assignee: WHO.member };
    const card = morningListCard(toContext({ items: [{ item: of, complaint: handed }] }));
    expect(JSON.stringify(card)).to.include('C-300: done').and.not.include('Jo Tenant');
  });
});
