import { findCoveredIds, type ItemFailure } from '../../domain/complaint/delivery.js';
import type { LivingDocument } from '../../domain/document/document.js';
import type { Dependencies } from '../dependencies.js';
import type { AttemptOutcome, RefusedOutcome, RetryableOutcome } from './attempt.js';
import type { ItemOf, OutboxKind } from './outbox-kind.js';
import { computeDelayAfter, computeDoubtDelay, isExhausted } from './retry.js';
import { findRefusedSince, isDoubted, toUncertainty, uncertaintyAfter } from './uncertainty.js';

/** An item that this process holds, with its document as loaded after the claim. */
export interface ClaimedItem<D extends LivingDocument> {
  readonly document: D;
  readonly item: ItemOf<D>;
  readonly token: string;
}

/** What recording needs: the kind's store, and the process. */
interface RecordParts<D extends LivingDocument> {
  readonly kind: Pick<OutboxKind<D>, 'kind' | 'store' | 'afterSent'>;
  readonly deps: Pick<Dependencies, 'realNow' | 'logger'>;
}

/** Stores what became of an attempt: the item is finished, has failed, or is tried again later. */
export async function recordOutcome<D extends LivingDocument>(
  parts: RecordParts<D>,
  claimed: ClaimedItem<D>,
  outcome: AttemptOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
    case 'moot':
      return finish(parts, claimed, outcome);
    case 'refused':
      return isDoubted(claimed.item, outcome, parts.deps.realNow())
        ? postponeDoubted(parts, claimed, outcome)
        : fail(parts, claimed, outcome.reason);
    case 'retry':
    case 'unknown':
    case 'still-unknown':
      return postpone(parts, claimed, outcome);
  }
}

async function finish<D extends LivingDocument>(
  { kind }: RecordParts<D>,
  { document, item, token }: ClaimedItem<D>,
  outcome: Extract<AttemptOutcome, { kind: 'sent' | 'moot' }>,
): Promise<void> {
  const [first = item.id, ...more] = findCoveredIds(document.outbox, item);
  const ref = outcome.kind === 'sent' ? outcome.ref : null;
  // The target of a relay knows it, and takes it a second time without a change.
  const mayBeUndone = item.kind === 'relay';
  const done = { deliveries: [first, ...more] as const, slot: item.slot, ref, mayBeUndone };
  await kind.store.finish(document.id, token, done);
  if (ref !== null) await kind.afterSent(document, item);
}

async function fail<D extends LivingDocument>(
  { kind, deps }: RecordParts<D>,
  { document, item, token }: ClaimedItem<D>,
  reason: ItemFailure,
): Promise<void> {
  const fields = { [kind.kind]: document.id, delivery: item.id, reason };
  deps.logger.error(fields, 'delivery failed permanently');
  await kind.store.fail(document.id, item.id, token, reason);
}

async function postponeDoubted<D extends LivingDocument>(
  { kind, deps }: RecordParts<D>,
  { document, item, token }: ClaimedItem<D>,
  { reason, believeAfterMs = 0 }: RefusedOutcome,
): Promise<void> {
  const now = deps.realNow();
  const delay = computeDoubtDelay(item.attempts, believeAfterMs, Math.random());
  const fields = { [kind.kind]: document.id, delivery: item.id, reason, delay };
  deps.logger.warn(fields, 'delivery refused, will retry before it is believed');
  const refusedSince = findRefusedSince(item) ?? now;
  const retry = { dueAt: now + delay, ...toUncertainty(item), refusedSince };
  await kind.store.postpone(document.id, item.id, token, retry);
}

async function postpone<D extends LivingDocument>(
  { kind, deps }: RecordParts<D>,
  { document, item, token }: ClaimedItem<D>,
  outcome: RetryableOutcome,
): Promise<void> {
  if (item.kind !== 'relay' && isExhausted(item, deps.realNow())) {
    await kind.store.fail(document.id, item.id, token, 'gave-up');
    return;
  }
  const delay = computeDelayAfter(outcome, item.attempts, Math.random());
  const fields = { [kind.kind]: document.id, delivery: item.id, kind: outcome.kind, delay };
  deps.logger.warn(fields, 'delivery failed, will retry');
  await kind.store.postpone(document.id, item.id, token, {
    dueAt: deps.realNow() + delay,
    ...uncertaintyAfter(item, outcome),
  });
}
