import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  goesToThread,
  isOrphan,
  type Refs,
} from '../../../src/domain/complaint/delivery.js';
import type { Slot } from '../../../src/domain/complaint/slot.js';
import { createDelivery } from '../../support/domain.js';

const NOW = 1000;
const CARD: Refs = { 'team-card': { platform: 'slack', key: 'm1' } };
const createCard = (id: string, parts: Partial<Delivery> = {}): Delivery =>
  createDelivery(id, { slot: 'team-card', ...parts });
const createCardUpdate = (id: string, parts: Partial<Delivery> = {}): Delivery =>
  createCard(id, { kind: 'update', ...parts });

function findClaimableIds(outbox: readonly Delivery[], refs: Refs = {}): readonly string[] {
  return findClaimable(outbox, refs, NOW).map((item) => item.id);
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
    expect(isOrphan(createCardUpdate('u'), outbox, {})).to.equal(true);
  });
});

describe('isOrphan', () => {
  it('is true for an update whose message was never posted and never will be', () => {
    const update = createCardUpdate('u');
    expect(isOrphan(update, [update], {})).to.equal(true);
    expect(isOrphan(update, [createCard('a', { failed: 'rejected' }), update], {})).to.equal(true);
    expect(isOrphan(update, [createCard('a'), update], {})).to.equal(false);
    expect(isOrphan(update, [update], CARD)).to.equal(false);
  });

  it('is true for a thread message of a card that will never be posted', () => {
    const note = createDelivery('t');
    expect(isOrphan(note, [note], {})).to.equal(true);
    expect(isOrphan(note, [note, createCard('a')], {})).to.equal(false);
    expect(isOrphan(note, [note], CARD)).to.equal(false);
  });

  it('is false for a post and for a failed delivery', () => {
    expect(isOrphan(createCard('a'), [createCard('a')], {})).to.equal(false);
    const failed = createCardUpdate('u', { failed: 'gave-up' });
    expect(isOrphan(failed, [failed], {})).to.equal(false);
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

const SLOTS: readonly Slot[] = ['team-card', 'thread', 'reporter-card', 'dm:ann', 'nudge:n', 'ops'];

const outboxes: fc.Arbitrary<readonly Delivery[]> = fc
  .array(
    fc.record({
      slot: fc.constantFrom(...SLOTS),
      isUpdate: fc.boolean(),
      person: fc.constantFrom(null, 'ann'),
      dueAt: fc.constantFrom(0, NOW, NOW + 1),
      failed: fc.constantFrom(null, null, null, 'gave-up' as const),
    }),
    { maxLength: 14 },
  )
  .map((items) =>
    items.map(({ slot, isUpdate, person, dueAt, failed }, n): Delivery => {
      const posting = slot === 'nudge:n' ? 'nudge' : 'post';
      const kind = isUpdate && slot !== 'thread' && slot !== 'ops' ? 'update' : posting;
      return createDelivery(`d${n}`, {
        slot,
        kind,
        person: slot === 'nudge:n' ? person : null,
        dueAt,
        failed,
      });
    }),
  );

const references: fc.Arbitrary<Refs> = fc
  .subarray([...SLOTS])
  .map((slots) =>
    Object.fromEntries(slots.map((slot) => [slot, { platform: 'slack', key: slot }])),
  );

/** Returns the slot whose message must be posted before the item can go out. */
function findAwaitedSlot(item: Delivery): Slot | null {
  if (item.kind === 'update') return item.slot;
  return goesToThread(item) ? 'team-card' : null;
}

describe('any outbox', () => {
  it('has at most one claimable delivery in each slot, with only orphans unfinished before it', () => {
    fc.assert(
      fc.property(outboxes, references, (outbox, refs) => {
        const heads = findClaimable(outbox, refs, NOW);
        expect(new Set(heads.map((head) => head.slot)).size).to.equal(heads.length);
        for (const head of heads) {
          const before = outbox.slice(0, outbox.indexOf(head));
          const waiting = before.filter((item) => item.slot === head.slot && item.failed === null);
          expect(waiting.every((item) => isOrphan(item, outbox, refs))).to.equal(true);
        }
      }),
    );
  });

  it('has only claimable deliveries that are due, have not failed and have the message they need', () => {
    fc.assert(
      fc.property(outboxes, references, (outbox, refs) => {
        for (const head of findClaimable(outbox, refs, NOW)) {
          expect(head.failed).to.equal(null);
          expect(head.dueAt).to.be.at.most(NOW);
          const needed = findAwaitedSlot(head);
          if (needed !== null) expect(refs).to.have.property(needed);
        }
      }),
    );
  });

  it('keeps the claimable deliveries of other slots when one slot fails, unless they wait for its message', () => {
    fc.assert(
      fc.property(outboxes, references, fc.constantFrom(...SLOTS), (outbox, refs, slot) => {
        const failing = outbox.map((item) =>
          item.slot === slot ? { ...item, failed: 'gave-up' as const } : item,
        );
        const waiting = outbox
          .filter((item) => findAwaitedSlot(item) === slot)
          .map((item) => item.slot);
        const others = (items: readonly Delivery[]) =>
          findClaimable(items, refs, NOW)
            .filter((item) => item.slot !== slot && !waiting.includes(item.slot))
            .map((item) => item.id);
        expect(others(failing)).to.deep.equal(others(outbox));
      }),
    );
  });

  it('becomes empty once claimable deliveries are sent and orphans are dropped', () => {
    fc.assert(
      fc.property(outboxes, references, (outbox, refs) => {
        const rest = drain(outbox, refs);
        expect(rest.every((item) => item.failed !== null)).to.equal(true);
      }),
    );
  });

  it('covers only updates of the same slot, the sent one first', () => {
    fc.assert(
      fc.property(outboxes, references, (outbox, refs) => {
        for (const head of findClaimable(outbox, refs, NOW)) {
          const ids = findCoveredIds(outbox, head);
          const items = outbox.filter((item) => ids.includes(item.id));
          expect(ids[0]).to.equal(head.id);
          expect(
            items.every((item) => item.slot === head.slot && item.kind === head.kind),
          ).to.equal(true);
        }
      }),
    );
  });
});

/** Sends claimable deliveries and drops orphans until nothing changes any more. */
function drain(outbox: readonly Delivery[], refs: Refs): readonly Delivery[] {
  const heads = findClaimable(outbox, refs, NOW + 1);
  const lost = outbox.filter((item) => isOrphan(item, outbox, refs));
  const gone = new Set([
    ...heads.flatMap((head) => findCoveredIds(outbox, head)),
    ...lost.map((item) => item.id),
  ]);
  if (gone.size === 0) return outbox;
  const posted = heads.filter((head) => head.kind !== 'update').map((head) => head.slot);
  const more = posted.map((slot) => [slot, { platform: 'slack' as const, key: slot }] as const);
  const rest = outbox.filter((item) => !gone.has(item.id));
  return drain(rest, { ...refs, ...Object.fromEntries(more) });
}
