import { expect } from 'chai';
import fc from 'fast-check';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { Viewer } from '../../../src/domain/complaint/permissions.js';
import { accessOf } from '../../../src/domain/complaint/permissions.js';
import type { ComplaintStore, ListQuery } from '../../../src/ports/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import {
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from './samples.js';

const OFFICER: Viewer = {
  person: 'p_officer',
  ids: ['p_officer'],
  memberOf: [],
  leadOf: [],
  isOfficer: true,
};

/** Queries for due work, lists and threads. Each test has its own database. */
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

  describe('dueActions and upcoming', () => {
    it('return what is due, earliest first, without complaints that have no next action', async () => {
      const [late, early, exact] = [NOON - 1, NOON - 1000, NOON];
      const ids = [];
      for (const at of [late, early, exact]) ids.push(await insert({ nextActionAt: at }));
      const next = await insert({ nextActionAt: NOON + 1 });
      await insert({ nextActionAt: null });
      const due = [ids[1], ids[0], ids[2]];
      expect(await store.dueActions(NOON, 10)).to.deep.equal(due);
      expect(await store.dueActions(NOON, 2)).to.deep.equal(due.slice(0, 2));
      expect(await store.dueActions(NOON, 0)).to.deep.equal([]);
      expect(await store.dueActions(early - 1, 10)).to.deep.equal([]);
      expect(await store.upcoming(10)).to.deep.equal([
        { id: ids[1], at: early },
        { id: ids[0], at: late },
        { id: ids[2], at: exact },
        { id: next, at: NOON + 1 },
      ]);
      expect(await store.upcoming(1)).to.deep.equal([{ id: ids[1], at: early }]);
      expect(await store.upcoming(0)).to.deep.equal([]);
    });

    it('follow a change of the next action', async () => {
      const id = await insert({ nextActionAt: NOON });
      await store.change(id, 1, sampleChange({ set: { nextActionAt: NOON + 9 } }));
      expect(await store.dueActions(NOON, 10)).to.deep.equal([]);
      expect(await store.upcoming(10)).to.deep.equal([{ id, at: NOON + 9 }]);
      await store.change(id, 2, sampleChange({ set: { nextActionAt: null } }));
      expect(await store.upcoming(10)).to.deep.equal([]);
    });
  });

  describe('dueDeliveries', () => {
    it('returns each complaint once, by its oldest delivery, including failed ones', async () => {
      const due = (dueAt: number) => sampleDelivery({ dueAt });
      const failed = sampleDelivery({ dueAt: NOON - 50, failed: 'rejected' });
      const b = await insert({ outbox: [due(NOON + 99), due(NOON - 10), due(NOON - 5)] });
      const a = await insert({ outbox: [failed, due(NOON)] });
      const c = await insert({ outbox: [due(NOON)] });
      await insert({ outbox: [due(NOON + 1)] });
      await insert({ outbox: [] });
      expect(await store.dueDeliveries(NOON, 10)).to.deep.equal([a, b, c]);
      expect(await store.dueDeliveries(NOON, 2)).to.deep.equal([a, b]);
      expect(await store.dueDeliveries(NOON, 0)).to.deep.equal([]);
    });

    it('follows claims, retries, new and finished deliveries', async () => {
      const item = sampleDelivery({ dueAt: NOON });
      const id = await insert({ outbox: [item] });
      const dues = async (at: number) => (await store.dueDeliveries(at, 10)).length;
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      expect([await dues(lease.until - 1), await dues(lease.until)]).to.deep.equal([0, 1]);
      const retry = { dueAt: NOON + 77_000, uncertain: false };
      await store.postpone(id, item.id, lease.token, retry);
      expect([await dues(NOON + 76_999), await dues(NOON + 77_000)]).to.deep.equal([0, 1]);
      const more = sampleDelivery({ dueAt: NOON + 1 });
      await store.change(id, 1, sampleChange({ deliveries: [more] }));
      expect([await dues(NOON), await dues(NOON + 1)]).to.deep.equal([0, 1]);
      const last = sampleLease(undefined, NOON + 80_000);
      await store.claim(id, item.id, last);
      const done = { deliveries: [item.id, more.id], slot: 'thread', ref: null } as const;
      await store.finish(id, last.token, done);
      expect(await dues(NOON + 1e9)).to.equal(0);
    });
  });

  describe('findByThread', () => {
    it('finds the complaint of a team card when its message is known', async () => {
      const ref = { platform: 'slack', key: 'slack:C1:7.7' } as const;
      const id = await insert({ refs: { 'team-card': ref } });
      await insert({ refs: { thread: { ...ref, key: 'slack:C1:8.8' } } });
      await insert({});
      expect(await store.findByThread(ref.key)).to.equal(id);
      expect(await store.findByThread('slack:C1:8.8')).to.equal(undefined);
      expect(await store.findByThread('slack:C1:9.9')).to.equal(undefined);
    });

    it('finds the complaint after the delivery is finished', async () => {
      const item = sampleDelivery();
      const id = await insert({ outbox: [item] });
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      const ref = { platform: 'teams', key: 'teams:19:a;b=1.$x' } as const;
      const done = { deliveries: [item.id], slot: 'team-card', ref } as const;
      await store.finish(id, lease.token, done);
      expect(await store.findByThread(ref.key)).to.equal(id);
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
