import { expect } from 'chai';
import fc from 'fast-check';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { accessOf, toViewer, type Viewer } from '../../../src/domain/complaint/permissions.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import { createOrganisation } from '../../support/domain.js';
import {
  type OpenStores,
  requireValue,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
} from './samples.js';

/** Who finds which complaint, before, while and after the audience of old complaints is filled in. */
export function audienceContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.stores.complaints;
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: Partial<Complaint>): Promise<Complaint> {
    const complaint = sampleComplaint(overrides);
    await store.insert(complaint);
    return complaint;
  }
  const findIds = async (viewer: Viewer): Promise<readonly string[]> =>
    (await store.list({ viewer, states: COMPLAINT_STATES, limit: 1000 })).map(({ id }) => id);
  const asPerson = (person: string): Viewer => toViewer(person, createOrganisation());

  describe('list', () => {
    it('finds a complaint exactly if the person may see it, in any organisation', async function () {
      this.timeout(60_000);
      const all: Complaint[] = [];
      const check = async ({ facts: old, isFilled, added, organisation, viewer }: Case) => {
        // Nothing was added to complaints that are older than the audience.
        const facts = isFilled ? { ...old, addedReports: added } : old;
        const audience = isFilled ? { audience: toAudience(facts) } : {};
        all.push(await insert({ ...facts, ...audience }));
        const who = toViewer(viewer, organisation);
        const seen = all.filter((one) => accessOf(who, one) !== 'none').map(({ id }) => id);
        expect(await findIds(who)).to.have.members(seen);
      };
      await fc.assert(fc.asyncProperty(cases, check), { numRuns: 100 });
    });

    it('follows a change of the audience and of the state', async () => {
      const { id } = await insert({ audience: ['p:a', 'm:repairs'] });
      await store.change(id, 1, sampleChange({ set: { audience: ['p:b'], state: 'closed' } }));
      expect(await findIds(asPerson('a'))).to.deep.equal([]);
      expect(await findIds(asPerson('repairs-ann'))).to.deep.equal([]);
      expect(await findIds(asPerson('b'))).to.deep.equal([id]);
      const viewer = asPerson('b');
      expect(await store.list({ viewer, states: ['open'], limit: 9 })).to.deep.equal([]);
    });

    it('leaves out what is about the person, an officer too, from the moment they are named', async () => {
      const other = await insert({ audience: ['p:a', 'm:repairs'] });
      const { id } = await insert({ audience: ['p:olga', 'p:a'] });
      const set = { concerns: ['olga-before', 'olga'] };
      await store.change(id, 1, sampleChange({ set }));
      expect(await findIds(asPerson('olga'))).to.deep.equal([other.id]);
      expect(await findIds(asPerson('omar'))).to.have.members([id, other.id]);
      expect(await findIds(asPerson('a'))).to.have.members([id, other.id]);
      const viewer = toViewer({ id: 'omar', aliases: ['olga-before'] }, createOrganisation());
      expect(await findIds(viewer)).to.deep.equal([other.id]);
      await store.change(id, 2, sampleChange({ set: { concerns: [] } }));
      expect(await findIds(asPerson('olga'))).to.have.members([id, other.id]);
    });

    it('goes by the audience alone once there is one, beside others without', async () => {
      await insert({ reporter: 'c' });
      const { id } = await insert({ reporter: 'a', audience: ['p:b'] });
      expect(await findIds(asPerson('a'))).to.deep.equal([]);
      expect(await findIds(asPerson('b'))).to.deep.equal([id]);
    });

    it('finds more than a page of it, whole and in order', async function () {
      this.timeout(60_000);
      const ids: string[] = [];
      for (let n = 0; n < 230; n += 1) {
        const facts = { reporter: 'a', filedAt: 1000 - Math.floor(n / 3), team: `t${n % 2}` };
        const isOld = n % 7 === 0;
        const made = sampleComplaint({ ...facts, id: `C-${9000 - n}` });
        await store.insert(isOld ? made : { ...made, audience: toAudience(made) });
        ids.push(made.id);
      }
      expect(await findIds(asPerson('a'))).to.deep.equal(ids);
      const query = { viewer: asPerson('a'), states: COMPLAINT_STATES, team: 't1', limit: 60 };
      const found = (await store.list(query)).map(({ id }) => id);
      expect(found).to.deep.equal(ids.filter((_id, n) => n % 2 === 1).slice(0, 60));
    });
  });

  describe('findUnfilled and fill', () => {
    it('find complaints without an audience, until they are filled or committed', async () => {
      await insert({ audience: ['p:a'] });
      const one = await insert({ reporter: 'a' });
      const other = await insert({ reporter: 'b' });
      expect(await store.findUnfilled(10)).to.have.members([one.id, other.id]);
      expect(await store.findUnfilled(1)).to.have.length(1);
      expect(await store.findUnfilled(0)).to.deep.equal([]);
      expect(await store.fill(one.id, 1, { audience: toAudience(one) })).to.equal(true);
      expect(await store.findUnfilled(10)).to.deep.equal([other.id]);
      const set = { audience: toAudience(other) };
      await store.change(other.id, 1, sampleChange({ set }));
      expect(await store.findUnfilled(10)).to.deep.equal([]);
    });

    it('change nothing but the field: no version, no history', async () => {
      const before = await insert({ reporter: 'a' });
      await store.fill(before.id, 1, { audience: ['p:a'] });
      const after = requireValue(await store.load(before.id));
      expect(after).to.deep.equal({ ...before, audience: ['p:a'] });
    });

    it('leave a complaint that a commit changed meanwhile, and one that does not exist', async () => {
      const { id } = await insert({ reporter: 'a' });
      const set = { reporter: 'b', audience: ['p:b'] } as const;
      await store.change(id, 1, sampleChange({ set }));
      expect(await store.fill(id, 1, { audience: ['p:a'] })).to.equal(false);
      expect(await store.fill('C-none', 1, { audience: ['p:a'] })).to.equal(false);
      expect(await findIds(asPerson('a'))).to.deep.equal([]);
      expect(await findIds(asPerson('b'))).to.deep.equal([id]);
    });
  });
}

