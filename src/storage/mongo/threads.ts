import type { Refs } from '../../domain/complaint/delivery.js';
import type { FoundThread } from '../../ports/complaint-store.js';
import { toThreads } from '../threads.js';
import { decode } from './encoding.js';
import type { ComplaintDocument } from './schema.js';

/** The slot of the one card of complaints that are not upgraded since: it is the first placement's. */
const OLD_CARD = 'team-card';

/**
 * One of these matches the complaint with a card of this key: the first if its document is upgraded, else
 * the second. Two queries, since not every server uses two indexes for one.
 */
export function toThreadFilters(key: string): readonly Record<string, unknown>[] {
  return [{ threadKeys: key }, { [`refs.${OLD_CARD}.key`]: key }];
}

/**
 * Returns whose card it is, from a document with `refs`. Undefined for a card that was posted again since:
 * its key stays in `threadKeys`, and the references say which card is there now.
 */
export function toFoundThread(
  { _id, refs }: Pick<ComplaintDocument, '_id' | 'refs'>,
  key: string,
): FoundThread | undefined {
  const { [OLD_CARD]: old, ...cards } = decode(refs) as Refs;
  if (old?.key === key) return { id: _id, placement: 1 };
  const thread = toThreads(cards).find((one) => one.key === key);
  return thread && { id: _id, placement: thread.placement };
}
