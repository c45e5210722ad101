import { documentStoreContract } from '../document-store/document-store.js';
import { audienceContract } from './audience.js';
import { configurationContract } from './configuration.js';
import { namingContract } from './naming.js';
import { queryContract } from './queries.js';
import { referenceContract } from './references.js';
import {
  fullComplaint,
  type OpenStores,
  sampleComplaint,
  sampleDelivery,
  sampleEntry,
  toSlot,
} from './samples.js';
import { valueContract } from './values.js';

/** What the port `ComplaintStore` guarantees, on any store. `open` creates a new, empty database. */
export function complaintStoreContract(name: string, open: OpenStores): void {
  documentStoreContract(`complaints on ${name}`, {
    open: async () => {
      const { stores, another, destroy } = await open();
      return {
        store: stores.complaints,
        another: async () => (await another()).complaints,
        destroy,
      };
    },
    sample: sampleComplaint,
    full: fullComplaint,
    delivery: (overrides, slot = 1) => sampleDelivery({ ...overrides, slot: toSlot(slot) }),
    slot: toSlot,
    entry: sampleEntry,
    edit: (text) => ({ assignee: text, untakenSince: null, snoozes: {} }),
  });
  describe(`the complaint store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    referenceContract(open);
    queryContract(open);
    audienceContract(open);
    configurationContract(open);
    describe('naming a colleague while they take it', () => namingContract(open));
    describe('its values', () => valueContract(open));
  });
}
