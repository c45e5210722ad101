import { expect } from 'chai';
import { toViewer } from '../../../../src/domain/complaint/permissions.js';
import { NOBODY_AWAY } from '../../../../src/domain/inbox/absence.js';
import { decideInbox } from '../../../../src/domain/inbox/decide-inbox.js';
import type { InboxContext } from '../../../../src/domain/inbox/decision-context.js';
import type { Inbox } from '../../../../src/domain/inbox/inbox.js';
import type { InboxCommand } from '../../../../src/domain/inbox/inbox-command.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/inbox/reminders/reminder-settings.js';
import { at, createOrganisation, formatLocal, OFFICE, WHO } from '../../../support/domain.js';
import {
  accept,
  addLine,
  createLine,
  inboxWith,
  listWaiting,
  toSendContext,
} from '../../../support/inbox/inbox-decisions.js';

type Reminders = Extract<InboxCommand, { kind: 'reminders' }>;

const USUAL: Reminders = { kind: 'reminders', listAt: null, mostADay: null, quiet: '', inList: [] };
const TEN = at('2026-11-23T10:00');

function toContext(now: number, mostADay = 6): InboxContext {
  const actor = toViewer(WHO.assignee, createOrganisation());
  const hours = { calendar: OFFICE, zone: 'Europe/London' };
  return { actor, now, realNow: now, ...hours, absences: NOBODY_AWAY, mostADay };
}

const decide = (command: Partial<Reminders>, inbox = inboxWith(), now = TEN, mostADay = 6) =>
  decideInbox(inbox, { ...USUAL, ...command }, toContext(now, mostADay));

const save = (command: Partial<Reminders>, inbox: Inbox = inboxWith(), now = TEN): Inbox =>
  accept(inbox, decide(command, inbox, now));

function refuse(command: Partial<Reminders>, mostADay = 6): readonly string[] {
  const decision = decide(command, undefined, TEN, mostADay);
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => `${field}: ${code}`)
    : [decision.kind];
}

function answerTo(command: Partial<Reminders>, inbox = inboxWith(), mostADay = 6): object {
  const decision = decide(command, inbox, TEN, mostADay);
  if (decision.kind !== 'accepted') throw new Error(decision.kind);
  return decision.answer.args;
}

describe('how a person wants their reminders', () => {
  it('is kept, with who said it when', () => {
    const inbox = save({ listAt: 480, mostADay: 2, quiet: '16:00-9:30', inList: ['quiet'] });
    const settings = {
      listAt: 480,
      mostADay: 2,
      quiet: { from: 960, to: 570 },
      inList: ['quiet'],
    };
    expect(inbox.settings).to.deep.equal(settings);
    expect(inbox.history).to.deep.equal([
      { at: TEN, by: WHO.assignee, what: 'reminders', args: settings },
    ]);
    expect(save({}, inbox).settings).to.deep.equal(DEFAULT_SETTINGS);
  });

  it('is answered with what holds: never more messages than the configuration allows', () => {
    const inbox = inboxWith();
    expect(answerTo({})).to.include({ code: 'reminders', most: 6, listAt: null, next: null });
    expect(answerTo({ mostADay: 0 })).to.include({ most: 0 });
    expect(answerTo({ mostADay: null }, inbox, 3)).to.include({ most: 3 });
    const next = at('2026-11-24T09:00');
    expect(answerTo({ listAt: 480 }, { ...inbox, listAt: next })).to.include({
      next: at('2026-11-24T08:00'),
    });
  });

  it('is refused if it is no time, no number, more than allowed, not understood or too quiet', () => {
    expect(refuse({ listAt: Number.NaN })).to.deep.equal(['listAt: unknown-choice']);
    expect(refuse({ listAt: 1440 })).to.deep.equal(['listAt: unknown-choice']);
    expect(refuse({ listAt: -1 })).to.deep.equal(['listAt: unknown-choice']);
    expect(refuse({ mostADay: Number.NaN })).to.deep.equal(['mostADay: unknown-choice']);
    expect(refuse({ mostADay: 1.5 })).to.deep.equal(['mostADay: unknown-choice']);
    expect(refuse({ mostADay: -1 })).to.deep.equal(['mostADay: unknown-choice']);
    expect(refuse({ mostADay: 7 })).to.deep.equal(['mostADay: too-many-messages']);
    expect(refuse({ mostADay: 4 }, 3)).to.deep.equal(['mostADay: too-many-messages']);
    expect(refuse({ quiet: 'at night' })).to.deep.equal(['quiet: quiet-unread']);
    expect(refuse({ quiet: '9:00-16:15' })).to.deep.equal(['quiet: too-quiet']);
    expect(refuse({ quiet: '9:00-16:00' })).to.deep.equal(['accepted']);
  });

  it('is refused with all that is wrong at once', () => {
    expect(refuse({ listAt: Number.NaN, mostADay: 9, quiet: 'never' })).to.deep.equal([
      'listAt: unknown-choice',
      'mostADay: too-many-messages',
      'quiet: quiet-unread',
    ]);
  });

  it('leaves out a rule that cannot wait, whatever a client sends', () => {
    const inList = ['quiet', 'promise-passed'] as unknown as Reminders['inList'];
    expect(save({ inList }).settings.inList).to.deep.equal(['quiet']);
  });
});