const PEOPLE = ['ann', 'bob', 'cy', 'ann:x', 'm:red'] as const;
const TEAMS = ['red', 'blue', 'te.am$'] as const;
const person = fc.constantFrom(...PEOPLE);

/** An organisation with any people in any place; some teams of complaints are not configured. */
const organisations: fc.Arbitrary<Organisation> = fc
  .record({
    teams: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom(...TEAMS),
        members: fc.subarray([...PEOPLE]),
        lead: fc.option(person),
      }),
      { selector: ({ key }) => key, maxLength: 3 },
    ),
    officers: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...PEOPLE])),
  })
  .map(({ teams, officers }) => {
    const given = createOrganisation();
    const [sample] = given.teams.values();
    const made = teams.map((team) => [team.key, { ...requireValue(sample), ...team }] as const);
    return { ...given, officers, teams: new Map(made) };
  });

const cases = fc.record({
  facts: fc.record({
    reporter: person,
    assignee: fc.option(person),
    concerns: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.subarray([...PEOPLE], { maxLength: 2 }),
    ),
    team: fc.constantFrom(...TEAMS),
    confidential: fc.boolean(),
    state: fc.constantFrom(...COMPLAINT_STATES),
  }),
  isFilled: fc.boolean(),
  added: fc.array(
    fc.record({
      ...{ at: fc.constant(1), by: person, receivedAt: fc.constant(1), words: fc.constant('') },
      means: fc.constant('phone' as const),
      joins: fc.constant(true as const),
    }),
    { maxLength: 2 },
  ),
  organisation: organisations,
  viewer: fc.record({ id: person, aliases: fc.subarray([...PEOPLE], { maxLength: 2 }) }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;
