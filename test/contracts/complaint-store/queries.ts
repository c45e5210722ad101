import { expect } from 'chai';
import fc from 'fast-check';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { Viewer } from '../../../src/domain/complaint/permissions.js';
import { accessOf } from '../../../src/domain/complaint/permissions.js';
import type { ComplaintStore, ListQuery } from '../../../src/ports/stores/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import {
  NOON,
  requireValue,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
  samplePlacement,
} from './samples.js';

const OFFICER: Viewer = {
  person: 'p_officer',
  ids: ['p_officer'],
  memberOf: [],
  leadOf: [],
  isOfficer: true,
};

/** Queries for lists and threads. Each test has its own database. */
export function queryContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.stores.complaints;
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: Partial<Complaint>): Promise<string> {
    const complaint = sampleComplaint(overrides);
    await store.insert(complaint);
    return complaint.id;
  }

  describe('findStuckCards', () => {
    it('finds the complaints with a card that is stuck in the channel of a team, page by page', async () => {
      const ids = [await insert({ stuckIn: ['repairs'] }), await insert({ stuckIn: ['repairs'] })];
      await insert({ stuckIn: ['desk'] });
      await insert({ stuckIn: [] });
      await insert({});
      const [first, second, ...more] = await store.findStuckCards('repairs', null, 10);
      expect([first, second].sort()).to.deep.equal([...ids].sort());
      expect(more).to.deep.equal([]);
      expect(await store.findStuckCards('repairs', null, 1)).to.deep.equal([first]);
      expect(await store.findStuckCards('repairs', requireValue(first), 10)).to.deep.equal([
        second,
      ]);
      expect(await store.findStuckCards('repairs', requireValue(second), 10)).to.deep.equal([]);
      expect(await store.findStuckCards('repairs', null, 0)).to.deep.equal([]);
    });

    it('follows each change of the field', async () => {
      const id = await insert({ stuckIn: [] });
      for (const stuckIn of [['repairs'], ['desk', 'repairs'], [], ['repairs']]) {
        const { version } = requireValue(await store.load(id));
        const change = { set: { stuckIn }, history: [], deliveries: [], event: null };
        expect(await store.change(id, version, change)).to.equal(true);
        const found = await store.findStuckCards('repairs', null, 10);
        expect(found).to.deep.equal(stuckIn.includes('repairs') ? [id] : []);
      }
    });
  });

  describe('findByThread', () => {
    it('finds the complaint of a team’s card when its message is known', async () => {
      const ref = { platform: 'slack', key: 'slack:C1:7.7' } as const;
      const id = await insert({ refs: { 'card:1': ref } });
      const other = { ...ref, key: 'slack:C1:8.8' };
      await insert({ refs: { 'thread:1': other, 'nudge:n': other, 'reporter-card': other } });
      await insert({});
      expect(await store.findByThread(ref.key)).to.deep.equal({ id, placement: 1 });
      expect(await store.findByThread(other.key)).to.equal(undefined);
      expect(await store.findByThread('slack:C1:9.9')).to.equal(undefined);
    });

    it('finds the complaint after the delivery is finished', async () => {
      const item = sampleDelivery();
      const id = await insert({ outbox: [item] });
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      const ref = { platform: 'teams', key: 'teams:19:a;b=1.$x' } as const;
      const done = { deliveries: [item.id], slot: 'card:1', ref } as const;
      await store.finish(id, lease.token, done);
      expect(await store.findByThread(ref.key)).to.deep.equal({ id, placement: 1 });
    });

    it('finds the complaint and the placement by the card of each of its placements', async () => {
      const former = samplePlacement({ as: 'former', closedAt: NOON });
      const owner = samplePlacement({ n: 12, team: 'repairs' });
      const first = { platform: 'slack', key: 'slack:C1:10.1' } as const;
      const item = sampleDelivery({ slot: 'card:12' });
      const id = await insert({
        ...{ team: 'repairs', placements: [former, owner], outbox: [item] },
        refs: { 'card:1': first },
      });
      const second = { platform: 'teams', key: 'teams:19:b' } as const;
      expect(await store.findByThread(second.key)).to.equal(undefined);
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      const done = { deliveries: [item.id], slot: item.slot, ref: second } as const;
      await store.finish(id, lease.token, done);
      expect(await store.findByThread(first.key)).to.deep.equal({ id, placement: 1 });
      expect(await store.findByThread(second.key)).to.deep.equal({ id, placement: 12 });
    });

    it('finds a card that was posted again by its new message only', async () => {
      const ref = { platform: 'slack', key: 'slack:C1:11.1' } as const;
      const item = sampleDelivery();
      const id = await insert({ outbox: [item], refs: { 'card:1': ref } });
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      const again = { ...ref, key: 'slack:C1:11.2' };
      const done = { deliveries: [item.id], slot: item.slot, ref: again } as const;
      await store.finish(id, lease.token, done);
      expect(await store.findByThread(again.key)).to.deep.equal({ id, placement: 1 });
      expect(await store.findByThread(ref.key)).to.equal(undefined);
    });
  });

  describe('list', () => {
    const everything = { viewer: OFFICER, states: COMPLAINT_STATES, limit: 10 };

    it('returns the newest first, up to the limit', async () => {
      const ids = [];
      for (const filedAt of [NOON + 2, NOON, NOON + 1]) ids.push(await insert({ filedAt }));
      const listed = async (limit: number) =>
        (await store.list({ ...everything, limit })).map((one) => one.id);
      expect(await listed(10)).to.deep.equal([ids[0], ids[2], ids[1]]);
      expect(await listed(2)).to.deep.equal([ids[0], ids[2]]);
      expect(await listed(0)).to.deep.equal([]);
    });

    it('returns whole complaints, and none without states', async () => {
      const complaint = sampleComplaint();
      await store.insert(complaint);
      expect(await store.list(everything)).to.deep.equal([complaint]);
      expect(await store.list({ ...everything, states: [] })).to.deep.equal([]);
    });

    it('returns exactly what matches and the viewer may see, filled or not', async function () {
      this.timeout(30_000);
      const all: Complaint[] = [];
      const check = async (
        fields: readonly Partial<Complaint>[],
        queries: readonly ListQuery[],
      ) => {
        for (const overrides of fields) {
          const complaint = sampleComplaint(overrides);
          all.push(complaint);
          await store.insert(complaint);
        }
        for (const query of queries) {
          const got = (await store.list(query)).map((one) => one.id);
          expect(got).to.deep.equal(findExpected(all, query));
        }
      };
      const few = fc.array(complaintFields, { maxLength: 3 });
      const asked = fc.array(queries, { minLength: 1, maxLength: 4 });
      await fc.assert(fc.asyncProperty(few, asked, check), { numRuns: 60 });
      expect(all.length).to.be.greaterThan(10);
    });
  });
}

