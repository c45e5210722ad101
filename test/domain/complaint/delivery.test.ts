import { expect } from 'chai';
import {
  type Delivery,
  findCardAbove,
  findClaimable,
  findCoveredIds,
  isOrphan,
  type Refs,
} from '../../../src/domain/complaint/delivery.js';
import type { Placement } from '../../../src/domain/complaint/slot.js';
import { createDelivery } from '../../support/domain.js';
import { MOVED, OWNER, SHARED } from '../placements.js';

const NOW = 1000;
const CARD: Refs = { 'card:1': { platform: 'slack', key: 'm1' } };
const createCard = (id: string, parts: Partial<Delivery> = {}): Delivery =>
  createDelivery(id, { slot: 'card:1', ...parts });
const createCardUpdate = (id: string, parts: Partial<Delivery> = {}): Delivery =>
  createCard(id, { kind: 'update', ...parts });

function findClaimableIds(
  outbox: readonly Delivery[],
  refs: Refs = {},
  placements: readonly Placement[] = OWNER,
): readonly string[] {
  return findClaimable({ outbox, refs, placements }, NOW).map((item) => item.id);
}

function isLost(
  item: Delivery,
  outbox: readonly Delivery[],
  refs: Refs = {},
  placements: readonly Placement[] = OWNER,
): boolean {
  return isOrphan(item, { outbox, refs, placements });
}

describe('findClaimable', () => {
  it('returns the first delivery of each slot', () => {
    const dm = (id: string): Delivery => createDelivery(id, { slot: 'dm:ann', person: 'ann' });
    expect(
      findClaimableIds([createCard('a'), createCardUpdate('b'), dm('c'), dm('d')]),
    ).to.deep.equal(['a', 'c']);
  });

  it('returns nothing of a slot whose first delivery is leased or waits for a retry', () => {
    const dm = createDelivery('b', { slot: 'dm:ann', person: 'ann' });
    const waiting = createCard('a', { dueAt: NOW + 1 });
    expect(findClaimableIds([waiting, createCardUpdate('c'), dm], CARD)).to.deep.equal(['b']);
    expect(
      findClaimableIds([{ ...waiting, dueAt: NOW }, createCardUpdate('c')], CARD),
    ).to.deep.equal(['a']);
  });

  it('holds back thread messages and team nudges until the card is posted', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n' });
    const outbox = [createCard('a'), createDelivery('t'), nudge];
    expect(findClaimableIds(outbox)).to.deep.equal(['a']);
    expect(findClaimableIds(outbox.slice(1), CARD)).to.deep.equal(['t', 'n']);
  });

  it('holds back the messages of each thread for its own card only', () => {
    const second: Refs = { 'card:2': { platform: 'teams', key: 'm2' } };
    const outbox = [
      createDelivery('a', { slot: 'thread:1' }),
      createDelivery('b', { slot: 'thread:2' }),
      createDelivery('c', { slot: 'card:1' }),
      createDelivery('d', { slot: 'card:2' }),
    ];
    expect(findClaimableIds(outbox, {}, SHARED)).to.deep.equal(['c', 'd']);
    expect(findClaimableIds(outbox.slice(0, 3), second, SHARED)).to.deep.equal(['b', 'c']);
    expect(findClaimableIds(outbox.slice(0, 2), CARD, SHARED)).to.deep.equal(['a']);
  });

  it('sends a message for a team that no longer has the complaint to the team that has it', () => {
    const outbox = [
      createDelivery('a', { slot: 'thread:1' }),
      createDelivery('d', { slot: 'card:2' }),
    ];
    expect(findClaimableIds(outbox, CARD, MOVED)).to.deep.equal(['d']);
    const second: Refs = { ...CARD, 'card:2': { platform: 'teams', key: 'm2' } };
    expect(findClaimableIds(outbox.slice(0, 1), second, MOVED)).to.deep.equal(['a']);
    const [first] = outbox;
    if (first === undefined) throw new Error('nothing is sent');
    expect(findCardAbove(first, { refs: second, placements: MOVED })).to.equal('card:2');
  });

  it('holds back a team nudge for the card of the team that has it now', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n' });
    const outbox = [nudge, createDelivery('d', { slot: 'card:2' })];
    expect(findClaimableIds(outbox, CARD, MOVED)).to.deep.equal(['d']);
    expect(findClaimableIds(outbox, CARD, SHARED)).to.deep.equal(['n', 'd']);
  });

  it('does not hold back a nudge to a person until the card is posted', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n', person: 'ann' });
    expect(findClaimableIds([createCard('a'), nudge])).to.deep.equal(['a', 'n']);
  });

  it('holds back an update until its message is posted', () => {
    const update = createDelivery('u', { kind: 'update', slot: 'nudge:n', person: 'ann' });
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n', person: 'ann' });
    expect(findClaimableIds([nudge, update])).to.deep.equal(['n']);
    expect(
      findClaimableIds([update], { 'nudge:n': { platform: 'slack', key: 'k' } }),
    ).to.deep.equal(['u']);
  });

  it('skips deliveries that failed permanently', () => {
    expect(
      findClaimableIds([
        createCard('a', { failed: 'no-place' }),
        createCard('b'),
        createDelivery('t'),
      ]),
    ).to.deep.equal(['b']);
  });

  it('skips an update of a card whose post failed if a new post is behind it', () => {
    const outbox = [
      createCard('a', { failed: 'bot-not-in-channel' }),
      createCardUpdate('u'),
      createCard('b'),
    ];
    expect(findClaimableIds(outbox)).to.deep.equal(['b']);
    expect(isLost(createCardUpdate('u'), outbox)).to.equal(true);
  });
});