describe('what waits when a person changes how their reminders come', () => {
  /** An inbox whose list comes the next day, with a line that waits for it and one that goes at 10:15. */
  function waiting(): Inbox {
    const before = inboxWith({ inList: ['quiet'] });
    const forList = addLine(before, createLine('list', TEN), toSendContext(TEN));
    const reason = { rule: 'tell', about: null, rung: 0, round: 1, repeat: 0, dueAt: TEN } as const;
    const args = { reasons: [reason], to: WHO.assignee } as const;
    return addLine(forList, createLine('soon', TEN, { args }), toSendContext(TEN));
  }
  const timesOf = (inbox: Inbox) =>
    Object.fromEntries(listWaiting(inbox).map(([id, sendAt]) => [id, formatLocal(sendAt)]));

  it('moves to the new time of the list', () => {
    const inbox = waiting();
    expect(timesOf(inbox)).to.deep.equal({ list: '2026-11-24T09:00', soon: '2026-11-23T10:15' });
    const moved = save({ listAt: 14 * 60, inList: ['quiet'] }, inbox);
    expect(formatLocal(moved.listAt)).to.equal('2026-11-24T14:00');
    expect(timesOf(moved)).to.deep.equal({ list: '2026-11-24T14:00', soon: '2026-11-23T10:15' });
    expect(moved.nextActionAt).to.equal(at('2026-11-23T10:15'));
  });

  it('moves out of the new quiet hours', () => {
    const moved = save({ quiet: '10:00-11:00' }, waiting());
    expect(timesOf(moved)).to.include({ soon: '2026-11-23T11:00' });
  });

  it('does not move past the date of which it warns', () => {
    const line = createLine('warning', TEN, { before: at('2026-11-23T10:30'), urgency: 'firm' });
    const inbox = addLine(inboxWith(), line, toSendContext(TEN));
    const moved = save({ quiet: '10:00-11:00' }, inbox);
    expect(timesOf(moved)).to.deep.equal({ warning: '2026-11-23T10:15' });
  });

  it('goes with the list of today if that is still to come', () => {
    const early = at('2026-11-24T08:00');
    const same = save({ mostADay: 2, inList: ['quiet'] }, waiting(), early);
    expect(formatLocal(same.listAt)).to.equal('2026-11-24T09:00');
    expect(timesOf(same)).to.include({ list: '2026-11-24T09:00' });
    const later = save({ listAt: 14 * 60, inList: ['quiet'] }, waiting(), early);
    expect(formatLocal(later.listAt)).to.equal('2026-11-24T14:00');
    expect(timesOf(later)).to.include({ list: '2026-11-24T14:00' });
    const earlier = save({ listAt: 9 * 60, inList: ['quiet'] }, later, at('2026-11-24T11:00'));
    expect(formatLocal(earlier.listAt), 'its new time has passed').to.equal('2026-11-24T11:15');
    expect(timesOf(earlier)).to.include({ list: '2026-11-24T11:15' });
  });

  it('for the person to be reached, and not for the list, stays apart from the list', () => {
    const evening = at('2026-11-23T18:00');
    const line = createLine('last', evening, { urgency: 'firm' });
    const inbox = addLine(inboxWith(), line, toSendContext(evening));
    expect(timesOf(inbox)).to.deep.equal({ last: '2026-11-24T09:00' });
    const moved = save({ listAt: 14 * 60 }, inbox, evening);
    expect(timesOf(moved)).to.deep.equal({ last: '2026-11-24T09:00' });
  });

  it('and cannot wait for the list, comes earlier when the quiet hours end earlier', () => {
    const line = createLine('last', TEN, { urgency: 'firm' });
    const quiet = save({ quiet: '9:00-14:00' });
    const inbox = addLine(quiet, line, toSendContext(TEN));
    expect(timesOf(inbox)).to.deep.equal({ last: '2026-11-23T14:00' });
    expect(timesOf(save({}, inbox))).to.deep.equal({ last: '2026-11-23T10:15' });
  });

  it('is nothing for somebody who has no reminders, and nothing is made for the list', () => {
    expect(save({ listAt: 480 })).to.include({ listAt: null, nextActionAt: null });
  });
});
