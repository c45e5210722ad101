import type { AnyOutboxItem } from '../../domain/complaint/delivery.js';
import type { Retry } from '../../ports/stores/document-store.js';
import type { RefusedOutcome, RetryableOutcome } from './attempt.js';

/** Whether a message may have been posted already, and where: it is looked up before it is posted again. */
export type SendUncertainty = Pick<Retry, 'uncertain' | 'triedOn'>;

/** What is known of an item before an attempt. */
export function toUncertainty(item: AnyOutboxItem): SendUncertainty {
  const triedOn = item.kind === 'relay' ? undefined : item.triedOn;
  return { uncertain: item.uncertain, ...(triedOn === undefined ? {} : { triedOn }) };
}

/** What is known after an attempt that is followed by another. */
export function uncertaintyAfter(item: AnyOutboxItem, outcome: RetryableOutcome): SendUncertainty {
  if (outcome.kind === 'retry' || item.kind === 'update') return { uncertain: false };
  if (outcome.kind === 'unknown') return { uncertain: true, triedOn: outcome.on };
  return { ...toUncertainty(item), uncertain: true };
}

/** Since when the platform refuses an item, real time, ms UTC; undefined when it does not. */
export function findRefusedSince(item: AnyOutboxItem): number | undefined {
  return item.kind === 'relay' ? undefined : item.refusedSince;
}

/** Has the platform not refused it for long enough? `now`: real time, ms UTC. */
export function isDoubted(
  item: AnyOutboxItem,
  { believeAfterMs = 0 }: RefusedOutcome,
  now: number,
): boolean {
  return now - (findRefusedSince(item) ?? now) < believeAfterMs;
}
