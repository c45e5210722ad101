import { expect } from 'chai';
import {
  findMatches,
  type MatchQuery,
  MOST_SAME,
  MOST_SIMILAR,
  SIMILAR_WITHIN_MS,
} from '../../../src/app/matching/find-matches.js';
import { indexWords } from '../../../src/app/matching/index-words.js';
import { deriveFields } from '../../../src/domain/commands/planning/derived-fields.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { NOON, sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createOrganisation } from '../../support/domain.js';

const DETAILS = sampleComplaint().details;
const LEAK = 'Water leaks through the kitchen ceiling.';

describe('finding matches of a complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp({ ...createOrganisation(), phoneCountry: 'GB' });
  });
  afterEach(() => test.close());

  /** Stores a complaint with its derived fields. */
  async function insert(
    facts: Partial<Complaint> = {},
    description = LEAK,
    complainant: Partial<Complaint['details']['complainant']> = { account: 'B-1' },
  ): Promise<string> {
    const details = {
      ...DETAILS,
      description,
      complainant: { name: '', account: '', ...complainant },
    };
    const made = sampleComplaint({ team: 'repairs', details, ...facts });
    const { audience, keys } = deriveFields(made, { organisation: test.organisation, now: NOON });
    await test.deps.complaints.insert({ ...made, audience, keys });
    await indexWords(test.deps);
    return made.id;
  }

  const viewer = (name: string) => toViewer(test.personId(name), test.organisation);
  function find(query: Partial<MatchQuery> & { readonly account?: string } = {}) {
    const { account = 'T-17', ...rest } = query;
    const complainant = { name: '', account };
    return findMatches(test.deps, {
      details: {
        complainant,
        description: 'The ceiling leaks, water in the kitchen',
        desiredOutcome: '',
      },
      team: 'repairs',
      viewer: viewer('repairs-ann'),
      now: NOON,
      ...rest,
    });
  }
  const toIds = (complaints: readonly Complaint[]) => complaints.map(({ id }) => id);

  describe('of the same complainant', () => {
    it('finds those of any team that share an account, an address or a number, open ones first', async () => {
      const phone = '+44 113 496 0000';
      const closed = await insert({ state: 'closed', filedAt: NOON + 5 }, 'One.', {
        account: 't17',
      });
      const open = await insert({ team: 'billing' }, 'Two.', { email: 'Jo@ex.org' });
      const newer = await insert({ filedAt: NOON + 1 }, 'Three.', { phone });
      await insert({}, 'Four.', { account: 'T-18', email: 'ann@ex.org' });
      const complainant = { name: '', account: 'T 17', email: 'jo@EX.org', phone: '0113 4960000' };
      const { same } = await find({ details: { ...DETAILS, complainant } });
      expect(same.map(({ complaint }) => complaint.id)).to.deep.equal([newer, open, closed]);
    });

    it('says of each what the viewer may see of it', async () => {
      const hidden = await insert({ confidential: true }, 'One.', { account: 'T-17' });
      const shown = await insert({ filedAt: NOON - 1 }, 'Two.', { account: 'T-17' });
      const { same } = await find();
      const accesses = same.map(({ complaint: { id }, access }) => [id, access]);
      expect(accesses).to.deep.equal([
        [hidden, 'none'],
        [shown, 'full'],
      ]);
    });

    it('leaves out the complaint itself, and finds nothing without a key', async () => {
      const id = await insert({}, 'One.', { account: 'T-17' });
      expect((await find({ except: id })).same).to.deep.equal([]);
      await insert({}, 'Two.', { account: '' });
      expect((await find({ account: '' })).same).to.deep.equal([]);
    });

    it('returns a bounded number', async () => {
      for (let n = 0; n < MOST_SAME + 3; n += 1) await insert({}, 'One.', { account: 'T-17' });
      expect((await find()).same).to.have.length(MOST_SAME);
    });
  });

  describe('with similar words', () => {
    it('finds open ones of the same team, the most similar first', async () => {
      const far = await insert({}, 'The kitchen tap: water is cold, and the heating is off again.');
      const near = await insert({ state: 'assigned' });
      await insert({ team: 'billing' });
      await insert({ state: 'closed' });
      await insert({}, 'The invoice was sent twice.');
      const { similar, isComplete } = await find();
      expect(toIds(similar)).to.deep.equal([near, far]);
      expect(isComplete).to.equal(true);
    });

    it('finds none that were recorded more than 60 days ago', async () => {
      const filedAt = NOON - SIMILAR_WITHIN_MS;
      const id = await insert({ filedAt });
      await insert({ filedAt: filedAt - 1 });
      expect(toIds((await find()).similar)).to.deep.equal([id]);
    });

    it('finds no confidential one for somebody who may not see it', async () => {
      const id = await insert({ confidential: true });
      expect(toIds((await find()).similar)).to.deep.equal([]);
      expect(toIds((await find({ viewer: viewer('repairs-lead') })).similar)).to.deep.equal([id]);
    });

    it('finds none that is of the same complainant already, nor the complaint itself', async () => {
      const id = await insert({}, LEAK, { account: 'T-17' });
      const itself = await insert();
      const { same, similar } = await find({ except: itself });
      expect(same.map(({ complaint }) => complaint.id)).to.deep.equal([id]);
      expect(similar).to.deep.equal([]);
    });

    it('shows no complaint that was moved or closed since it was indexed, and skips one that cannot be read', async () => {
      const [broken, shown] = [await insert(), await insert()];
      test.runSql("UPDATE complaints SET document = '{' WHERE id = ?", [broken]);
      expect(toIds((await find()).similar)).to.deep.equal([shown]);
      const set = { team: 'billing' };
      const change = { set, history: [], deliveries: [], event: null };
      await test.deps.complaints.change(shown, 1, change);
      expect(toIds((await find()).similar)).to.deep.equal([]);
    });

    it('returns a bounded number', async () => {
      for (let n = 0; n < MOST_SIMILAR + 3; n += 1) await insert();
      expect((await find()).similar).to.have.length(MOST_SIMILAR);
    });
  });

  it('says that it may miss some while older complaints are filled in', async () => {
    await insert();
    test.runSql("INSERT INTO complaint_unindexed VALUES (1, 'C-old')");
    expect((await find()).isComplete).to.equal(false);
  });
});
