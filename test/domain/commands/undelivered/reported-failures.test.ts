import { expect } from 'chai';
import { decideSystem } from '../../../../src/domain/commands/decide.js';
import { type Complaint, HISTORY_LIMIT } from '../../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../../../src/domain/complaint/failure-reason.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  applyDecision,
  asSystem,
  createDelivery,
  createOrganisation,
  expectAccepted,
  inState,
  MONDAY,
  WHO,
  withAllSent,
} from '../../../support/domain.js';

/** A complaint whose history is full: nothing that Redress does is recorded there any more. */
function createFull(): Complaint {
  const complaint = withAllSent(inState('assigned'));
  return { ...complaint, history: new Array(HISTORY_LIMIT).fill(complaint.history[0]) };
}

/** Lets a delivery fail. Returns the complaint without it, and what was sent because of it. */
function fail(complaint: Complaint, item: Delivery, reason: FailureReason, isRemoved = true) {
  const withItem = { ...complaint, outbox: [...complaint.outbox, item] };
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const organisation = { ...createOrganisation(), officers: ['olga'] };
  const decision = expectAccepted(
    decideSystem(withItem, command, asSystem(MONDAY, { organisation })),
  );
  const after = applyDecision(withItem, decision);
  const outbox = isRemoved ? after.outbox.filter(({ id }) => id !== item.id) : after.outbox;
  return {
    complaint: { ...after, outbox },
    sent: toMessages(decision.deliveries).map(({ slot, view }) => `${slot} ${view.name}`),
  };
}

const toReporter = (id: string): Delivery =>
  createDelivery(id, { slot: `dm:${WHO.reporter}`, person: WHO.reporter });

describe('a complaint whose history is full', () => {
  it('says only once of a person that they are out of reach', () => {
    const first = fail(createFull(), toReporter('d-1'), 'person-gone');
    expect(first.sent).to.include('thread:1 unreached');
    const second = fail(first.complaint, toReporter('d-2'), 'person-gone');
    expect(second.sent).to.not.include('thread:1 unreached');
  });

  it('alarms the operators once about a card that cannot be updated, for each reason', () => {
    const card = (id: string): Delivery =>
      createDelivery(id, {
        kind: 'update',
        slot: 'card:1',
        view: { name: 'team-card', args: {} },
      });
    const first = fail(createFull(), card('d-1'), 'channel-archived');
    const second = fail(first.complaint, card('d-2'), 'channel-archived');
    const third = fail(second.complaint, card('d-3'), 'not-permitted');
    expect([first, second, third].map(({ sent }) => sent)).to.deep.equal([
      ['ops alarm'],
      [],
      ['ops alarm'],
    ]);
  });

  it('sends nobody a second time that the team’s card could not be posted', () => {
    const unplaced = (id: string, person: string): Delivery =>
      createDelivery(id, {
        ...{ slot: `dm:${person}`, person },
        view: { name: 'unplaced', args: { reason: 'channel-gone' } },
      });
    const full = { ...createFull(), assignee: 'olga' };
    const first = fail(full, unplaced('d-1', WHO.lead), 'person-gone');
    expect(first.sent).to.include('dm:olga unplaced');
    const second = fail(first.complaint, unplaced('d-2', 'olga'), 'person-gone');
    expect(second.sent).to.not.include(`dm:${WHO.lead} unplaced`);
  });

  it('reports the same delivery once, though its process dies before the removal', () => {
    const { complaint } = fail(createFull(), toReporter('d-1'), 'person-gone', false);
    const command = { kind: 'undelivered', delivery: 'd-1', reason: 'person-gone' } as const;
    expect(decideSystem(complaint, command, asSystem(MONDAY)).kind).to.equal('unchanged');
  });
});

describe('what a complaint remembers of failed deliveries', () => {
  it('stays small, however many fail', () => {
    let complaint = createFull();
    for (let n = 0; n < 100; n += 1) {
      const slot = n % 2 === 0 ? 'reporter-card' : 'card:1';
      const name = n % 2 === 0 ? 'reporter-card' : 'team-card';
      const card = { kind: 'update', view: { name, args: {} } } as const;
      const item = n % 3 === 0 ? toReporter(`d-${n}`) : createDelivery(`d-${n}`, { slot, ...card });
      complaint = fail(complaint, item, 'person-unreachable').complaint;
    }
    const { stuck, ...reported } = complaint.undelivered;
    expect(stuck?.map(({ slot, kind }) => `${kind} ${slot}`)).to.deep.equal(['update card:1']);
    expect(reported).to.deep.equal({
      reported: ['d-99'],
      cards: [
        { slot: 'card:1', kind: 'update', reason: 'person-unreachable' },
        { slot: 'reporter-card', kind: 'update', reason: 'person-unreachable' },
      ],
      unreached: [WHO.reporter],
      unplaced: [],
    });
  });
});
