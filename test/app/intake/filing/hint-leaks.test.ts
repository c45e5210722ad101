import { expect } from 'chai';
import { indexWords } from '../../../../src/app/matching/index-words.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { isInWork } from '../../../../src/domain/complaint/facts.js';
import { accessOf, toViewer } from '../../../../src/domain/complaint/permissions.js';
import { openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';

/** Words that only somebody who sees the complaint in full may read. */
const SECRET = { complainant: 'Quillfeather', description: 'The xylophone in the hall fell over' };
const SECRET_WORDS = ['Quillfeather', 'xylophone'];
const ACCOUNT = 'ACC-9931';

const PEOPLE = [
  ...['rita', 'repairs-ann', 'repairs-bob', 'repairs-lead', 'billing-ann', 'billing-lead'],
  'olga',
] as const;

describe('what somebody reads who enters the account of a complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const make = {
    open: async (category: string) =>
      (await test.file('rita', { ...SECRET, account: ACCOUNT, category })).id,
    assigned: async (category: string) => {
      const id = await make.open(category);
      await test.press(category === 'damp' ? 'repairs-ann' : 'repairs-lead', 'take', id);
      return id;
    },
    withdrawn: async (category: string) => {
      const id = await make.open(category);
      await test.submit('rita', 'withdraw', id, { reason: 'Settled.' });
      return id;
    },
  };

  /** Everything that the hints say to this person about a complaint with other words. */
  async function hear(name: string, description: string, account: string): Promise<string> {
    const values = { ...FILING_VALUES, complainant: 'Nobody', description, account };
    const context = { form: 'file', context: '', values } as const;
    const typed = await test.send(name, { kind: 'look-up', submission: `${name}-1`, ...context });
    const sent = await test.submit(name, 'file', '', values, `${name}-2`);
    return JSON.stringify([typed, sent]);
  }

  const sees = (name: string, complaint: Complaint): boolean =>
    accessOf(toViewer(test.personId(name), test.organisation), complaint) === 'full';

  for (const state of ['open', 'assigned', 'withdrawn'] as const) {
    for (const category of ['damp', 'conduct'] as const) {
      it(`is as much as they may see: ${state}, ${category}`, async () => {
        const complaint = await test.load(await make[state](category));
        const isToldOf = isInWork(complaint) && !complaint.confidential;
        for (const name of PEOPLE) {
          const heard = await hear(name, `Something else of ${name}`, ACCOUNT);
          const isSeen = sees(name, complaint);
          const found = SECRET_WORDS.filter((word) => heard.includes(word));
          if (!isSeen) expect(found, name).to.deep.equal([]);
          expect(heard.includes(complaint.id), name).to.equal(isSeen || isToldOf);
        }
      });

      it(`is nothing about another complainant that they may not see: ${state}, ${category}`, async () => {
        const complaint = await test.load(await make[state](category));
        await indexWords(test.deps);
        for (const name of PEOPLE) {
          const heard = await hear(name, SECRET.description, `other ${name}`);
          const isSeen = sees(name, complaint);
          if (!isSeen) expect(heard, name).not.to.include(complaint.id);
          if (!isSeen) expect(heard, name).not.to.include('Quillfeather');
        }
      });
    }
  }
});
