import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../../src/storage/embedded/database.js';
import type { EmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { catchRejection } from '../../contracts/complaint-store/commits.js';
import { sampleChange, sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { knownAccount, newAccount, newProfile } from '../../contracts/people-store/samples.js';
import { temporaryFolder } from '../open-stores.js';

describe('the tables of the stores in the embedded file', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());

  it('keep everything when the file is reopened', async () => {
    const file = join(folder.path, 'again.db');
    const complaint = sampleComplaint();
    const first = await openEmbeddedStores({ file });
    await first.complaints.insert(complaint);
    expect(await first.complaints.nextReference()).to.equal('C-1001');
    const account = newAccount({ platform: 'teams' });
    await first.people.ensure(account, newProfile());
    await first.people.saveReference(account, { conversation: 'a:1' });
    const person = await first.people.findByAccount(account);
    await first.close();
    await first.close();
    const second = await openEmbeddedStores({ file });
    expect(await second.complaints.load(complaint.id)).to.deep.equal(complaint);
    expect(await second.complaints.nextReference()).to.equal('C-1002');
    expect(person?.accounts).to.deep.equal([knownAccount(account, { conversation: 'a:1' })]);
    expect(await second.people.findByAccount(account)).to.deep.equal(person);
    await second.close();
  });

  it('are rejected with the missing column, and the file is closed', async () => {
    const file = join(folder.path, 'other.db');
    const database = openDatabase(file);
    database.run('CREATE TABLE people (id TEXT PRIMARY KEY, version INTEGER, merged_into TEXT)');
    database.close();
    const fault = await catchRejection(openEmbeddedStores({ file }));
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
    expect(fault).to.have.property('message').that.includes('column people.document');
    openDatabase(file).close();
  });

  it('throw STORE_UNAVAILABLE when they are closed', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    await stores.close();
    for (const call of [stores.complaints.ping(), stores.people.get('p')]) {
      expect(await catchRejection(call)).to.include({ code: 'STORE_UNAVAILABLE' });
    }
  });

  describe('with a record of an unknown shape', () => {
    let stores: EmbeddedStores;
    beforeEach(async () => {
      stores = await openEmbeddedStores({ file: ':memory:' });
    });
    afterEach(() => stores.close());

    it('name the fields, but not their content', async () => {
      const complaint = sampleComplaint();
      await stores.complaints.insert(complaint);
      stores.database.run("UPDATE complaints SET document = json_set(document, '$.state', ?)", [
        'secret',
      ]);
      const fault = await catchRejection(stores.complaints.load(complaint.id));
      expect(fault).to.include({ code: 'STORE_RECORD' });
      expect(fault).to.have.property('message').that.includes('state').and.not.includes('secret');
    });

    it('preserve what a newer version wrote', async () => {
      const complaint = sampleComplaint();
      await stores.complaints.insert(complaint);
      stores.database.run("UPDATE complaints SET document = json_set(document, '$.novelty', 1)");
      await stores.complaints.change(complaint.id, 1, sampleChange({ set: { team: 'other' } }));
      const after = { ...complaint, team: 'other', version: 2, novelty: 1 };
      expect(await stores.complaints.load(complaint.id)).to.deep.equal(after);
    });
  });

  describe('use an index to find', () => {
    const queries = {
      'due actions': 'next_action_at <= 1 ORDER BY next_action_at, id',
      'upcoming actions': 'next_action_at IS NOT NULL ORDER BY next_action_at, id',
      'due deliveries': 'delivery_due_at <= 1 ORDER BY delivery_due_at, id',
      'a thread': "thread_key = 'k'",
      'a filing event': "filed_by = 'e'",
      'the newest': 'TRUE ORDER BY filed_at DESC, id DESC',
    };
    for (const [what, rest] of Object.entries(queries)) {
      it(`${what}, without sorting`, async () => {
        const stores = await openEmbeddedStores({ file: ':memory:' });
        const plan = stores.database.all<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT id FROM complaints WHERE ${rest} LIMIT 1`,
        );
        await stores.close();
        const steps = plan.map((step) => step.detail).join('; ');
        expect(steps).to.include('INDEX').and.not.include('TEMP B-TREE');
      });
    }
  });
});
