import { audienceContract } from './audience.js';
import { commitContract } from './commits.js';
import { deliveryContract } from './deliveries.js';
import { queryContract } from './queries.js';
import { raceContract } from './races.js';
import type { OpenStores } from './samples.js';
import { valueContract } from './values.js';

/** What the port `ComplaintStore` guarantees, on any store. `open` creates a new, empty database. */
export function complaintStoreContract(name: string, open: OpenStores): void {
  describe(`the complaint store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    commitContract(open);
    deliveryContract(open);
    queryContract(open);
    audienceContract(open);
    describe('its values', () => valueContract(open));
    describe('concurrent commits and deliveries', () => raceContract(open));
  });
}
