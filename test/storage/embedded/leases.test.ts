import { expect } from 'chai';
import { createUnreadableRecords } from '../../../src/app/records/unreadable-records.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import {
  NOON,
  requireValue,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../../contracts/complaint-store/samples.js';

describe('The leases of a killed process on the embedded file', () => {
  const unreadable = createUnreadableRecords(silentLogger, silentMeter);
  let stores: EmbeddedStores;
  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:', unreadable });
  });
  afterEach(() => stores.close());

  it('are found without a look at what only waits', async () => {
    const waiting = sampleComplaint({ outbox: [sampleDelivery()] });
    const held = sampleComplaint({ outbox: [sampleDelivery()] });
    for (const one of [waiting, held]) await stores.complaints.insert(one);
    stores.database.run("UPDATE complaints SET document = 'unread' WHERE id = ?", [waiting.id]);
    const item = requireValue(held.outbox[0]).id;
    await stores.complaints.claim(held.id, item, sampleLease('killed/x'));
    await stores.complaints.releaseLeases('killed', NOON + 5);
    expect(unreadable.all()).to.deep.equal([]);
    expect((await stores.complaints.load(held.id))?.outbox[0]?.dueAt).to.equal(NOON + 5);
  });

  it('are found by an index that holds only them', async () => {
    const words = 'I said "lease":"killed/x", and "lease":"mine".';
    const { details } = sampleComplaint();
    const waiting = sampleComplaint({
      details: { ...details, description: words },
      outbox: [sampleDelivery()],
    });
    const held = sampleComplaint({ outbox: [sampleDelivery({ lease: 'killed/x' })] });
    for (const one of [waiting, held]) await stores.complaints.insert(one);
    const sql = `SELECT id FROM complaints INDEXED BY complaints_leased WHERE instr(document, '"lease":"') > 0`;
    expect(stores.database.all(sql)).to.deep.equal([{ id: held.id }]);
  });
});
