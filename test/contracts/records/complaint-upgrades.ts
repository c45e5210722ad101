import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Stores } from '../../../src/storage/stores.js';
import { toSchema1 } from '../../storage/records/schema-1.js';
import { asUpgraded } from '../../storage/records/schema-4.js';
import { inState } from '../../support/domain.js';
import type { OpenStores, StoresUnderTest } from '../complaint-store/samples.js';
import {
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleEntry,
  sampleEvent,
  sampleLease,
  uniqueText,
} from '../complaint-store/samples.js';
import {
  COMPLAINT_SCHEMA,
  MADE_UP_SCHEMA,
  MADE_UP_STEPS,
  toOldComplaint,
} from './made-up-steps.js';

const REF = { platform: 'slack', key: 'slack:C1:1.2' } as const;

/** Complaints of an older schema: read, committed and delivered. */
export function complaintUpgradeContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  /** The stores of a version with {@link MADE_UP_STEPS}. */
  let next: Stores;
  before(async () => {
    opened = await open();
    next = await opened.another({ steps: MADE_UP_STEPS });
  });
  after(() => opened.destroy());

  /** Stores a complaint in the form before the made-up steps, and returns what the upgrade makes of it. */
  async function storeOld(overrides: Partial<Complaint> = {}): Promise<Complaint> {
    const complaint = sampleComplaint(overrides);
    await opened.stores.complaints.insert(complaint);
    await opened.rewriteStored('complaint', complaint.id, toOldComplaint);
    return complaint;
  }

  const readStored = (id: string) => opened.readStored('complaint', id);

  describe('a complaint', () => {
    it('is stored with the number of its schema', async () => {
      const [today, later] = [sampleComplaint(), sampleComplaint()];
      await opened.stores.complaints.insert(today);
      await next.complaints.insert(later);
      expect(await readStored(today.id)).to.include({ schema: COMPLAINT_SCHEMA });
      expect(await readStored(later.id)).to.include({ schema: MADE_UP_SCHEMA });
      expect(await next.complaints.load(later.id)).to.deep.equal(later);
    });

    it('of the first schema, without a number, is read in its new form and written with the next commit', async () => {
      const ids = { id: uniqueText('C'), filedBy: uniqueText('event') };
      const complaint: Complaint = asUpgraded({ ...inState('withdrawn'), ...ids });
      const { version } = complaint;
      const { complaints } = opened.stores;
      await complaints.insert(complaint);
      const { id: _stored, ...old } = toSchema1(complaint);
      await opened.rewriteStored('complaint', complaint.id, () => old);
      expect(await complaints.load(complaint.id)).to.deep.equal(complaint);
      expect(await readStored(complaint.id)).to.deep.equal(old);
      expect(await complaints.change(complaint.id, version, sampleChange())).to.equal(true);
      const { id: _same, ...written } = { ...complaint, version: version + 1 };
      const schema = COMPLAINT_SCHEMA;
      // MongoDB keeps beside the document when the first delivery is due, and that it is to be indexed.
      const { earliestDueAt: _due, unindexed: _mark, ...stored } = await readStored(complaint.id);
      expect(stored).to.deep.equal({ ...written, schema });
    });
  });

  describe('a complaint of an older schema', () => {
    it('is read in its new form, and stays as it is', async () => {
      const complaint = await storeOld({ outbox: [sampleDelivery()], refs: { 'card:1': REF } });
      const before = await readStored(complaint.id);
      expect(before).to.include({ schema: COMPLAINT_SCHEMA });
      expect(await next.complaints.load(complaint.id)).to.deep.equal(complaint);
      const viewer = { person: 'o', ids: ['o'], memberOf: [], leadOf: [], isOfficer: true };
      const listed = await next.complaints.list({ viewer, states: ['open'], limit: 100 });
      expect(listed).to.deep.include(complaint);
      expect(await readStored(complaint.id)).to.deep.equal(before);
    });

    it('is written in its new form with the next commit', async () => {
      const outbox = [sampleDelivery()];
      const complaint = await storeOld({ outbox, refs: { 'card:1': REF } });
      const change = sampleChange({
        set: { team: 'other' },
        history: [sampleEntry('moved')],
        deliveries: [sampleDelivery({ slot: 'thread:1' })],
        event: sampleEvent(),
      });
      expect(await next.complaints.change(complaint.id, 1, change)).to.equal(true);
      const after = {
        ...complaint,
        team: 'other',
        version: 2,
        history: [...complaint.history, ...change.history],
        outbox: [...outbox, ...change.deliveries],
        events: [requireValue(change.event)],
      };
      expect(await next.complaints.load(complaint.id)).to.deep.equal(after);
      const stored = await readStored(complaint.id);
      expect(stored).to.include({ schema: MADE_UP_SCHEMA, team: 'other' });
      expect(stored).to.not.have.property('complainant');
      const again = sampleChange({ set: { team: 'third' } });
      expect(await next.complaints.change(complaint.id, 2, again)).to.equal(true);
      expect(await next.complaints.load(complaint.id)).to.include({ team: 'third', version: 3 });
    });

    it('is not written by a commit that lost its race', async () => {
      const complaint = await storeOld({ version: 7 });
      const before = await readStored(complaint.id);
      expect(await next.complaints.change(complaint.id, 6, sampleChange())).to.equal(false);
      expect(await readStored(complaint.id)).to.deep.equal(before);
    });

    it('has its card claimed and finished before its first commit', async () => {
      const item = sampleDelivery();
      const complaint = await storeOld({ outbox: [item] });
      const lease = sampleLease();
      const held = { ...item, lease: lease.token, dueAt: lease.until };
      expect(await next.complaints.claim(complaint.id, item.id, lease)).to.deep.equal(held);
      expect(await next.complaints.claim(complaint.id, item.id, sampleLease())).to.equal(undefined);
      const ref = { ...REF, key: `slack:C1:${complaint.id}` };
      const done = { deliveries: [item.id], slot: item.slot, ref } as const;
      expect(await next.complaints.finish(complaint.id, lease.token, done)).to.equal(true);
      const after = { ...complaint, outbox: [], refs: { 'card:1': ref } };
      expect(await next.complaints.load(complaint.id)).to.deep.equal(after);
      expect(await next.complaints.findByThread(ref.key)).to.deep.equal({
        ...{ id: complaint.id, placement: 1 },
      });
      const change = sampleChange({ set: { team: 'other' } });
      expect(await next.complaints.change(complaint.id, 1, change), 'same version').to.equal(true);
    });

    it('has a delivery finished that was claimed before the upgrade', async () => {
      const lease = sampleLease();
      const item = sampleDelivery({ lease: lease.token });
      const complaint = await storeOld({ outbox: [item] });
      const done = { deliveries: [item.id], slot: item.slot, ref: REF } as const;
      expect(await next.complaints.finish(complaint.id, 'host/lost', done)).to.equal(false);
      expect(await next.complaints.finish(complaint.id, lease.token, done)).to.equal(true);
      const after = { ...complaint, outbox: [], refs: { 'card:1': REF } };
      expect(await next.complaints.load(complaint.id)).to.deep.equal(after);
    });

    it('has deliveries postponed, failed and dropped', async () => {
      const lease = sampleLease();
      const held = (failed: 'gave-up' | null = null) =>
        sampleDelivery({ lease: failed === null ? lease.token : null, failed });
      const [late, lost, gone] = [held(), held(), held('gave-up')];
      const retry = { dueAt: NOON + 5, uncertain: true };
      for (const change of [
        (id: string) => next.complaints.postpone(id, late.id, lease.token, retry),
        (id: string) => next.complaints.fail(id, lost.id, lease.token, 'rejected'),
        (id: string) => next.complaints.drop(id, gone.id),
      ]) {
        const outbox = [late, lost, gone].map((item) => ({ ...item }));
        const complaint = await storeOld({ outbox });
        expect(await change(complaint.id)).to.not.equal(false);
        const after = requireValue(await next.complaints.load(complaint.id));
        expect(after.outbox).to.not.deep.equal(complaint.outbox);
        expect(after.version).to.equal(1);
      }
    });

    it('has the leases of its process released', async () => {
      const item = sampleDelivery({ lease: 'killed/1', dueAt: NOON + 9000 });
      const complaint = await storeOld({ outbox: [item] });
      await next.complaints.releaseLeases('killed', NOON);
      const [after] = requireValue(await next.complaints.load(complaint.id)).outbox;
      expect(after).to.deep.equal({ ...item, dueAt: NOON });
    });

    it('loses nothing when a commit and deliveries change it at once', async () => {
      for (let round = 0; round < 10; round += 1) {
        const outbox = [1, 2, 3].map((n) => sampleDelivery({ slot: `nudge:${round}/${n}` }));
        const complaint = await storeOld({ outbox });
        const more = sampleDelivery({ slot: 'thread:1' });
        const change = sampleChange({ history: [sampleEntry('said')], deliveries: [more] });
        const commit = async (): Promise<void> => {
          while (!(await next.complaints.change(complaint.id, 1, change)));
        };
        const deliver = async (item: (typeof outbox)[number]): Promise<void> => {
          const lease = sampleLease();
          requireValue(await next.complaints.claim(complaint.id, item.id, lease));
          const done = { deliveries: [item.id], slot: item.slot, ref: REF } as const;
          expect(await next.complaints.finish(complaint.id, lease.token, done)).to.equal(true);
        };
        await Promise.all([...outbox.map(deliver), commit()]);
        const after = requireValue(await next.complaints.load(complaint.id));
        expect(after).to.include({ version: 2 });
        expect(after.outbox).to.deep.equal([more]);
        expect(Object.keys(after.refs)).to.have.members(outbox.map(({ slot }) => slot));
        expect(after.history).to.have.length(2);
      }
    });
  });
}
