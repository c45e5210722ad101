import { expect } from 'chai';
import type { Replan } from '../../../src/domain/commands/planning/plan-again.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES, isOngoing } from '../../../src/domain/complaint/facts.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import {
  NOON,
  type OpenStores,
  requireValue,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
} from './samples.js';

/** Which complaints an older configuration planned, and how they are planned again. */
export function configurationContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.stores.complaints;
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: Partial<Complaint> = {}): Promise<Complaint> {
    const complaint = sampleComplaint(overrides);
    await store.insert(complaint);
    return complaint;
  }
  const load = async (id: string): Promise<Complaint> => requireValue(await store.load(id));

  describe('findOutdated', () => {
    it('finds ongoing complaints of older generations and of none', async () => {
      const ids: string[] = [];
      for (const state of COMPLAINT_STATES) {
        await insert({ state, generation: 2 });
        const old = [await insert({ state }), await insert({ state, generation: 1 })];
        if (isOngoing({ state })) ids.push(...old.map(({ id }) => id));
      }
      expect(await store.findOutdated(2, 99)).to.have.members(ids);
      expect(await store.findOutdated(2, 4)).to.have.length(4);
      expect(await store.findOutdated(2, 0)).to.deep.equal([]);
    });

    it('finds a complaint again that is reopened', async () => {
      const { id } = await insert({ state: 'closed', generation: 1 });
      expect(await store.findOutdated(2, 9)).to.deep.equal([]);
      await store.change(id, 1, sampleChange({ set: { state: 'open' } }));
      expect(await store.findOutdated(2, 9)).to.deep.equal([id]);
    });
  });

  describe('replan', () => {
    it('writes the fields and appends the deliveries, and nothing else', async () => {
      const outbox = [sampleDelivery()];
      const before = await insert({ outbox, generation: 1, audience: ['p:a'] });
      const planned = sampleReplan(2);
      expect(await store.replan([before.id], () => planned)).to.deep.equal(['planned']);
      expect(await load(before.id)).to.deep.equal({
        ...before,
        ...planned.fields,
        outbox: [...outbox, ...planned.deliveries],
      });
      expect(await store.findOutdated(2, 9)).to.deep.equal([]);
    });

    it('gives an outcome for each from the front, one at least', async () => {
      const all = [await insert(), await insert(), await insert()];
      let waiting = [...all.map(({ id }) => id), 'C-none'];
      const outcomes: string[] = [];
      while (waiting.length > 0) {
        const done = await store.replan(waiting, ({ id }) =>
          id === all[1]?.id ? undefined : sampleReplan(2),
        );
        expect(done).to.not.deep.equal([]);
        outcomes.push(...done);
        waiting = waiting.slice(done.length);
      }
      expect(outcomes).to.deep.equal(['planned', 'unchanged', 'planned', 'unchanged']);
    });

    it('adds its deliveries once when two processes plan the same', async () => {
      const { id } = await insert();
      const another = (await opened.another()).complaints;
      const plan = (complaint: Complaint) =>
        (complaint.generation ?? 0) < 2 ? sampleReplan(2) : undefined;
      const outcomes = await Promise.all([store, another].map((one) => one.replan([id], plan)));
      expect(outcomes.flat().filter((outcome) => outcome === 'planned')).to.have.length(1);
      expect((await load(id)).outbox).to.have.length(1);
    });

    it('loses to a commit before it, and a commit after it writes its own fields', async () => {
      const { id } = await insert({ generation: 1 });
      const { fields } = sampleReplan(1);
      await store.replan([id], () => sampleReplan(2));
      const set = { ...fields, nextActionAt: NOON + 9 };
      expect(await store.change(id, 1, sampleChange({ set }))).to.equal(true);
      expect(await load(id)).to.deep.include({ version: 2, ...set });
      expect(await store.findOutdated(2, 9)).to.deep.equal([id]);
    });

    it('leaves one that cannot be read, and says so', async () => {
      const { id } = await insert();
      await opened.rewriteStored('complaint', id, (record) => ({ ...record, team: 7 }));
      expect(await store.replan([id], () => sampleReplan(2))).to.deep.equal(['unreadable']);
    });
  });

  describe('findUnknown', () => {
    it('finds the teams and categories of ongoing complaints that are not known', async () => {
      const [first] = [
        await insert({ team: 'gone', category: 'a' }),
        await insert({ team: 'gone', category: 'b', state: 'assigned' }),
        await insert({ team: 'here', category: 'a', state: 'resolved' }),
        await insert({ team: 'over', category: 'c', state: 'closed' }),
      ];
      const [team] = await store.findUnknown('team', ['here']);
      expect(team).to.include({ key: 'gone', count: 2 });
      expect(await store.findUnknown('team', ['here', 'gone'])).to.deep.equal([]);
      const categories = await store.findUnknown('category', ['b']);
      expect(categories.map(({ key, count }) => [key, count])).to.deep.equal([['a', 2]]);
      expect((await load(team?.example ?? '')).team).to.equal(first?.team);
    });
  });
}

function sampleReplan(generation: number): Replan {
  return {
    fields: {
      audience: ['p:b', 'm:billing'],
      stuckIn: ['billing'],
      keys: ['account:a17'],
      nextActionAt: NOON + 5,
      generation,
      shownOnCards: { acknowledgeBy: NOON + 7, zone: 'Europe/London', lead: null },
    },
    deliveries: [sampleDelivery()],
  };
}
