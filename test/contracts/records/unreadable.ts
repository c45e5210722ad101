import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { UnreadableRecord, UnreadableRecords } from '../../../src/ports/unreadable-records.js';
import type { Stores } from '../../../src/storage/stores.js';
import { catchRejection } from '../catch-rejection.js';
import type { OpenStores, StoresUnderTest } from '../complaint-store/samples.js';
import {
  NOON,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
  uniqueText,
} from '../complaint-store/samples.js';
import { sampleInbox } from '../inbox-store/samples.js';
import { newAccount, newProfile } from '../people-store/samples.js';
import { COMPLAINT_SCHEMA } from './made-up-steps.js';

const NEWER_SCHEMA = COMPLAINT_SCHEMA + 3;

const OFFICER = { person: 'o', ids: ['o'], memberOf: [], leadOf: [], isOfficer: true } as const;

/** Records that a newer version wrote, or of an unknown shape, beside others. */
export function unreadableContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let stores: Stores;
  let found: Map<string, UnreadableRecord>;
  beforeEach(async () => {
    found = new Map();
    const unreadable: UnreadableRecords = {
      add: (record) => void found.set(record.reference, record),
      remove: (_kind, reference) => void found.delete(reference),
      has: (_kind, reference) => found.has(reference),
      all: () => [...found.values()],
    };
    opened = await open();
    stores = await opened.another({ unreadable });
  });
  afterEach(() => opened.destroy());

  async function storeNewer(overrides: Partial<Complaint> = {}): Promise<Complaint> {
    const complaint = sampleComplaint(overrides);
    await stores.complaints.insert(complaint);
    await opened.rewriteStored('complaint', complaint.id, (record) => ({
      ...record,
      schema: NEWER_SCHEMA,
    }));
    return complaint;
  }

  describe('a complaint that a newer version wrote', () => {
    it('is refused with its reference, both numbers and what to do', async () => {
      const { id } = await storeNewer();
      const fault = await catchRejection(stores.complaints.load(id));
      expect(fault).to.include({ code: 'STORE_RECORD_NEWER' });
      expect(fault)
        .to.have.property('message')
        .that.includes(`complaint ${id} has schema ${NEWER_SCHEMA}`)
        .and.includes(`knows ${COMPLAINT_SCHEMA} at most`)
        .and.includes('run the newer version again');
      const record = { kind: 'complaint', reference: id, fault: 'newer', fields: [] };
      const numbers = { schema: NEWER_SCHEMA, knownSchema: COMPLAINT_SCHEMA };
      expect([...found.values()]).to.deep.equal([{ ...record, ...numbers }]);
    });

    it('is never written', async () => {
      const lease = sampleLease('host/1');
      const outbox = [
        sampleDelivery(),
        sampleDelivery({ lease: lease.token, dueAt: NOON + 9000 }),
        sampleDelivery({ failed: 'gave-up' }),
      ];
      const { id } = await storeNewer({ outbox });
      const [free, held, failed] = outbox.map((item) => item.id) as [string, string, string];
      const before = await opened.readStored('complaint', id);
      const done = { deliveries: [held], slot: 'card:1', ref: null } as const;
      const retry = { dueAt: NOON, uncertain: false };
      const { complaints } = stores;
      await complaints.change(id, 1, sampleChange({ set: { team: 'x' } })).catch(() => false);
      await complaints.claim(id, free, lease).catch(() => undefined);
      await complaints.finish(id, lease.token, done).catch(() => false);
      await complaints.postpone(id, held, lease.token, retry).catch(() => false);
      await complaints.fail(id, held, lease.token, 'rejected').catch(() => false);
      await complaints.drop(id, failed).catch(() => undefined);
      await complaints.releaseLeases('host', NOON);
      expect(await opened.readStored('complaint', id)).to.deep.equal(before);
    });

    it('is no longer unreadable when it is restored or gone', async () => {
      const complaint = await storeNewer();
      await catchRejection(stores.complaints.load(complaint.id));
      expect(found.size).to.equal(1);
      await opened.rewriteStored('complaint', complaint.id, (record) => ({
        ...record,
        schema: COMPLAINT_SCHEMA,
      }));
      expect(await stores.complaints.load(complaint.id)).to.deep.equal(complaint);
      expect(found.size).to.equal(0);
    });
  });

  describe('a complaint of an unknown shape', () => {
    it('is named with its reference and its fields, without their content', async () => {
      const { id } = sampleComplaint();
      await stores.complaints.insert(sampleComplaint({ id }));
      for (const [edited, field] of [
        [{ state: 'secret' }, 'state'],
        [{ schema: 'secret' }, 'schema'],
        [{ schema: 0 }, 'schema'],
      ] as const) {
        await opened.rewriteStored('complaint', id, (record) => ({ ...record, ...edited }));
        const fault = await catchRejection(stores.complaints.load(id));
        expect(fault).to.include({ code: 'STORE_RECORD' });
        expect(fault).to.have.property('message').that.includes(id).and.includes(field);
        expect(JSON.stringify([fault, ...found.values()])).to.not.include('secret');
        await opened.rewriteStored('complaint', id, (record) => ({ ...record, state: 'open' }));
      }
    });
  });

  describe('beside complaints that cannot be read', () => {
    it('a list has as many of the others as it asks for, newest first', async () => {
      const team = uniqueText('team');
      const readable: Complaint[] = [];
      for (let n = 0; n < 30; n += 1) {
        const complaint = sampleComplaint({ team, filedAt: NOON + n });
        await stores.complaints.insert(complaint);
        if (n % 5 === 0) readable.unshift(complaint);
        else
          await opened.rewriteStored('complaint', complaint.id, (one) => ({
            ...one,
            schema: NEWER_SCHEMA,
          }));
      }
      const list = (limit: number) =>
        stores.complaints.list({ viewer: OFFICER, states: ['open'], team, limit });
      expect(await list(4)).to.deep.equal(readable.slice(0, 4));
      expect(await list(100)).to.deep.equal(readable);
      expect(await list(0)).to.deep.equal([]);
      expect(found.size).to.equal(24);
    });

    it('the leases of the others are released', async () => {
      const outbox = [sampleDelivery({ lease: 'killed/1', dueAt: NOON + 9000 })];
      await storeNewer({ outbox });
      const other = sampleComplaint({ outbox: [sampleDelivery({ ...outbox[0], id: 'other' })] });
      await stores.complaints.insert(other);
      await stores.complaints.releaseLeases('killed', NOON);
      expect((await stores.complaints.load(other.id))?.outbox[0]?.dueAt).to.equal(NOON);
    });
  });

  describe('an inbox that cannot be read', () => {
    it('is refused with its person, never written, and read again when it is restored', async () => {
      const inbox = sampleInbox();
      const { id } = inbox;
      await stores.inboxes.insert(inbox);
      await opened.rewriteStored('inbox', id, (record) => ({ ...record, schema: 4 }));
      const fault = await catchRejection(stores.inboxes.load(id));
      expect(fault).to.include({ code: 'STORE_RECORD_NEWER' });
      expect(fault).to.have.property('message').that.includes(`inbox ${id} has schema 4`);
      expect([...found.values()].map(({ kind }) => kind)).to.deep.equal(['inbox']);
      const before = await opened.readStored('inbox', id);
      const change = { set: { absences: 7 }, history: [], deliveries: [], event: null };
      await stores.inboxes.change(id, 1, change).catch(() => false);
      expect(await opened.readStored('inbox', id)).to.deep.equal(before);
      await opened.rewriteStored('inbox', id, (record) => ({ ...record, schema: 1 }));
      expect(await stores.inboxes.load(id)).to.deep.equal(inbox);
      expect(found.size).to.equal(0);
    });
  });

  describe('a person who cannot be read', () => {
    it('is left out of a look-up by ids, and gets no second record', async () => {
      const [account, other] = [newAccount(), newAccount()];
      const person = await stores.people.ensure(account, newProfile());
      const colleague = await stores.people.ensure(other, newProfile());
      await opened.rewriteStored('person', person.id, (record) => ({ ...record, schema: 9 }));
      const read = await stores.people.getMany([person.id, colleague.id]);
      expect([...read.keys()]).to.deep.equal([colleague.id]);
      for (const call of [
        stores.people.ensure(account, newProfile()),
        stores.people.findByAccount(account),
        stores.people.saveReference(account, null),
      ]) {
        const fault = await catchRejection(call);
        expect(fault).to.include({ code: 'STORE_RECORD_NEWER' });
        expect(fault).to.have.property('message').that.includes(`person ${person.id} has schema 9`);
      }
      expect(await stores.people.findByAccount(other)).to.deep.equal(colleague);
    });
  });

  describe('a conversation reference that cannot be read', () => {
    it('is left out, and can be replaced', async () => {
      await stores.references.put('teams', 'good', { a: 1 });
      await stores.references.put('teams', 'bad', { b: 1 });
      await opened.rewriteStored('reference', 'teams:bad', (one) => ({ ...one, schema: 5 }));
      expect([...(await stores.references.all('teams'))]).to.deep.equal([['good', { a: 1 }]]);
      const fault = await catchRejection(stores.references.get('teams', 'bad'));
      expect(fault).to.include({ code: 'STORE_RECORD_NEWER' });
      await stores.references.put('teams', 'bad', { b: 2 });
      expect(await stores.references.get('teams', 'bad')).to.deep.equal({ b: 2 });
      expect(found.size).to.equal(0);
    });
  });

  describe('what the ops channel was told', () => {
    it('is remembered across restarts and processes', async () => {
      const { alarms } = stores;
      expect(await alarms.findUntold([])).to.deep.equal([]);
      expect(await alarms.findUntold(['b', 'a'])).to.deep.equal(['b', 'a']);
      await Promise.all([alarms.markTold(['a'], NOON), alarms.markTold(['a', 'c'], NOON)]);
      await alarms.markTold([], NOON);
      const other = await opened.another({});
      expect(await other.alarms.findUntold(['a', 'b', 'c'])).to.deep.equal(['b']);
    });
  });
}
