import { expect } from 'chai';
import { type EmbeddedStores, openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import {
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../../contracts/complaint-store/samples.js';
import { sampleAbsence, sampleInbox } from '../../contracts/inbox-store/samples.js';

describe('a change of a document on the embedded file', () => {
  let stores: EmbeddedStores;
  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:' });
  });
  afterEach(() => stores.close());

  /** The columns that updates have named since the last call. */
  function watchColumns(table: string): () => readonly string[] {
    const { database } = stores;
    database.run('CREATE TABLE named (name TEXT)');
    const columns = database.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', [
      table,
    ]);
    for (const { name } of columns) {
      database.run(`CREATE TRIGGER named_${name} AFTER UPDATE OF ${name} ON ${table}
        BEGIN INSERT INTO named VALUES ('${name}'); END`);
    }
    return () => {
      const named = database.all<{ name: string }>('SELECT name FROM named ORDER BY name');
      database.run('DELETE FROM named');
      return named.map(({ name }) => name);
    };
  }

  it('writes only the columns whose value differs', async () => {
    const item = sampleDelivery();
    const complaint = sampleComplaint({ outbox: [item], audience: ['p:a'] });
    await stores.complaints.insert(complaint);
    const { id } = complaint;
    const readColumns = watchColumns('complaints');
    const lease = sampleLease();
    await stores.complaints.claim(id, item.id, lease);
    expect(readColumns()).to.deep.equal(['delivery_due_at', 'document']);
    const done = { deliveries: [item.id], slot: 'card:1', ref: null } as const;
    await stores.complaints.finish(id, lease.token, done);
    expect(readColumns()).to.deep.equal(['delivery_due_at', 'document', 'waiting_since']);
    const set = { nextActionAt: null, state: 'closed' } as const;
    await stores.complaints.change(id, 1, sampleChange({ set }));
    expect(readColumns()).to.deep.equal(['document', 'next_action_at', 'state', 'version']);
  });

  it('writes when an absence ends beside its inbox, only if that differs', async () => {
    const inbox = sampleInbox({ absence: sampleAbsence() });
    await stores.inboxes.insert(inbox);
    const readColumns = watchColumns('inboxes');
    const nothing = { history: [], deliveries: [], event: null };
    const { absence, absentUntil } = inbox;
    await stores.inboxes.change(inbox.id, 1, { ...nothing, set: { absence, absentUntil } });
    expect(readColumns()).to.deep.equal(['document', 'version']);
    const set = { absence: null, absentUntil: null };
    await stores.inboxes.change(inbox.id, 2, { ...nothing, set });
    expect(readColumns()).to.deep.equal(['absent_until', 'document', 'version']);
  });

  it('fills in a column that the row of an earlier release lacks', async () => {
    const complaint = sampleComplaint({ category: 'damp' });
    await stores.complaints.insert(complaint);
    stores.database.run('UPDATE complaints SET category = NULL');
    await stores.complaints.change(complaint.id, 1, sampleChange());
    expect(stores.database.all('SELECT category FROM complaints')).to.deep.equal([
      { category: 'damp' },
    ]);
  });
});
