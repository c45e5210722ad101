import { UnreadableRecordError } from '../../ports/unreadable-records.js';

/**
 * Does work on one record, and leaves it (undefined) when the record cannot be read: the store has
 * reported it, and the sweep tries again.
 */
export async function skipUnreadable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}
