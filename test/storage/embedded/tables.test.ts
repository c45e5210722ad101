import { join } from 'node:path';
import { expect } from 'chai';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { toListRanges, toPageSql } from '../../../src/storage/embedded/complaint-list.js';
import {
  OUTDATED_SQL,
  THREAD_SQL,
  UNFILLED_SQL,
} from '../../../src/storage/embedded/complaint-rows.js';
import { toNextKeySql } from '../../../src/storage/embedded/configuration/used-keys.js';
import { openDatabase, type SqlValue } from '../../../src/storage/embedded/database.js';
import { toWaitingSql } from '../../../src/storage/embedded/documents/document-rows.js';
import type { EmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import {
  fileSample,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../../contracts/complaint-store/samples.js';
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
    expect(await fileSample(first.complaints)).to.equal('C-1001');
    const account = newAccount({ platform: 'teams' });
    await first.people.ensure(account, newProfile());
    await first.people.saveReference(account, { conversation: 'a:1' });
    const person = await first.people.findByAccount(account);
    await first.close();
    await first.close();
    const second = await openEmbeddedStores({ file });
    expect(await second.complaints.load(complaint.id)).to.deep.equal(complaint);
    expect(await fileSample(second.complaints)).to.equal('C-1002');
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

  it('have a row for each key of an audience, and none that is left over', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const complaint = sampleComplaint({ audience: ['p:a', 'l:x'] });
    await stores.complaints.insert(complaint);
    const readRows = () => stores.database.all('SELECT key, state, id FROM complaint_audience');
    const { id } = complaint;
    expect(readRows()).to.have.length(2);
    const set = { audience: ['l:x', 'p:b'], state: 'closed' } as const;
    await stores.complaints.change(id, 1, sampleChange({ set }));
    expect(readRows()).to.deep.equal(set.audience.map((key) => ({ key, state: 'closed', id })));
    await stores.close();
  });

  it('have a row for each thread, and none that is left over', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const [item, ref] = [sampleDelivery(), { platform: 'slack', key: 'k1' } as const];
    const complaint = sampleComplaint({ outbox: [item], refs: { 'card:1': ref, 'card:7': ref } });
    await stores.complaints.insert(complaint);
    const readRows = () => stores.database.all('SELECT key, placement, id FROM complaint_threads');
    const { id } = complaint;
    expect(readRows()).to.have.deep.members(
      [1, 7].map((placement) => ({ key: 'k1', placement, id })),
    );
    const lease = sampleLease();
    await stores.complaints.claim(id, item.id, lease);
    const done = { deliveries: [item.id], slot: 'card:1', ref: { ...ref, key: 'k2' } } as const;
    await stores.complaints.finish(id, lease.token, done);
    expect(readRows()).to.have.deep.members([
      { key: 'k2', placement: 1, id },
      { key: 'k1', placement: 7, id },
    ]);
    await stores.close();
  });

  it('show nobody a complaint by a row that should not be there', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const complaint = sampleComplaint({ audience: ['p:a'] });
    await stores.complaints.insert(complaint);
    const { id, filedAt, state } = complaint;
    const row = ['p:b', state, filedAt, id];
    stores.database.run('INSERT INTO complaint_audience VALUES (?, ?, ?, ?)', row);
    const viewer = { person: 'b', ids: ['b'], memberOf: [], leadOf: [], isOfficer: false };
    const query = { viewer, states: COMPLAINT_STATES, limit: 9 };
    expect(await stores.complaints.list(query)).to.deep.equal([]);
    await stores.close();
  });

  describe('use an index to find', () => {
    const queries = {
      'due actions': 'next_action_at <= 1 ORDER BY next_action_at, id',
      'upcoming actions': 'next_action_at IS NOT NULL ORDER BY next_action_at, id',
      'due deliveries': 'delivery_due_at <= 1 ORDER BY delivery_due_at, id',
      'deliveries that wait': 'waiting_since <= 1 ORDER BY waiting_since, id',
      'a filing event': "filed_by = 'e'",
    };
    for (const [what, rest] of Object.entries(queries)) {
      it(`${what}, without sorting`, async () => {
        const stores = await openEmbeddedStores({ file: ':memory:' });
        const plan = stores.database.all<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT id FROM complaints WHERE ${rest} LIMIT 1`,
        );
        await stores.close();
        expectIndexOnly(plan);
      });
    }

    const viewers = {
      'what a person may see': {
        ids: ['p', 'q'],
        memberOf: ['m'],
        leadOf: ['l'],
        isOfficer: false,
      },
      'what an officer sees': { ids: ['p'], memberOf: [], leadOf: [], isOfficer: true },
    };
    for (const [what, rest] of Object.entries(viewers)) {
      it(`${what}, without sorting, also what is not filled yet`, async () => {
        const stores = await openEmbeddedStores({ file: ':memory:' });
        const viewer = { person: 'p', ...rest };
        const ranges = toListRanges({ viewer, states: ['open', 'closed'], limit: 9 }, true);
        expect(ranges).to.have.length(rest.isOfficer ? 2 : 2 * (4 + 2 * 2 + 1 + 2));
        for (const range of ranges) {
          const sql = `EXPLAIN QUERY PLAN ${toPageSql(range)}`;
          const plan = stores.database.all<{ detail: string }>(sql, [...range.params, 1, 'C', 9]);
          expectIndexOnly(plan);
          expect(plan.map(({ detail }) => detail).join(), range.where).to.match(
            /state=\?.*filed_at/,
          );
        }
        await stores.close();
      });
    }

    it('the documents of a list, by their ids', async () => {
      const stores = await openEmbeddedStores({ file: ':memory:' });
      for (let n = 0; n < 60; n += 1) await stores.complaints.insert(sampleComplaint());
      const { database } = stores;
      const loads: [string, readonly SqlValue[]][] = [];
      const all = database.all.bind(database);
      database.all = (sql, params = []) => {
        if (sql.includes('document')) loads.push([sql, params]);
        return all(sql, params);
      };
      const viewer = { person: 'p', ids: ['p'], memberOf: [], leadOf: [], isOfficer: true };
      const query = { viewer, team: 'billing', person: 'p_reporter', limit: 60 };
      await stores.complaints.list({ ...query, states: COMPLAINT_STATES });
      expect(loads.map(([, params]) => params.length)).to.deep.equal([59, 19]);
      for (const [sql, params] of loads) {
        const plan = all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        expect(plan.map(({ detail }) => detail).join()).to.match(
          /^SEARCH complaints USING .*\(id=\?\)$/,
        );
      }
      await stores.close();
    });

    it('deliveries that wait, without a look at a row', async () => {
      const stores = await openEmbeddedStores({ file: ':memory:' });
      const sql = `EXPLAIN QUERY PLAN ${toWaitingSql('complaints')}`;
      const plan = stores.database.all<{ detail: string }>(sql, [1, 9]);
      expectIndexOnly(plan);
      expect(plan.map(({ detail }) => detail).join()).to.contain('COVERING INDEX');
      await stores.close();
    });

    it('a thread', async () => {
      const stores = await openEmbeddedStores({ file: ':memory:' });
      const sql = `EXPLAIN QUERY PLAN ${THREAD_SQL}`;
      expectIndexOnly(stores.database.all<{ detail: string }>(sql, ['k']));
      await stores.close();
    });

    it('what an older configuration planned, and the teams and categories in use', async () => {
      const stores = await openEmbeddedStores({ file: ':memory:' });
      const queries: readonly (readonly [string, readonly SqlValue[]])[] = [
        [OUTDATED_SQL, [2, 9]],
        [toNextKeySql('team'), ['a']],
        [toNextKeySql('category'), ['a']],
      ];
      for (const [sql, params] of queries) {
        expectIndexOnly(
          stores.database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params),
        );
      }
      await stores.close();
    });

    it('what is not filled yet', async () => {
      const stores = await openEmbeddedStores({ file: ':memory:' });
      const sql = `EXPLAIN QUERY PLAN ${UNFILLED_SQL}`;
      expectIndexOnly(stores.database.all<{ detail: string }>(sql, [9]));
      await stores.close();
    });
  });
});

/** Expects a plan that finds rows by an index and in its order. Some tables are one themselves. */
function expectIndexOnly(plan: readonly { readonly detail: string }[]): void {
  const steps = plan.map((step) => step.detail).join('; ');
  expect(steps)
    .to.match(/INDEX|SEARCH complaint_\w+ USING PRIMARY KEY/)
    .and.not.include('TEMP B-TREE');
}
