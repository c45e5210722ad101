import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  goesToThread,
  isOrphan,
  type Refs,
  type Slot,
} from '../../../src/domain/complaint/delivery.js';
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

describe('what may be sent now', () => {
  it('is the first of each slot', () => {
    const dm = (id: string): Delivery => createDelivery(id, { slot: 'dm:ann', person: 'ann' });
    expect(
      findClaimableIds([createCard('a'), createCardUpdate('b'), dm('c'), dm('d')]),
    ).to.deep.equal(['a', 'c']);
  });

  it('is nothing of a slot whose first is leased or waits for another try', () => {
    const dm = createDelivery('b', { slot: 'dm:ann', person: 'ann' });
    const waiting = createCard('a', { dueAt: NOW + 1 });
    expect(findClaimableIds([waiting, createCardUpdate('c'), dm], CARD)).to.deep.equal(['b']);
    expect(
      findClaimableIds([{ ...waiting, dueAt: NOW }, createCardUpdate('c')], CARD),
    ).to.deep.equal(['a']);
  });

  it('leaves the thread, and a nudge for the team, until the card is there', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n' });
    const outbox = [createCard('a'), createDelivery('t'), nudge];
    expect(findClaimableIds(outbox)).to.deep.equal(['a']);
    expect(findClaimableIds(outbox.slice(1), CARD)).to.deep.equal(['t', 'n']);
  });

  it('does not make a nudge for a person wait for the card', () => {
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n', person: 'ann' });
    expect(findClaimableIds([createCard('a'), nudge])).to.deep.equal(['a', 'n']);
  });

  it('leaves an update until its message is there', () => {
    const update = createDelivery('u', { kind: 'update', slot: 'nudge:n', person: 'ann' });
    const nudge = createDelivery('n', { kind: 'nudge', slot: 'nudge:n', person: 'ann' });
    expect(findClaimableIds([nudge, update])).to.deep.equal(['n']);
    expect(
      findClaimableIds([update], { 'nudge:n': { platform: 'slack', key: 'k' } }),
    ).to.deep.equal(['u']);
  });

  it('goes past what failed for good', () => {
    expect(
      findClaimableIds([
        createCard('a', { failed: 'no-place' }),
        createCard('b'),
        createDelivery('t'),
      ]),
    ).to.deep.equal(['b']);
  });

  it('is not held up by an update of a card whose post failed when a new post stands behind it', () => {
    const outbox = [
      createCard('a', { failed: 'bot-not-in-channel' }),
      createCardUpdate('u'),
      createCard('b'),
    ];
    expect(findClaimableIds(outbox)).to.deep.equal(['b']);
    expect(isOrphan(createCardUpdate('u'), outbox, {})).to.equal(true);
  });
});

describe('an orphan', () => {
  it('is an update whose message was never posted and will not be', () => {
    const update = createCardUpdate('u');
    expect(isOrphan(update, [update], {})).to.equal(true);
    expect(isOrphan(update, [createCard('a', { failed: 'rejected' }), update], {})).to.equal(true);
    expect(isOrphan(update, [createCard('a'), update], {})).to.equal(false);
    expect(isOrphan(update, [update], CARD)).to.equal(false);
  });

  it('is a message for the thread of a card that will not be posted', () => {
    const note = createDelivery('t');
    expect(isOrphan(note, [note], {})).to.equal(true);
    expect(isOrphan(note, [note, createCard('a')], {})).to.equal(false);
    expect(isOrphan(note, [note], CARD)).to.equal(false);
  });

  it('is never a post of its own, nor what failed already', () => {
    expect(isOrphan(createCard('a'), [createCard('a')], {})).to.equal(false);
    const failed = createCardUpdate('u', { failed: 'gave-up' });
    expect(isOrphan(failed, [failed], {})).to.equal(false);
  });
});

describe('updates that stand together', () => {
  it('are settled by the first of them', () => {
    const outbox = [
      createCardUpdate('a'),
      createDelivery('t'),
      createCardUpdate('b'),
      createCardUpdate('c'),
    ];
    expect(findCoveredIds(outbox, createCardUpdate('a'))).to.deep.equal(['a', 'b', 'c']);
  });

  it('are not settled beyond a new post, nor by a post', () => {
    const outbox = [createCardUpdate('a'), createCard('b'), createCardUpdate('c')];
    expect(findCoveredIds(outbox, createCardUpdate('a'))).to.deep.equal(['a']);
    expect(findCoveredIds(outbox, createCard('b'))).to.deep.equal(['b']);
  });

  it('leave those that failed to be told of', () => {
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

/** The slot whose message must be there before the item can go out. */
function findAwaitedSlot(item: Delivery): Slot | null {
  if (item.kind === 'update') return item.slot;
  return goesToThread(item) ? 'team-card' : null;
}

describe('the outbox, whatever is in it', () => {
  it('gives one of each slot at most, with nothing unfinished before it but orphans', () => {
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

  it('gives only what is due, has not failed and has the message it needs', () => {
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

  it('is not changed for other slots by what fails in one, unless they wait for its message', () => {
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

  it('comes to an end: what is ready is sent, and what can never be is an orphan', () => {
    fc.assert(
      fc.property(outboxes, references, (outbox, refs) => {
        const rest = drain(outbox, refs);
        expect(rest.every((item) => item.failed !== null)).to.equal(true);
      }),
    );
  });

  it('settles only updates of the same slot, the sent one first', () => {
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

/** Sends and drops until nothing changes any more. */
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
