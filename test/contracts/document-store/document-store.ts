import type { LivingDocument } from '../../../src/domain/document/document.js';
import { commitContract } from './commits.js';
import { deliveryContract } from './deliveries.js';
import { dueTimeContract } from './due-times.js';
import { dueWorkContract } from './due-work.js';
import type { KindUnderTest } from './kind.js';
import { raceContract } from './races.js';

/** What the port `DocumentStore` guarantees for each kind of documents, on any store. */
export function documentStoreContract<D extends LivingDocument>(
  name: string,
  kind: KindUnderTest<D>,
): void {
  describe(`the store of ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    commitContract(kind);
    deliveryContract(kind);
    dueTimeContract(kind);
    dueWorkContract(kind);
    describe('concurrent commits and deliveries', () => raceContract(kind));
  });
}
