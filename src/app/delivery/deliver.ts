import PQueue from 'p-queue';
import type { Complaint, ComplaintId } from '../../domain/complaint/complaint.js';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  isOrphan,
} from '../../domain/complaint/delivery.js';
import type { Retry } from '../../ports/complaint-store.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { computeRetryDelay, isExhausted, LEASE_MS, LOOK_UP_DELAY_MS } from './retry.js';
import { type AttemptOutcome, sendDelivery } from './send.js';

/** How many complaints are delivered at once; each platform paces itself besides. */
const CONCURRENCY = 32;
/** A retry later than this is left to the sweep, which comes every 30 s. */
const MAX_TIMER_MS = 60_000;

/** Sends what a complaint's outbox holds. */
export interface Deliverer {
  /** Sends everything that can be sent now; resolves when nothing is left to try at once. */
  deliver(id: ComplaintId): Promise<void>;
}

export interface DelivererOptions {
  readonly deps: Dependencies;
  readonly accounts: Pick<AccountDirectory, 'findAccounts'>;
  readonly background: BackgroundTasks;
  /** Tells somebody of a delivery that failed for good. */
  readonly reportFailure: (id: ComplaintId, item: Delivery) => Promise<void>;
}

/** One complaint is delivered by one run at a time; a call during a run makes it look once more. */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const runs = new Map<ComplaintId, { again: boolean; done: Promise<void> }>();
  const rounds = new DeliveryLoop(options, (id) => deliver(id));
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
          await rounds.run(id);
        }
      } finally {
        // At once, so that no later call can join a run that will not look again.
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

  constructor(options: DelivererOptions, again: (id: ComplaintId) => Promise<void>) {
    this.options = options;
    this.redeliver = again;
  }

  /** Rounds until nothing is claimable; then a timer for the next retry. */
  async run(id: ComplaintId): Promise<void> {
    const { complaints, realNow } = this.options.deps;
    for (;;) {
      const complaint = await complaints.load(id);
      if (complaint === undefined) return;
      const did = await this.runRound(complaint);
      if (did) continue;
      this.setRetryTimer(complaint, realNow());
      return;
    }
  }

  /** True when anything was done, so that it is worth looking again. */
  private async runRound(complaint: Complaint): Promise<boolean> {
    const { outbox, refs } = complaint;
    if (await this.reportFailures(complaint)) return true;
    const now = this.options.deps.realNow();
    const orphans = outbox.filter((item) => item.dueAt <= now && isOrphan(item, outbox, refs));
    const heads = findClaimable(outbox, refs, now);
    // All of them, also when one fails: nobody may think the run has ended while a message is under way.
    const ended = await Promise.allSettled([
      ...orphans.map((item) =>
        this.withClaim(complaint.id, item, (mine) => this.discardOrphan(mine)),
      ),
      ...heads.map((item) =>
        this.withClaim(complaint.id, item, (mine) => this.sendAndRecord(mine)),
      ),
    ]);
    const fault = ended.find((one) => one.status === 'rejected');
    if (fault !== undefined) throw fault.reason;
    return ended.some((one) => one.status === 'fulfilled' && one.value);
  }

  /** Tells of what failed for good. One that cannot be told now holds up nothing else; the sweep comes back to it. */
  private async reportFailures({ id, outbox }: Complaint): Promise<boolean> {
    let told = false;
    for (const item of outbox.filter(({ failed }) => failed !== null)) {
      try {
        await this.options.reportFailure(id, item);
        told = true;
      } catch (error) {
        const fields = { error, complaint: id, delivery: item.id };
        this.options.deps.logger.error(fields, 'a failed delivery could not be told of');
      }
    }
    return told;
  }

  /** Claims, then looks at the complaint again: what is sent shows what is true now. */
  private async withClaim(
    id: ComplaintId,
    item: Delivery,
    act: (mine: ClaimedDelivery) => Promise<void>,
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

  /** What waits for a message that will never be: an update is moot, anything else has failed. */
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
    const gone = { deliveries: [delivery.id], slot: delivery.slot, ref: null } as const;
    await complaints.finish(complaint.id, token, gone);
  }

  private async sendAndRecord(mine: ClaimedDelivery): Promise<void> {
    const { deps } = this.options;
    const started = performance.now();
    const outcome = await this.attemptSend(mine);
    const labels = { kind: mine.delivery.kind, outcome: outcome.kind };
    deps.meter.count('deliveries', labels);
    deps.meter.observe('delivery_ms', performance.now() - started, labels);
    await this.recordOutcome(mine, outcome);
  }

  /** A fault of ours in rendering or looking up must not block the slot for ever: it is retried, then given up. */
  private async attemptSend({ complaint, delivery }: ClaimedDelivery): Promise<AttemptOutcome> {
    try {
      const { deps, accounts } = this.options;
      return await sendDelivery(deps, accounts, complaint, delivery);
    } catch (error) {
      const fields = { error, complaint: complaint.id, delivery: delivery.id };
      this.options.deps.logger.error(fields, 'a delivery could not be tried');
      return delivery.uncertain
        ? { kind: 'still-unknown', retryAfterMs: null }
        : { kind: 'retry', retryAfterMs: null, detail: 'fault' };
    }
  }

  private async recordOutcome(mine: ClaimedDelivery, outcome: AttemptOutcome): Promise<void> {
    const { complaints, logger } = this.options.deps;
    const { complaint, delivery, token } = mine;
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
          'a delivery failed for good',
        );
        await complaints.fail(complaint.id, delivery.id, token, outcome.reason);
        return;
      default:
        await this.postpone(mine, outcome);
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
    const asked = outcome.kind === 'unknown' ? LOOK_UP_DELAY_MS : outcome.retryAfterMs;
    const delay = computeRetryDelay(delivery.attempts, asked, Math.random());
    const { kind } = outcome;
    logger.warn({ complaint: complaint.id, delivery: delivery.id, kind, delay }, 'will retry');
    await complaints.postpone(complaint.id, delivery.id, token, {
      dueAt: realNow() + delay,
      ...uncertaintyAfter(delivery, outcome),
    });
  }

  private setRetryTimer(complaint: Complaint, now: number): void {
    const waiting = complaint.outbox
      .filter((item) => item.failed === null && item.dueAt > now)
      .map((item) => item.dueAt - now);
    const soonest = Math.min(...waiting);
    if (soonest > MAX_TIMER_MS) return;
    const { background } = this.options;
    background.runLater(complaint.id, soonest, 'deliver', () => this.redeliver(complaint.id));
  }
}

/** What there is to look up before it is posted again. */
type SendUncertainty = Pick<Retry, 'uncertain' | 'triedOn'>;

function toUncertainty({ uncertain, triedOn }: Delivery): SendUncertainty {
  return { uncertain, ...(triedOn === undefined ? {} : { triedOn }) };
}

function uncertaintyAfter(delivery: Delivery, outcome: RetryableOutcome): SendUncertainty {
  if (outcome.kind === 'retry' || delivery.kind === 'update') return { uncertain: false };
  if (outcome.kind === 'unknown') return { uncertain: true, triedOn: outcome.on };
  return { ...toUncertainty(delivery), uncertain: true };
}

/** What came of an attempt after which there is to be another. */
type RetryableOutcome = Extract<AttemptOutcome, { kind: 'retry' | 'unknown' | 'still-unknown' }>;

/** A delivery this run holds, with its complaint as it was once it was held. */
interface ClaimedDelivery {
  readonly complaint: Complaint;
  readonly delivery: Delivery;
  readonly token: string;
}