describe('isOrphan', () => {
  it('is true for an update whose message was never posted and never will be', () => {
    const update = createCardUpdate('u');
    expect(isLost(update, [update])).to.equal(true);
    expect(isLost(update, [createCard('a', { failed: 'rejected' }), update])).to.equal(true);
    expect(isLost(update, [createCard('a'), update])).to.equal(false);
    expect(isLost(update, [update], CARD)).to.equal(false);
  });

  it('is true for a thread message of a card that will never be posted', () => {
    const note = createDelivery('t');
    expect(isLost(note, [note])).to.equal(true);
    expect(isLost(note, [note, createCard('a')])).to.equal(false);
    expect(isLost(note, [note], CARD)).to.equal(false);
  });

  it('is true for a thread message when only the card of another placement is there', () => {
    const note = createDelivery('t', { slot: 'thread:2' });
    const second = createDelivery('b', { slot: 'card:2' });
    for (const placements of [MOVED, SHARED]) {
      expect(isLost(note, [note, createCard('a')], CARD, placements)).to.equal(true);
      expect(isLost(note, [note, second], CARD, placements)).to.equal(false);
      const failed = { ...second, failed: 'no-place' } as const;
      expect(isLost(note, [failed, note], CARD, placements)).to.equal(true);
    }
  });

  it('is true for a team nudge when the card of the team that has it is lost', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n' });
    expect(isLost(nudge, [nudge], CARD, MOVED)).to.equal(true);
    expect(isLost(nudge, [nudge], CARD, SHARED)).to.equal(false);
  });

  it('is false for a post and for a failed delivery', () => {
    expect(isLost(createCard('a'), [createCard('a')])).to.equal(false);
    const failed = createCardUpdate('u', { failed: 'gave-up' });
    expect(isLost(failed, [failed])).to.equal(false);
  });
});

describe('findCoveredIds', () => {
  it('returns an update and the updates behind it', () => {
    const outbox = [
      createCardUpdate('a'),
      createDelivery('t'),
      createCardUpdate('b'),
      createCardUpdate('c'),
    ];
    expect(findCoveredIds(outbox, createCardUpdate('a'))).to.deep.equal(['a', 'b', 'c']);
  });

  it('stops at a new post, and returns only a post itself', () => {
    const outbox = [createCardUpdate('a'), createCard('b'), createCardUpdate('c')];
    expect(findCoveredIds(outbox, createCardUpdate('a'))).to.deep.equal(['a']);
    expect(findCoveredIds(outbox, createCard('b'))).to.deep.equal(['b']);
  });

  it('leaves out failed updates, which are still to be reported', () => {
    const outbox = [
      createCardUpdate('a'),
      createCardUpdate('b', { failed: 'gave-up' }),
      createCardUpdate('c'),
    ];
    expect(findCoveredIds(outbox, createCardUpdate('a'))).to.deep.equal(['a', 'c']);
  });
});