const person = fc.constantFrom('p_a', 'p_b', 'p_c');
const team = fc.constantFrom('billing', 'repairs', 'te.am$');
const teams = fc.subarray(['billing', 'repairs', 'te.am$']);

const complaintFields = fc
  .record({
    reporter: person,
    assignee: fc.option(person),
    team,
    confidential: fc.boolean(),
    state: fc.constantFrom(...COMPLAINT_STATES),
    filedAt: fc.integer({ min: NOON, max: NOON + 5 }),
  })
  .chain((facts) => fc.constantFrom(facts, { ...facts, audience: toAudience(facts) }));

const queries: fc.Arbitrary<ListQuery> = fc.record(
  {
    viewer: fc.record({
      person: fc.constant('p_a'),
      ids: fc.subarray(['p_b', 'p_c']).map((aliases) => ['p_a', ...aliases]),
      memberOf: teams,
      leadOf: teams,
      isOfficer: fc.nat(9).map((nat) => nat === 0),
    }),
    states: fc.subarray([...COMPLAINT_STATES], { minLength: 3 }),
    team,
    person,
    limit: fc.constantFrom(1, 5, 1000),
  },
  { requiredKeys: ['viewer', 'states', 'limit'] },
);

/** The answer according to the domain. */
function findExpected(all: readonly Complaint[], query: ListQuery): readonly string[] {
  return all
    .filter((one) => accessOf(query.viewer, one) !== 'none')
    .filter((one) => query.states.includes(one.state))
    .filter((one) => query.team === undefined || one.team === query.team)
    .filter((one) => query.person === undefined || concerns(one, query.person))
    .toSorted((a, b) => b.filedAt - a.filedAt || (b.id > a.id ? 1 : -1))
    .slice(0, query.limit)
    .map((one) => one.id);
}

function concerns(complaint: Complaint, someone: string): boolean {
  return [complaint.reporter, complaint.assignee].includes(requireValue(someone));
}
