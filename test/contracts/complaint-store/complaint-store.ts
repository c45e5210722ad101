import { commitsContract } from './commits.js';
import { deliveriesContract } from './deliveries.js';
import { queriesContract } from './queries.js';
import { raceContract } from './races.js';
import type { OpenStores } from './samples.js';
import { valuesContract } from './values.js';

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
