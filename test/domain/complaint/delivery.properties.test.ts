import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Delivery,
  type DeliveryState,
  findCardAbove,
  findClaimable,
  findCoveredIds,
  isOrphan,
  type Refs,
} from '../../../src/domain/complaint/delivery.js';
import type { Slot } from '../../../src/domain/complaint/slot.js';
import { createDelivery } from '../../support/domain.js';
import { MOVED, OWNER, SHARED } from '../placements.js';

const NOW = 1000;

const SLOTS: readonly Slot[] = [
  ...(['card:1', 'thread:1', 'card:2', 'thread:2'] as const),
  ...(['reporter-card', 'dm:ann', 'nudge:n', 'ops'] as const),
];
/** Slots whose messages are never updated. */
const ONLY_POSTED: readonly Slot[] = ['thread:1', 'thread:2', 'ops'];

const outboxes: fc.Arbitrary<readonly Delivery[]> = fc
  .array(
    fc.record({
      slot: fc.constantFrom(...SLOTS),
      isUpdate: fc.boolean(),
      person: fc.constantFrom(null, 'ann'),
      dueAt: fc.constantFrom(0, NOW, NOW + 1),
      failed: fc.constantFrom(null, null, null, 'gave-up' as const),
    }),
    { maxLength: 18 },
  )
  .map((items) =>
    items.map(({ slot, isUpdate, person, dueAt, failed }, n): Delivery => {
      const posting = slot === 'nudge:n' ? 'nudge' : 'post';
      const kind = isUpdate && !ONLY_POSTED.includes(slot) ? 'update' : posting;
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

/** A complaint, as far as its deliveries go. */
type State = Required<DeliveryState<Delivery>>;

const states: fc.Arbitrary<State> = fc.record({
  outbox: outboxes,
  refs: references,
  placements: fc.constantFrom(OWNER, MOVED, SHARED),
});

/** Returns the slot whose message must be posted before the item can go out. */
function findAwaitedSlot(item: Delivery, state: State): Slot | null {
  return item.kind === 'update' ? item.slot : findCardAbove(item, state);
}

describe('any outbox', () => {
  it('has at most one claimable delivery in each slot, with only orphans and later updates before it', () => {
    fc.assert(
      fc.property(states, (state) => {
        const heads = findClaimable(state, NOW);
        expect(new Set(heads.map((head) => head.slot)).size).to.equal(heads.length);
        for (const head of heads) {
          const before = state.outbox.slice(0, state.outbox.indexOf(head));
          const waiting = before.filter((item) => item.slot === head.slot && item.failed === null);
          const isLater = ({ kind, attempts, lease, dueAt }: Delivery) =>
            kind === 'update' && attempts === 0 && lease === null && dueAt > NOW;
          expect(waiting.every((item) => isLater(item) || isOrphan(item, state))).to.equal(true);
        }
      }),
    );
  });

  it('has only claimable deliveries that are due, have not failed and have the message they need', () => {
    fc.assert(
      fc.property(states, (state) => {
        for (const head of findClaimable(state, NOW)) {
          expect(head.failed).to.equal(null);
          expect(head.dueAt).to.be.at.most(NOW);
          const needed = findAwaitedSlot(head, state);
          if (needed !== null) expect(state.refs).to.have.property(needed);
        }
      }),
    );
  });

  it('keeps the claimable deliveries of other slots when one slot fails, unless they wait for its message', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SLOTS), (state, slot) => {
        const failing = state.outbox.map((item) =>
          item.slot === slot ? { ...item, failed: 'gave-up' as const } : item,
        );
        const waiting = state.outbox
          .filter((item) => findAwaitedSlot(item, state) === slot)
          .map((item) => item.slot);
        const others = (items: readonly Delivery[]) =>
          findClaimable({ ...state, outbox: items }, NOW)
            .filter((item) => item.slot !== slot && !waiting.includes(item.slot))
            .map((item) => item.id);
        expect(others(failing)).to.deep.equal(others(state.outbox));
      }),
    );
  });

  it('becomes empty once claimable deliveries are sent and orphans are dropped', () => {
    fc.assert(
      fc.property(states, (state) => {
        const rest = drain(state);
        expect(rest.every((item) => item.failed !== null)).to.equal(true);
      }),
    );
  });

  it('covers only updates of the same slot, the sent one first', () => {
    fc.assert(
      fc.property(states, (state) => {
        for (const head of findClaimable(state, NOW)) {
          const ids = findCoveredIds(state.outbox, head);
          const items = state.outbox.filter((item) => ids.includes(item.id));
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
function drain(state: State): readonly Delivery[] {
  const { outbox, refs } = state;
  const heads = findClaimable(state, NOW + 1);
  const lost = outbox.filter((item) => isOrphan(item, state));
  const gone = new Set([
    ...heads.flatMap((head) => findCoveredIds(outbox, head)),
    ...lost.map((item) => item.id),
  ]);
  if (gone.size === 0) return outbox;
  const posted = heads.filter((head) => head.kind !== 'update').map((head) => head.slot);
  const more = posted.map((slot) => [slot, { platform: 'slack' as const, key: slot }] as const);
  return drain({
    ...state,
    outbox: outbox.filter((item) => !gone.has(item.id)),
    refs: { ...refs, ...Object.fromEntries(more) },
  });
}
