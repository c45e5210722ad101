import { commitsContract } from './complaint-store-commits.js';
import { deliveriesContract } from './complaint-store-deliveries.js';
import { queriesContract } from './complaint-store-queries.js';
import { raceContract } from './complaint-store-race.js';
import type { OpenStores } from './complaint-store-samples.js';
import { valuesContract } from './complaint-store-values.js';

/** What the port `ComplaintStore` promises, for any store. `open` makes a new, empty database. */
export function complaintStoreContract(name: string, open: OpenStores): void {
  describe(`the complaint store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    commitsContract(open);
    deliveriesContract(open);
    queriesContract(open);
    describe('its values', () => valuesContract(open));
    describe('a race of commits and deliveries', () => raceContract(open));
  });
}
