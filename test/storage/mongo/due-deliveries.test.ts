import { expect } from 'chai';
import fc from 'fast-check';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import { prepareLayout } from '../../../src/storage/mongo/layout.js';
import type { MongoStores } from '../../../src/storage/mongo/stores.js';
import {
  NOON,
  requireValue,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
} from '../../contracts/complaint-store/samples.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoStoresOn } from '../open-stores.js';

describeOnMongo('when the earliest delivery is due, on MongoDB', (mongo) => {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  let db: MongoStores['db'];
  beforeEach(async () => {
    opened = await openMongoStoresOn(mongo)();
    store = opened.stores.complaints;
    db = (opened.stores as MongoStores).db;
  });
  afterEach(() => opened.destroy());

  const collection = () => db.collection<{ _id: string; earliestDueAt?: number }>('complaints');
  const due = (...times: readonly number[]) => times.map((dueAt) => sampleDelivery({ dueAt }));
  async function insert(...times: readonly number[]): Promise<string> {
    const complaint = sampleComplaint({ outbox: due(...times) });
    await store.insert(complaint);
    return complaint.id;
  }

  it('stands beside the outbox after whatever is done to it, in any order', async function () {
    this.timeout(60_000);
    const check = async (begin: readonly number[], steps: readonly Step[]): Promise<void> => {
      const id = await insert(...begin);
      for (const [what, nth, time] of steps) {
        const { outbox, version } = requireValue(await store.load(id));
        const item = toMessages(outbox)[nth % Math.max(1, outbox.length)];
        await STEPS[what](store, { id, version, item, time });
        const after = requireValue(await store.load(id)).outbox.map(({ dueAt }) => dueAt);
        const stored = (await collection().findOne({ _id: id }))?.earliestDueAt;
        const expected = after.length === 0 ? undefined : Math.min(...after);
        expect(stored, `${what} of ${JSON.stringify(outbox)}`).to.equal(expected);
      }
    };
    const times = fc.array(time, { maxLength: 3 });
    const steps = fc.array(fc.tuple(fc.constantFrom(...STEP_NAMES), fc.nat(3), time), {
      minLength: 5,
      maxLength: 12,
    });
    await fc.assert(fc.asyncProperty(times, steps, check), { numRuns: 25 });
  });

  describe('in what a process of an earlier release writes meanwhile', () => {
    it('is found by the items of a record that lacks it, in order', async () => {
      const late = await insert(NOON - 1);
      const early = await insert(NOON + 9, NOON - 5);
      const middle = await insert(NOON - 3);
      const later = await insert(NOON + 1);
      const lacking = { _id: { $in: [late, early, later] } };
      await collection().updateMany(lacking, { $unset: { earliestDueAt: '' } });
      expect(await store.dueDeliveries(NOON, 10)).to.deep.equal([early, middle, late]);
      expect(await store.dueDeliveries(NOON, 2)).to.deep.equal([early, middle]);
    });

    it('finds nothing where the item is gone or waits again', async () => {
      const id = await insert(NOON);
      await insert();
      await collection().updateMany({}, { $set: { earliestDueAt: NOON - 9 } });
      const more = await insert(NOON + 5);
      await collection().updateOne({ _id: more }, { $set: { earliestDueAt: NOON - 9 } });
      expect(await store.dueDeliveries(NOON, 10)).to.deep.equal([id]);
    });

    it('is put right by the next claim', async () => {
      const id = await insert(NOON, NOON - 7);
      await collection().updateOne({ _id: id }, { $set: { earliestDueAt: NOON } });
      const [item] = requireValue(await store.load(id)).outbox;
      const lease = { token: 'host/1', now: NOON, until: NOON + 10 };
      await store.claim(id, requireValue(item).id, lease);
      expect(await collection().findOne({ _id: id })).to.include({ earliestDueAt: NOON - 7 });
    });
  });

  it('is filled in by the step of the layout, which may run again', async () => {
    const [one, other] = [await insert(NOON + 3, NOON), await insert()];
    await collection().updateMany({}, { $unset: { earliestDueAt: '' } });
    const layouts = db.collection<{ _id: string }>('meta');
    for (let run = 0; run < 2; run += 1) {
      await layouts.updateOne({ _id: 'layout' }, { $set: { layout: 4 } });
      await prepareLayout(db);
      expect(await collection().findOne({ _id: one })).to.include({ earliestDueAt: NOON });
      expect(await collection().findOne({ _id: other })).to.not.have.property('earliestDueAt');
    }
  });
});

const time = fc.integer({ min: NOON - 20, max: NOON + 20 });

interface Subject {
  readonly id: string;
  readonly version: number;
  /** One of the outbox; undefined when it is empty. */
  readonly item: Delivery | undefined;
  readonly time: number;
}

async function claim(store: ComplaintStore, { id, item, time: now }: Subject): Promise<string> {
  const token = `host/${now}`;
  if (item) await store.claim(id, item.id, { token, now, until: now + 7 });
  return token;
}

const STEPS = {
  claim,
  commit: (store: ComplaintStore, { id, version, time: dueAt }: Subject) =>
    store.change(id, version, sampleChange({ deliveries: [sampleDelivery({ dueAt })] })),
  note: (store: ComplaintStore, { id, version }: Subject) =>
    store.change(id, version, sampleChange()),
  finish: async (store: ComplaintStore, subject: Subject) => {
    const token = await claim(store, subject);
    const done = { slot: 'card:1', ref: { platform: 'slack', key: 'k' } } as const;
    const deliveries = [subject.item?.id ?? 'none'] as const;
    await store.finish(subject.id, token, { ...done, deliveries });
  },
  postpone: async (store: ComplaintStore, subject: Subject) => {
    const token = await claim(store, subject);
    const retry = { dueAt: subject.time + 3, uncertain: false };
    await store.postpone(subject.id, subject.item?.id ?? 'none', token, retry);
  },
  drop: async (store: ComplaintStore, subject: Subject) => {
    const token = await claim(store, subject);
    await store.fail(subject.id, subject.item?.id ?? 'none', token, 'rejected');
    await store.drop(subject.id, subject.item?.id ?? 'none');
  },
  release: (store: ComplaintStore, { time: dueAt }: Subject) => store.releaseLeases('host', dueAt),
  hasten: (store: ComplaintStore, { time: after }: Subject) =>
    store.hastenDeliveries({ after, dueAt: after - 5, leasedDueAt: after - 1 }),
  replan: (store: ComplaintStore, { id, time: dueAt }: Subject) =>
    store.replan([id], ({ generation = 0 }) => ({
      fields: {
        ...{ generation: generation + 1, audience: [], stuckIn: [], keys: [], nextActionAt: null },
        shownOnCards: { acknowledgeBy: NOON, zone: 'Europe/London', lead: null },
      },
      deliveries: [sampleDelivery({ dueAt })],
    })),
} as const;

const STEP_NAMES = Object.keys(STEPS) as (keyof typeof STEPS)[];
type Step = [keyof typeof STEPS, number, number];
