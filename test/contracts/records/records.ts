import type { OpenStores } from '../complaint-store/samples.js';
import { complaintUpgradeContract } from './complaint-upgrades.js';
import { otherUpgradeContract } from './other-upgrades.js';
import { unreadableContract } from './unreadable.js';

/** What every store guarantees for records of another schema. `open` creates a new, empty database. */
export function recordContract(name: string, open: OpenStores): void {
  describe(`the records on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    complaintUpgradeContract(open);
    otherUpgradeContract(open);
    unreadableContract(open);
  });
}
