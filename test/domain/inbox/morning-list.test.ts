import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findListContent, type ListItem } from '../../../src/domain/inbox/morning-list.js';
import { endOfLocalDay } from '../../../src/domain/inbox/reach.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  HOUR,
  MONDAY,
  runSystem,
  TELLING,
  WHO,
} from '../../support/domain.js';

const organisation = createOrganisation();
const details = createDetails({ impact: 'high' });

/** A complaint that {@link WHO.assignee} has and that is acknowledged. */
function taken(id = 'C-1001', now = MONDAY): Complaint {
  const given = act(filed({ id, details, now }), WHO.assignee, COMMANDS.take, now);
  return act(given, WHO.assignee, COMMANDS.acknowledge, now);
}

function promised(dueAt: number, complaint: Complaint = taken(), now = MONDAY): Complaint {
  return act(complaint, WHO.assignee, { ...COMMANDS.promise, dueAt, unworked: true }, now);
}

/** A complaint whose complainant was told at `now` what was done. */
function told(id = 'C-1001', now = MONDAY): Complaint {
  const done = { ...COMMANDS.resolve, promises: [] };
  const resolved = act(taken(id, now), WHO.assignee, done, now);
  return act(resolved, WHO.assignee, { kind: 'tell', ...TELLING }, now);
}

const list = (now: number, owned: readonly Complaint[], ids: readonly string[] = [WHO.assignee]) =>
  findListContent(owned, ids, {
    organisation,
    now,
    dayEnd: endOfLocalDay({ zone: 'Europe/London' }, now),
  });

const toText = ({ complaint, section, reasons }: ListItem): string =>
  `${section} ${complaint}: ${reasons.map(({ rule, about }) => (about === null ? rule : `${rule} ${about}`)).join(', ')}`;
const read = (now: number, owned: readonly Complaint[]) => list(now, owned).items.map(toText);

const TUESDAY = at('2026-11-24T09:00');

