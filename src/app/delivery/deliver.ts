import PQueue from 'p-queue';
import type { Complaint } from '../../domain/complaint/complaint.js';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  isOrphan,
} from '../../domain/complaint/delivery.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Retry } from '../../ports/complaint-store.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { computeRetryDelay, isExhausted, LEASE_MS, LOOK_UP_DELAY_MS } from './retry.js';
import { type AttemptOutcome, sendDelivery } from './send.js';

/** How many complaints are delivered at once; each platform's channel limits its own rate as well. */
const CONCURRENCY = 32;
/** A retry later than this is left to the sweep, which runs every 30 s. */
const MAX_TIMER_MS = 60_000;

/** Sends what a complaint's outbox holds. */
export interface Deliverer {
  /** Sends everything that can be sent now; resolves when nothing is left to send at once. */
  deliver(id: ComplaintId): Promise<void>;
}

export interface DelivererOptions {
  readonly deps: Dependencies;
  readonly accounts: Pick<AccountDirectory, 'findAccounts'>;
  readonly background: BackgroundTasks;
  /** Reports a delivery that failed permanently. */
  readonly reportFailure: (id: ComplaintId, item: Delivery) => Promise<void>;
}

/** Each complaint is delivered by one run at a time; a call during a run makes that run look again. */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const runs = new Map<ComplaintId, { again: boolean; done: Promise<void> }>();
  const loop = new DeliveryLoop(options, (id) => deliver(id));
  async function deliver(id: ComplaintId): Promise<void> {
    const running = runs.get(id);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const run = { again: true, done: Promise.resolve() };
    runs.set(id, run);
    run.done = queue.add(async () => {
      try {
        while (run.again) {
          run.again = false;
          await skipUnreadable(() => loop.run(id));
        }
      } finally {
        // Synchronously, so that no later call can join a run that will not look again.
        runs.delete(id);
      }
    });
    return run.done;
  }
  return { deliver };
}

class DeliveryLoop {
  private readonly options: DelivererOptions;
  private readonly redeliver: (id: ComplaintId) => Promise<void>;

  constructor(options: DelivererOptions, redeliver: (id: ComplaintId) => Promise<void>) {
    this.options = options;
    this.redeliver = redeliver;
  }

  /** Runs rounds until nothing can be claimed, then sets a timer for the next retry. */
  async run(id: ComplaintId): Promise<void> {
    const { complaints, realNow } = this.options.deps;
    for (;;) {
      const complaint = await complaints.load(id);
      if (complaint === undefined) return;
      const looked = realNow();
      const hasProgressed = await this.runRound(complaint, looked);
      if (hasProgressed) continue;
      this.setRetryTimer(complaint, looked);
      return;
    }
  }

  /**
   * Handles what is due at `now` (real time, ms UTC). Returns true when it did anything, so that another
   * round is worthwhile.
   */
  private async runRound(complaint: Complaint, now: number): Promise<boolean> {
    const { outbox, refs } = complaint;
    if (await this.reportFailures(complaint)) return true;
    const orphans = outbox.filter((item) => item.dueAt <= now && isOrphan(item, outbox, refs));
    const heads = findClaimable(outbox, refs, now);
    // Wait for all, even if one fails: a run must not end while one of its messages is being sent.
    const results = await Promise.allSettled([
      ...orphans.map((item) =>
        this.withClaim(complaint.id, item, (claimed) => this.discardOrphan(claimed)),
      ),
      ...heads.map((item) =>
        this.withClaim(complaint.id, item, (claimed) => this.sendAndRecord(claimed)),
      ),
    ]);
    const fault = results.find((result) => result.status === 'rejected');
    if (fault !== undefined) throw fault.reason;
    return results.some((result) => result.status === 'fulfilled' && result.value);
  }

  /**
   * Reports the deliveries that failed permanently; true when one was reported. If a report fails,
   * the other deliveries go on, and the sweep tries the report again.
   */
  private async reportFailures({ id, outbox }: Complaint): Promise<boolean> {
    let hasReported = false;
    for (const item of outbox.filter(({ failed }) => failed !== null)) {
      try {
        await this.options.reportFailure(id, item);
        hasReported = true;
      } catch (error) {
        const fields = { error, complaint: id, delivery: item.id };
        this.options.deps.logger.error(fields, 'delivery failure not reported');
      }
    }
    return hasReported;
  }

  /**
   * Claims a delivery and loads the complaint after that, so that what is sent is current. Returns
   * false when another process holds the delivery or it is gone.
   */
  private async withClaim(
    id: ComplaintId,
    item: Delivery,
    act: (claimed: ClaimedDelivery) => Promise<void>,
  ): Promise<boolean> {
    const { complaints, owner, newId, realNow } = this.options.deps;
    const now = realNow();
    const token = `${owner}/${newId()}`;
    const lease = { token, now, until: now + LEASE_MS };
    const delivery = await complaints.claim(id, item.id, lease);
    if (delivery === undefined) return false;
    const complaint = await complaints.load(id);
    if (complaint === undefined) return false;
    await act({ complaint, delivery, token });
    return true;
  }

