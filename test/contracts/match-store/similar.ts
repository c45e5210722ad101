import { expect } from 'chai';
import fc from 'fast-check';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { accessOf, type Viewer } from '../../../src/domain/complaint/permissions.js';
import { MOST_CANDIDATES, type SimilarQuery } from '../../../src/ports/stores/match-store.js';
import {
  NOON,
  type OpenStores,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
} from '../complaint-store/samples.js';
import { findIds, indexWords } from './sample-words.js';

/** A complaint and what the index knows of it. */
interface Indexed {
  readonly complaint: Complaint;
  readonly stems: readonly string[];
}

/** Which complaints are found by their words. */
export function similarContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.destroy());

  async function insert(
    stems: readonly string[],
    facts: Partial<Complaint> = {},
  ): Promise<Indexed> {
    const made = sampleComplaint(facts);
    const complaint = { ...made, audience: toAudience(made), ...facts };
    await opened.stores.complaints.insert(complaint);
    await indexWords(opened, complaint, stems);
    return { complaint, stems };
  }
  const insertId = async (...given: Parameters<typeof insert>): Promise<string> =>
    (await insert(...given)).complaint.id;

  describe('findSimilar', () => {
    it('finds the rarest stem first, then the newest, each complaint once and with all its stems', async () => {
      const common = await insertId(['water', 'day'], { filedAt: NOON + 9 });
      const rare = await insertId(['leak', 'water']);
      const newer = await insertId(['water'], { filedAt: NOON + 3 });
      const found = await findIds(opened, ['water', 'leak', 'none', 'leak']);
      expect(found).to.deep.equal([rare, common, newer]);
      const [first] = await opened.stores.matches.findSimilar({
        ...{ stems: ['leak'], team: 'billing', since: 0, states: ['open'], limit: 1 },
        viewer: member,
      });
      expect(first?.id).to.equal(rare);
      expect(first?.stems).to.have.members(['leak', 'water']);
    });

    it('reads no more entries than the limit, of the rarest stems', async () => {
      const rare = await insertId(['leak']);
      for (let n = 0; n < 4; n += 1) await insert(['water'], { filedAt: NOON + n });
      expect(await findIds(opened, ['water', 'leak'], { limit: 3 })).to.have.length(3);
      expect(await findIds(opened, ['water', 'leak'], { limit: 1 })).to.deep.equal([rare]);
      expect(await findIds(opened, ['water', 'leak'], { limit: 0 })).to.deep.equal([]);
      expect(await findIds(opened, [])).to.deep.equal([]);
    });

    it('finds what was recorded since a time, to the millisecond', async () => {
      const ids = [];
      for (const filedAt of [NOON, NOON, NOON + 1]) ids.push(await insertId(['leak'], { filedAt }));
      expect(await findIds(opened, ['leak'], { since: NOON })).to.have.members(ids);
      expect(await findIds(opened, ['leak'], { since: NOON + 1 })).to.deep.equal([ids[2]]);
      expect(await findIds(opened, ['leak'], { since: NOON + 2 })).to.deep.equal([]);
    });

    it('returns nothing of a confidential complaint to somebody who may not see it', async () => {
      await insert(['leak'], { confidential: true });
      const seen = await insertId(['leak']);
      expect(await findIds(opened, ['leak'], { viewer: member })).to.deep.equal([seen]);
      expect(
        await findIds(opened, ['leak'], { viewer: { ...member, memberOf: [] } }),
      ).to.deep.equal([]);
      const lead = { ...member, leadOf: ['billing'] };
      expect(await findIds(opened, ['leak'], { viewer: lead })).to.have.length(2);
    });

    it('returns nothing of a complaint to whom it is about, from the moment they are named', async () => {
      const { complaint } = await insert(['leak']);
      const lead = { ...member, leadOf: ['billing'] };
      for (const [version, concerns] of [[], ['p_x'], []].entries()) {
        await opened.stores.complaints.change(
          complaint.id,
          version + 1,
          sampleChange({ set: { concerns } }),
        );
        for (const viewer of [member, lead, { ...lead, isOfficer: true }]) {
          const found = await findIds(opened, ['leak'], { viewer });
          expect(found).to.deep.equal(concerns.length > 0 ? [] : [complaint.id]);
        }
      }
    });

    it('follows a change of the audience and of the state at once, before it is indexed anew', async () => {
      const { complaint } = await insert(['leak']);
      const set = { confidential: true, audience: ['l:billing'] } as const;
      await opened.stores.complaints.change(complaint.id, 1, sampleChange({ set }));
      expect(await findIds(opened, ['leak'], { viewer: member })).to.deep.equal([]);
      await opened.stores.complaints.change(
        complaint.id,
        2,
        sampleChange({ set: { state: 'closed' } }),
      );
      expect(await findIds(opened, ['leak'], { states: ['open'] })).to.deep.equal([]);
      expect(await findIds(opened, ['leak'], { states: ['closed'] })).to.have.length(1);
    });

    it('knows teams apart whose keys differ in case or signs only, and words of any alphabet', async () => {
      for (const team of ['te.am', 'Te.am', 'te_am', 'te-am', 'te am']) {
        const id = await insertId(['протечка', '漏水', 'été'], { team });
        for (const stem of ['протечка', '漏水', 'été']) {
          expect(await findIds(opened, [stem], { team })).to.deep.equal([id]);
        }
      }
    });

    it('finds the rarest first also of stems that hundreds have', async function () {
      this.timeout(60_000);
      const all: Indexed[] = [];
      const make = (n: number): Promise<Indexed> => {
        const its = ['water', ...(n % 9 === 0 ? [] : ['damp']), ...(n % 100 === 0 ? ['leak'] : [])];
        return insert(its, { filedAt: NOON + n });
      };
      for (let n = 0; n < 260; n += 10) {
        const ten = Array.from({ length: 10 }, (_, at) => make(n + at));
        all.push(...(await Promise.all(ten)));
      }
      const query = { stems: ['damp', 'leak', 'water'], viewer: member, states: ['open'] } as const;
      for (const limit of [2, 150, 210, 240, MOST_CANDIDATES]) {
        const asked = { ...query, team: 'billing', since: NOON + 3, limit };
        const found = await opened.stores.matches.findSimilar(asked);
        const ids = found.map(({ id }) => id);
        expect(ids).to.deep.equal(findExpected(all, asked).map(({ complaint }) => complaint.id));
      }
    });

    it('finds exactly what shares a stem, is in the team and the states, and may be seen', async function () {
      this.timeout(120_000);
      const all: Indexed[] = [];
      const check = async (fields: readonly Fields[], query: SimilarQuery) => {
        for (const { stems, ...facts } of fields) all.push(await insert(stems, facts));
        const found = await opened.stores.matches.findSimilar(query);
        const expected = findExpected(all, query).map(({ complaint: { id }, stems: its }) => ({
          ...{ id, stems: its },
        }));
        const toPairs = (
          ones: readonly { readonly id: string; readonly stems: readonly string[] }[],
        ) => ones.map(({ id, stems }) => [id, stems.toSorted()]);
        expect(toPairs(found)).to.deep.equal(toPairs(expected));
      };
      const few = fc.array(complaints, { maxLength: 3 });
      await fc.assert(fc.asyncProperty(few, queries, check), { numRuns: 60 });
    });
  });
}

