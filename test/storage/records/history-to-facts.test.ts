import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import { NOTHING_UNDELIVERED } from '../../../src/domain/complaint/facts.js';
import type { HistoryArgs, HistoryEntry } from '../../../src/domain/complaint/history.js';
import { RecordFaultError } from '../../../src/storage/records/record-fault.js';
import { historyToFacts } from '../../../src/storage/records/steps/history-to-facts.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { act, COMMANDS, createDelivery, HOUR, inState, MONDAY, WHO } from '../../support/domain.js';
import { readSchema1, toSchema1 } from './schema-1.js';

const upgrade = (complaint: Complaint): Complaint => readSchema1(toSchema1(complaint));

const FAILURE: HistoryArgs['undelivered'] = {
  delivery: 'd',
  slot: 'thread:1',
  kind: 'post',
  view: 'team-update',
  reason: 'person-gone',
};

describe('a complaint of schema 1', () => {
  const assigned = inState('assigned');
  const renegotiated = act(assigned, WHO.assignee, COMMANDS.renegotiate, MONDAY + HOUR);
  const withdrawn = act(renegotiated, WHO.lead, COMMANDS.withdraw, MONDAY + 2 * HOUR);

  it('has its released promises told from the renegotiated ones, with who released them and when', () => {
    const old = toSchema1(withdrawn).promises as readonly object[];
    for (const promise of old)
      expect(promise).to.have.property('renegotiatedAt').that.is.a('number');
    const [first, second] = upgrade(withdrawn).promises;
    expect(first).to.include({ renegotiatedAt: MONDAY + HOUR, released: null });
    expect(second).to.deep.include({
      renegotiatedAt: null,
      released: { at: MONDAY + 2 * HOUR, by: WHO.lead },
    });
  });

  it('has who withdrew it, when and why', () => {
    const withdrawal = { at: MONDAY + 2 * HOUR, by: WHO.lead, reason: 'sorted it myself' };
    expect(upgrade(withdrawn).withdrawal).to.deep.equal(withdrawal);
    expect(upgrade(assigned).withdrawal).to.equal(null);
  });

  it('has each time that it was reopened, whatever happened since', () => {
    const first = act(inState('closed'), WHO.reporter, COMMANDS.reopen, MONDAY + HOUR);
    const again = act(first, WHO.assignee, COMMANDS.resolve, MONDAY + HOUR);
    const second = { kind: 'reopen', reason: 'cold' } as const;
    const reopened = act(again, WHO.lead, second, MONDAY + 2 * HOUR);
    const ended = act(reopened, WHO.lead, COMMANDS.resolve, MONDAY + 2 * HOUR);
    for (const complaint of [reopened, ended]) {
      expect(upgrade(complaint).reopenings).to.deep.equal([
        { at: MONDAY + HOUR, by: WHO.reporter, reason: 'wet again' },
        { at: MONDAY + 2 * HOUR, by: WHO.lead, reason: 'cold' },
      ]);
    }
    expect(upgrade(assigned).reopenings).to.deep.equal([]);
  });

  it('has the latest hundred messages of its thread, by the platform’s time', () => {
    const entries = Array.from(
      { length: 150 },
      (_, n): HistoryEntry => ({ at: n, by: WHO.member, what: 'hear', args: { at: 1000 - n } }),
    );
    const { heard } = upgrade({ ...assigned, history: [...entries, ...assigned.history] });
    expect(heard.map(({ at }) => at)).to.deep.equal(Array.from({ length: 100 }, (_, n) => 901 + n));
    expect(heard[0]).to.deep.equal({ at: 901, by: WHO.member });
    expect(upgrade(assigned).heard).to.deep.equal([]);
  });

  it('has what was reported of failed deliveries, each once, and which of them still wait for their removal', () => {
    const failed = (at: number, args: Partial<HistoryArgs['undelivered']>): HistoryEntry => ({
      ...{ at, by: 'redress', what: 'undelivered' },
      args: { ...FAILURE, ...args },
    });
    const card = { slot: 'reporter-card', kind: 'update', view: 'reporter-card' } as const;
    const old: Complaint = {
      ...assigned,
      outbox: [createDelivery('waits', { failed: 'no-place' })],
      history: [
        ...assigned.history,
        failed(1, { delivery: 'gone', unreached: WHO.reporter }),
        failed(2, { delivery: 'waits', unreached: WHO.member }),
        failed(3, { ...card, delivery: 'u-1' }),
        failed(4, { ...card, delivery: 'u-2' }),
        failed(5, { ...card, delivery: 'u-3', reason: 'gave-up' }),
        failed(6, { slot: 'card:1', view: 'team-card' }),
        failed(7, { slot: 'dm:olga:2', view: 'unplaced' }),
        failed(8, { slot: 'dm:olga:2', view: 'unplaced' }),
        failed(9, { unreached: WHO.reporter }),
      ],
    };
    expect(upgrade(old).undelivered).to.deep.equal({
      reported: ['waits'],
      cards: [
        { slot: 'reporter-card', kind: 'update', reason: 'person-gone' },
        { slot: 'reporter-card', kind: 'update', reason: 'gave-up' },
        { slot: 'card:1', kind: 'post', reason: 'person-gone' },
      ],
      unreached: [WHO.reporter, WHO.member],
      unplaced: ['olga:2'],
    });
    expect(upgrade(assigned).undelivered).to.deep.equal(NOTHING_UNDELIVERED);
  });

  it('has the recipients named in the messages about a new assignee that wait in its outbox', () => {
    const given = act(assigned, WHO.lead, COMMANDS.assign);
    const isAbout = ({ view }: Delivery) => view.name === 'assigned' || view.name === 'relieved';
    const about = toMessages(given.outbox).filter(isAbout);
    expect(about.map(({ view }) => view.name)).to.deep.equal(['assigned', 'assigned', 'relieved']);
    expect(upgrade({ ...given, outbox: about }).outbox).to.deep.equal(about);
    const [first] = about;
    const view = { name: 'assigned', args: { by: WHO.lead } };
    const unnamed = { ...toSchema1(given), outbox: [{ ...first, view }] };
    expect(readSchema1(unnamed).outbox).to.deep.equal([first]);
  });

  it('that was written before a field existed is read, and keeps what this version does not know', () => {
    const { filedOn: _1, audience: _2, ...old } = toSchema1(assigned);
    const record = { ...old, events: [{ id: 'e', answer: { name: 'none', args: {} } }], later: 1 };
    expect(readSchema1(record)).to.deep.include({ later: 1, reopenings: [], withdrawal: null });
  });

  it('of a wrong shape is refused with the name of the field', () => {
    for (const field of ['history', 'promises', 'outbox']) {
      for (const wrong of ['text', null, [null], [{}], { a: 1 }]) {
        const record = { ...toSchema1(assigned), [field]: wrong };
        expect(() => historyToFacts(record), field).to.not.throw();
        expect(() => readSchema1(record), field).to.throw(RecordFaultError, field);
      }
    }
  });

  it('has the promise that each new date replaced', () => {
    expect(upgrade(renegotiated).promises.map(({ replaces }) => replaces)).to.deep.equal([
      null,
      'p1',
    ]);
  });
});
