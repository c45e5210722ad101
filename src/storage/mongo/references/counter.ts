import type { ComplaintId } from '../../../domain/complaint/facts.js';
import { RedressError } from '../../../errors.js';
import { FIRST_NUMBER, findHighestNumber } from '../../reference-numbers.js';
import { findNewest } from '../lists/complaint-list.js';
import { isDuplicateKeyError, runWrite, WRITE_OPTIONS } from '../operation.js';
import type { Models } from '../schema.js';
import type { ReferenceCounter } from './block.js';

/** The counter holds how many references were given: 1 is `C-1001`. */
const COUNTED_FROM = FIRST_NUMBER - 1;

/** The reference with this number of the counter. */
export function toReference(number: number): ComplaintId {
  return `C-${COUNTED_FROM + number}`;
}

/** Creates the counter of references, in the collection `counters`. */
export function createReferenceCounter({ counters }: Pick<Models, 'counters'>): ReferenceCounter {
  const reserveNow = (count: number): Promise<{ value: number } | null> =>
    runWrite(() =>
      counters.findOneAndUpdate(
        { _id: 'complaint' },
        { $inc: { value: count } },
        { ...WRITE_OPTIONS, upsert: true, returnDocument: 'after', lean: true },
      ),
    );
  return {
    reserve: async (count) => {
      // Two concurrent first uses may both insert the counter; the one that fails finds it on retry.
      const counter = await reserveNow(count).catch((error: unknown) => {
        if (isDuplicateKeyError(error)) return reserveNow(count);
        throw error;
      });
      if (!counter) throw new RedressError('STORE_UNAVAILABLE', 'The counter gave no number.');
      return counter.value;
    },
    release: async (unused, last) => {
      const filter = { _id: 'complaint', value: last };
      const set = { $set: { value: unused - 1 } };
      await runWrite(() => counters.updateOne(filter, set, WRITE_OPTIONS));
    },
  };
}

/**
 * Raises the counter to the highest reference among the newest complaints, if it is behind, as after a
 * restore of the complaints without it. Never lowers it. By index.
 */
export async function catchUpCounter({ complaints, counters }: Models): Promise<void> {
  // What is not durable yet counts too: its reference is taken.
  const newest = await findNewest(complaints);
  const value = findHighestNumber(newest.map(({ _id }) => _id)) - COUNTED_FROM;
  if (value < 1) return;
  const filter = { _id: 'complaint' };
  const raise = { $max: { value } };
  await runWrite(() => counters.updateOne(filter, raise, { ...WRITE_OPTIONS, upsert: true }));
}
