import type { OpenStores } from '../complaint-store/samples.js';
import { indexContract } from './indexing.js';
import { keyContract } from './keys.js';
import { similarContract } from './similar.js';

/** What the port `MatchStore` guarantees, on any store. `open` creates a new, empty database. */
export function matchStoreContract(name: string, open: OpenStores): void {
  describe(`the store of matches on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    keyContract(open);
    indexContract(open);
    similarContract(open);
  });
}