describe('a morning list', () => {
  it('says what is promised for that day, and not what is for a later one', () => {
    const today = promised(at('2026-11-24T16:00'));
    const tonight = promised(at('2026-11-24T23:59'), taken('C-1002'));
    const later = promised(at('2026-12-08T17:00'), taken('C-1003'));
    expect(read(TUESDAY, [later, tonight, today])).to.deep.equal([
      'today C-1001: promise-near p1',
      'today C-1002: promise-near p1',
    ]);
  });

  it('says what is late, once for each promise', () => {
    const late = promised(at('2026-11-23T16:00'));
    expect(read(TUESDAY, [late])).to.deep.equal(['late C-1001: promise-passed p1']);
    const both = promised(at('2026-11-24T12:00'), late);
    expect(read(TUESDAY, [both])).to.deep.equal([
      'late C-1001: promise-passed p1, promise-near p2',
    ]);
  });

  it('says a promise as late from its very minute on', () => {
    const complaint = promised(TUESDAY);
    expect(read(TUESDAY, [complaint])).to.deep.equal(['late C-1001: promise-passed p1']);
    expect(read(TUESDAY - 1, [complaint])).to.deep.equal(['today C-1001: promise-near p1']);
  });

  it('says before which promise it warns that day', () => {
    const complaint = promised(at('2026-11-27T16:00'));
    expect(read(TUESDAY, [complaint]), '24 working hours ahead').to.deep.equal([
      'today C-1001: promise-near p1',
    ]);
  });

  it('says which acknowledgement is due, that day or before', () => {
    const owed = act(filed({ details }), WHO.assignee, COMMANDS.take);
    expect(read(TUESDAY, [owed])).to.deep.equal(['today C-1001: acknowledgement']);
    expect(read(at('2026-11-25T09:00'), [owed])).to.deep.equal([
      'late C-1001: acknowledgement, quiet',
    ]);
    expect(read(TUESDAY, [taken()])).to.deep.equal([]);
  });

  it('says where nothing has happened until that day', () => {
    expect(read(TUESDAY, [taken()])).to.deep.equal([]);
    expect(read(at('2026-11-25T09:00'), [taken()])).to.deep.equal(['today C-1001: quiet']);
  });

  it('says as late what its person was asked for the day before and has not answered', () => {
    const asked = runSystem(taken(), { kind: 'nudge' }, at('2026-11-25T10:00'));
    expect(asked.nudges.map(({ rule }) => rule)).to.deep.equal(['quiet']);
    expect(read(at('2026-11-26T09:00'), [asked])).to.deep.equal(['late C-1001: quiet']);
    const answered = act(asked, WHO.assignee, COMMANDS.update, at('2026-11-25T11:00'));
    expect(read(at('2026-11-26T09:00'), [answered])).to.deep.equal([]);
  });

  it('says what can be closed once the complainant is to be asked, and counts it as waiting before', () => {
    const complaint = told();
    expect(list(TUESDAY, [complaint])).to.deep.equal({ items: [], waiting: 1 });
    const later = at('2026-11-30T09:00');
    expect(read(later, [complaint])).to.deep.equal(['ready C-1001: follow-up']);
    expect(list(later, [complaint]).waiting).to.equal(0);
    expect(list(TUESDAY, [taken()]).waiting, 'somebody works on it').to.equal(0);
  });

  it('has what is late first, then what is for today, then what can be closed, each by its date', () => {
    const now = at('2026-11-25T09:00');
    const yesterday = at('2026-11-24T10:00');
    const owned = [
      told('C-1001', at('2026-11-18T10:00')),
      promised(at('2026-11-25T16:00'), taken('C-1002', yesterday), yesterday),
      promised(at('2026-11-25T11:00'), taken('C-1003', yesterday), yesterday),
      promised(at('2026-11-24T16:00'), taken('C-1004')),
      promised(at('2026-11-23T16:00'), taken('C-1005')),
      promised(at('2026-11-23T16:00'), taken('C-1000')),
    ];
    const shown = list(now, owned).items.map(({ section, complaint }) => `${section} ${complaint}`);
    expect(shown).to.deep.equal([
      ...['late C-1000', 'late C-1005', 'late C-1004'],
      ...['today C-1003', 'today C-1002', 'ready C-1001'],
    ]);
  });

  it('leaves out what its person has put off, until that has ended', () => {
    const warned = runSystem(
      promised(at('2026-11-27T16:00')),
      { kind: 'nudge' },
      at('2026-11-25T10:00'),
    );
    const choice = { words: 'friday 9:00', zone: null };
    const snooze = { ...COMMANDS.snooze, choice };
    const snoozed = act(warned, WHO.assignee, snooze, at('2026-11-25T11:00'));
    expect(read(at('2026-11-26T09:00'), [warned])).to.have.length(1);
    expect(read(at('2026-11-26T09:00'), [snoozed])).to.deep.equal([]);
    const friday = at('2026-11-27T09:00');
    expect(read(friday, [snoozed]).join()).to.include('promise-near p1');
  });

  it('knows its person under each of their ids', () => {
    const asked = runSystem(taken(), { kind: 'nudge' }, at('2026-11-25T10:00'));
    const now = at('2026-11-26T09:00');
    expect(list(now, [asked], ['p_new', WHO.assignee]).items).to.have.length(1);
    const snoozed = act(asked, WHO.assignee, COMMANDS.snooze, now - HOUR);
    expect(list(now - HOUR, [snoozed], ['p_new', WHO.assignee]).items).to.deep.equal([]);
  });

  it('has thirty complaints at most, the most urgent', () => {
    const owned = Array.from({ length: 35 }, (_, n) =>
      promised(MONDAY + (36 - n) * HOUR, taken(`C-${2000 + n}`)),
    );
    const { items } = list(at('2026-11-27T09:00'), owned);
    expect(items).to.have.length(30);
    expect(items[0]?.complaint).to.equal('C-2034');
  });

  it('says nothing of somebody who has nothing', () => {
    expect(list(TUESDAY, [])).to.deep.equal({ items: [], waiting: 0 });
  });
});