const member: Viewer = {
  ...{ person: 'p_x', ids: ['p_x'], memberOf: ['billing'], leadOf: [] },
  isOfficer: false,
};

let lastFiledAt = NOON;

const stems = fc.subarray(['leak', 'water', 'damp', 'boil', 'été', '12'], { minLength: 1 });
const person = fc.constantFrom('p_a', 'p_b');
const team = fc.constantFrom('billing', 'te.am$');

interface Fields extends Partial<Complaint> {
  readonly stems: readonly string[];
}

/** Each is filed at a time of its own: among those of one time, the order is free. */
const complaints: fc.Arbitrary<Fields> = fc
  .record({
    ...{ stems, team, reporter: person, assignee: fc.option(person), confidential: fc.boolean() },
    concerns: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.tuple(person)),
    state: fc.constantFrom(...COMPLAINT_STATES),
  })
  .map((facts) => {
    lastFiledAt += 1;
    return { ...facts, filedAt: lastFiledAt };
  });

const queries: fc.Arbitrary<SimilarQuery> = fc.record({
  ...{ stems, team },
  since: fc.integer({ min: NOON, max: NOON + 60 }),
  viewer: fc.record({
    ...{ person: fc.constant('p_a'), ids: fc.constantFrom(['p_a'], ['p_a', 'p_b']) },
    ...{ memberOf: fc.subarray(['billing', 'te.am$']), leadOf: fc.subarray(['billing', 'te.am$']) },
    isOfficer: fc.nat(5).map((nat) => nat === 0),
  }),
  states: fc.subarray([...COMPLAINT_STATES], { minLength: 2 }),
  limit: fc.constantFrom(2, 7, MOST_CANDIDATES),
});

/** The answer according to the port's words. */
function findExpected(
  all: readonly Indexed[],
  { stems: wanted, team: key, since, viewer, states, limit }: SimilarQuery,
): readonly Indexed[] {
  const newest = all
    .filter(({ complaint }) => complaint.team === key && complaint.filedAt >= since)
    .toSorted((a, b) => b.complaint.filedAt - a.complaint.filedAt);
  const byStem = wanted
    .map((stem) => ({ stem, having: newest.filter((one) => one.stems.includes(stem)) }))
    .toSorted((a, b) => {
      const [one, other] = [a, b].map(({ having }) => Math.min(limit, having.length));
      return (one ?? 0) - (other ?? 0) || (a.stem < b.stem ? -1 : 1);
    });
  const read = new Set(byStem.flatMap(({ having }) => having).slice(0, limit));
  return [...read]
    .filter(({ complaint }) => states.includes(complaint.state))
    .filter(({ complaint }) => accessOf(viewer, complaint) !== 'none');
}
