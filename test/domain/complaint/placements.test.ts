import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { type Delivery, findCardAbove } from '../../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import type { CardSlot } from '../../../src/domain/complaint/slot.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  applyDecision,
  asSystem,
  COMMANDS,
  createDelivery,
  expectAccepted,
  filed,
  HOUR,
  MONDAY,
  runSystem,
  WHO,
  withAllSent,
} from '../../support/domain.js';
import { moveToBilling, shareWithBilling } from '../placements.js';

const LATER = MONDAY + HOUR;
const REF = { platform: 'slack', key: 'm2' } as const;

/** A complaint whose first card is posted and whose second is `posted` too, or not. */
function moved(posted = true): Complaint {
  return withSecondCard(moveToBilling(withAllSent(filed())), posted);
}

function shared(posted = true): Complaint {
  return withSecondCard(shareWithBilling(withAllSent(filed())), posted);
}

function withSecondCard(complaint: Complaint, posted: boolean): Complaint {
  return posted ? { ...complaint, refs: { ...complaint.refs, 'card:2': REF } } : complaint;
}

function formatDeliveries(items: Complaint['outbox']): readonly string[] {
  return toMessages(items).map(({ kind, slot, view }) => `${kind} ${slot} ${view.name}`);
}

const hear = (placement: number, by: string) =>
  ({ kind: 'hear', placement, by, at: LATER }) as const;

/** The complaint with a delivery in its outbox, and what its failure leads to. */
function decideFailure(
  complaint: Complaint,
  item: Delivery,
  reason: FailureReason,
): readonly string[] {
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const failing = { ...complaint, outbox: [...complaint.outbox, item] };
  const decision = expectAccepted(decideSystem(failing, command, asSystem(LATER)));
  return formatDeliveries(decision.deliveries);
}

describe('the placements of a complaint', () => {
  it('begin with that of its team when it is filed', () => {
    expect(filed({ category: 'invoice' }).placements).to.deep.equal([
      { n: 1, team: 'billing', as: 'owner', openedAt: MONDAY, closedAt: null },
    ]);
  });

  it('each have a card, which is kept up to date while the placement is open', () => {
    const correct = (complaint: Complaint) =>
      formatDeliveries(act(complaint, WHO.officer, COMMANDS.correct, LATER).outbox);
    const reporter = 'update reporter-card reporter-card';
    expect(correct(moved())).to.deep.equal(['update card:2 team-card', reporter]);
    expect(correct(shared())).to.deep.equal([
      ...['update card:1 team-card', 'update card:2 team-card', reporter],
    ]);
    expect(correct(shared(false)), 'a card that is not there is posted').to.deep.equal([
      ...['update card:1 team-card', 'post card:2 team-card', reporter],
    ]);
  });

  it('have the notes for the team in the thread of the one that has it', () => {
    const note = (complaint: Complaint) => act(complaint, WHO.officer, COMMANDS.update, LATER);
    for (const [complaint, slot] of [
      [moved(), 'thread:2'],
      [shared(), 'thread:1'],
    ] as const) {
      expect(note(complaint).outbox[0]).to.include({ slot, kind: 'post' });
    }
  });

  it('have the nudges to the team in the thread of the one that has it', () => {
    for (const [complaint, card, due] of [
      [moved(), 'card:2', MONDAY + 6 * HOUR], // Morning in New York.
      [shared(), 'card:1', MONDAY + HOUR],
    ] as const) {
      const nudged = runSystem(complaint, { kind: 'nudge' }, due);
      const nudge = toMessages(nudged.outbox).find(({ kind }) => kind === 'nudge');
      if (nudge === undefined) throw new Error('A nudge to the team was expected.');
      expect(nudge.person).to.equal(null);
      expect(findCardAbove(nudge, complaint)).to.equal(card);
    }
  });
});

describe('a message in the thread of a placement', () => {
  it('does not count as activity if the placement is closed, and its author is told once', () => {
    for (const by of [WHO.officer, WHO.reporter]) {
      const complaint = moved();
      const decision = decideSystem(complaint, hear(1, by), asSystem(LATER));
      const { facts, deliveries, history } = expectAccepted(decision);
      expect(facts.lastLifeAt).to.equal(complaint.lastLifeAt);
      expect(history).to.deep.equal([]);
      expect(formatDeliveries(deliveries)).to.deep.equal([`post dm:${by} redirected`]);
      const told = applyDecision(complaint, decision);
      expect(decideSystem(told, hear(1, by), asSystem(LATER)).kind).to.equal('unchanged');
    }
  });

  it('counts as activity if the team has the complaint or is involved', () => {
    for (const [complaint, placement] of [
      [moved(), 2],
      [shared(), 1],
      [shared(), 2],
    ] as const) {
      const heard = decideSystem(complaint, hear(placement, WHO.officer), asSystem(LATER));
      expect(expectAccepted(heard).facts.lastLifeAt).to.equal(LATER);
    }
  });
});

describe('a delivery to a placement that fails', () => {
  const post = (slot: CardSlot) =>
    createDelivery('d', { slot, view: { name: 'team-card', args: {} } });

  it('is told to the lead only if it is the card of the team that has the complaint', () => {
    const reporter = 'update reporter-card reporter-card';
    const alarm = 'post ops alarm';
    expect(decideFailure(moved(false), post('card:2'), 'channel-gone')).to.deep.equal([
      ...[alarm, 'post dm:billing-lead unplaced', reporter],
    ]);
    expect(decideFailure(shared(false), post('card:2'), 'channel-gone')).to.deep.equal([alarm]);
  });

  it('is nothing to anybody if the placement is closed', () => {
    for (const kind of ['post', 'update'] as const) {
      const item = { ...post('card:1'), kind };
      for (const reason of ['channel-gone', 'message-gone'] as const) {
        const failing = { ...moved(), outbox: [item] };
        const command = { kind: 'undelivered', delivery: item.id, reason } as const;
        expect(decideSystem(failing, command, asSystem(LATER)).kind).to.equal('unchanged');
      }
    }
  });

  it('is posted again if it is a deleted card', () => {
    const update = (slot: CardSlot) => ({ ...post(slot), kind: 'update' }) as const;
    for (const complaint of [moved(), shared()]) {
      expect(decideFailure(complaint, update('card:2'), 'message-gone')).to.deep.equal([
        'post card:2 team-card',
      ]);
    }
  });

  it('to a person is told in the thread of the team that has the complaint', () => {
    const note = createDelivery('n', { slot: 'dm:rita', person: 'rita' });
    const tellOf = (complaint: Complaint) => decideFailure(complaint, note, 'person-gone');
    expect(tellOf(moved())).to.include('post thread:2 unreached');
    expect(tellOf(moved(false)), 'no card').to.not.include('post thread:2 unreached');
    expect(tellOf(shared())).to.include('post thread:1 unreached');
  });
});