  /** Removes a delivery that waits for a message that will never be posted; any but an update fails. */
  private async discardOrphan({ complaint, delivery, token }: ClaimedDelivery): Promise<void> {
    const { complaints, realNow } = this.options.deps;
    if (!isOrphan(delivery, complaint.outbox, complaint.refs)) {
      const retry = { dueAt: realNow(), ...toUncertainty(delivery) };
      await complaints.postpone(complaint.id, delivery.id, token, retry);
      return;
    }
    if (delivery.kind !== 'update') {
      await complaints.fail(complaint.id, delivery.id, token, 'no-place');
      return;
    }
    const removed = { deliveries: [delivery.id], slot: delivery.slot, ref: null } as const;
    await complaints.finish(complaint.id, token, removed);
  }

  private async sendAndRecord(claimed: ClaimedDelivery): Promise<void> {
    const { deps } = this.options;
    const started = performance.now();
    const outcome = await this.attemptSend(claimed);
    const labels = { kind: claimed.delivery.kind, outcome: outcome.kind };
    deps.meter.count('deliveries', labels);
    deps.meter.observe('delivery_ms', performance.now() - started, labels);
    await this.recordOutcome(claimed, outcome);
  }

  /** A fault of ours in rendering or looking up is retried and then given up, so it cannot block the slot forever. */
  private async attemptSend({ complaint, delivery }: ClaimedDelivery): Promise<AttemptOutcome> {
    try {
      const { deps, accounts } = this.options;
      return await sendDelivery(deps, accounts, complaint, delivery);
    } catch (error) {
      const fields = { error, complaint: complaint.id, delivery: delivery.id };
      this.options.deps.logger.error(fields, 'delivery attempt failed');
      return delivery.uncertain
        ? { kind: 'still-unknown', retryAfterMs: null }
        : { kind: 'retry', retryAfterMs: null, detail: 'fault' };
    }
  }

  private async recordOutcome(claimed: ClaimedDelivery, outcome: AttemptOutcome): Promise<void> {
    const { complaints, logger } = this.options.deps;
    const { complaint, delivery, token } = claimed;
    switch (outcome.kind) {
      case 'sent':
      case 'moot': {
        const [first = delivery.id, ...more] = findCoveredIds(complaint.outbox, delivery);
        const ref = outcome.kind === 'sent' ? outcome.ref : null;
        const done = { deliveries: [first, ...more] as const, slot: delivery.slot, ref };
        await complaints.finish(complaint.id, token, done);
        return;
      }
      case 'refused':
        logger.error(
          { complaint: complaint.id, delivery: delivery.id, reason: outcome.reason },
          'delivery failed permanently',
        );
        await complaints.fail(complaint.id, delivery.id, token, outcome.reason);
        return;
      case 'retry':
      case 'unknown':
      case 'still-unknown':
        await this.postpone(claimed, outcome);
    }
  }

  private async postpone(
    { complaint, delivery, token }: ClaimedDelivery,
    outcome: RetryableOutcome,
  ): Promise<void> {
    const { complaints, realNow, logger } = this.options.deps;
    if (isExhausted(delivery, realNow())) {
      await complaints.fail(complaint.id, delivery.id, token, 'gave-up');
      return;
    }
    const minDelay = outcome.kind === 'unknown' ? LOOK_UP_DELAY_MS : outcome.retryAfterMs;
    const delay = computeRetryDelay(delivery.attempts, minDelay, Math.random());
    const fields = { complaint: complaint.id, delivery: delivery.id, kind: outcome.kind, delay };
    logger.warn(fields, 'delivery failed, will retry');
    await complaints.postpone(complaint.id, delivery.id, token, {
      dueAt: realNow() + delay,
      ...uncertaintyAfter(delivery, outcome),
    });
  }

  /** Sets the timer for what was not due yet at `looked`. It may be due by now. */
  private setRetryTimer(complaint: Complaint, looked: number): void {
    const times = complaint.outbox
      .filter((item) => item.failed === null && item.dueAt > looked)
      .map((item) => item.dueAt);
    const { background, deps } = this.options;
    const shortest = Math.max(0, Math.min(...times) - deps.realNow());
    if (shortest > MAX_TIMER_MS) return;
    background.runLater(complaint.id, shortest, 'deliver', () => this.redeliver(complaint.id));
  }
}

/** Whether a delivery may have been posted already, and where: it is looked up before it is posted again. */
type SendUncertainty = Pick<Retry, 'uncertain' | 'triedOn'>;

function toUncertainty({ uncertain, triedOn }: Delivery): SendUncertainty {
  return { uncertain, ...(triedOn === undefined ? {} : { triedOn }) };
}

function uncertaintyAfter(delivery: Delivery, outcome: RetryableOutcome): SendUncertainty {
  if (outcome.kind === 'retry' || delivery.kind === 'update') return { uncertain: false };
  if (outcome.kind === 'unknown') return { uncertain: true, triedOn: outcome.on };
  return { ...toUncertainty(delivery), uncertain: true };
}

/** The outcome of an attempt that is followed by another. */
type RetryableOutcome = Extract<AttemptOutcome, { kind: 'retry' | 'unknown' | 'still-unknown' }>;

/** A delivery this run holds, with its complaint as loaded after the claim. */
interface ClaimedDelivery {
  readonly complaint: Complaint;
  readonly delivery: Delivery;
  readonly token: string;
}
