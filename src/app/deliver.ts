import PQueue from 'p-queue';
import type { Complaint, ComplaintId } from '../domain/complaint.js';
import { claimable, collapsed, type Delivery, isOrphan } from '../domain/delivery.js';
import type { Background } from './background.js';
import type { Parts } from './parts.js';
import { GIVE_UP_AFTER_MS, LEASE_MS, retryDelay } from './retry.js';
import { type Attempt, send } from './send.js';

/** How many complaints are delivered at once; each platform paces itself besides. */
const AT_ONCE = 32;
/** A retry later than this is left to the sweep, which comes every 30 s. */
const OWN_TIMER_MS = 60_000;

/** Sends what a complaint's outbox holds. */
export interface Deliverer {
  /** Sends everything that can be sent now; resolves when nothing is left to try at once. */
  deliver(id: ComplaintId): Promise<void>;
}

export interface DelivererOptions {
  readonly parts: Parts;
  readonly background: Background;
  /** Tells somebody of a delivery that failed for good. */
  readonly tell: (id: ComplaintId, item: Delivery) => Promise<void>;
}

/** One complaint is delivered by one run at a time; a call during a run makes it look once more. */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const runs = new Map<ComplaintId, { again: boolean; done: Promise<void> }>();
  const rounds = new Rounds(options, (id) => deliver(id));
  async function deliver(id: ComplaintId): Promise<void> {
    const running = runs.get(id);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const run = { again: true, done: Promise.resolve() };
    runs.set(id, run);
    run.done = queue
      .add(async () => {
        while (run.again) {
          run.again = false;
          await rounds.all(id);
        }
      })
      .finally(() => runs.delete(id));
    return run.done;
  }
  return { deliver };
}

class Rounds {
  private readonly options: DelivererOptions;
  private readonly again: (id: ComplaintId) => Promise<void>;

  constructor(options: DelivererOptions, again: (id: ComplaintId) => Promise<void>) {
    this.options = options;
    this.again = again;
  }

  /** Rounds until nothing is claimable; then a timer for the next retry. */
  async all(id: ComplaintId): Promise<void> {
    const { complaints, realNow } = this.options.parts;
    for (;;) {
      const complaint = await complaints.load(id);
      if (complaint === undefined) return;
      const did = await this.round(complaint);
      if (did) continue;
      this.retryLater(complaint, realNow());
      return;
    }
  }

  /** True when anything was done, so that it is worth looking again. */
  private async round(complaint: Complaint): Promise<boolean> {
    const { outbox, refs } = complaint;
    const failed = outbox.filter((item) => item.failed !== null);
    for (const item of failed) await this.options.tell(complaint.id, item);
    const now = this.options.parts.realNow();
    const orphans = outbox.filter((item) => item.dueAt <= now && isOrphan(item, outbox, refs));
    const heads = claimable(outbox, refs, now);
    const did = await Promise.all([
      ...orphans.map((item) => this.claimed(complaint, item, (mine) => this.bury(complaint, mine))),
      ...heads.map((item) =>
        this.claimed(complaint, item, (mine) => this.attempt(complaint, mine)),
      ),
    ]);
    return failed.length > 0 || did.includes(true);
  }

  private async claimed(
    complaint: Complaint,
    item: Delivery,
    act: (mine: Mine) => Promise<void>,
  ): Promise<boolean> {
    const { complaints, owner, mint, realNow } = this.options.parts;
    const now = realNow();
    const token = `${owner}/${mint()}`;
    const lease = { token, now, until: now + LEASE_MS };
    const delivery = await complaints.claim(complaint.id, item.id, lease);
    if (delivery === undefined) return false;
    await act({ delivery, token });
    return true;
  }

  /** What waits for a message that will never be: an update is moot, anything else has failed. */
  private async bury(complaint: Complaint, { delivery, token }: Mine): Promise<void> {
    const { complaints } = this.options.parts;
    if (delivery.kind !== 'update') {
      await complaints.fail(complaint.id, delivery.id, token, 'no-place');
      return;
    }
    const gone = { deliveries: [delivery.id], slot: delivery.slot, ref: null } as const;
    await complaints.finish(complaint.id, token, gone);
  }

  private async attempt(complaint: Complaint, mine: Mine): Promise<void> {
    const { parts } = this.options;
    const started = performance.now();
    const outcome = await this.tried(complaint, mine.delivery);
    const labels = { kind: mine.delivery.kind, outcome: outcome.kind };
    parts.meter.count('deliveries', labels);
    parts.meter.took('delivery_ms', performance.now() - started, labels);
    await this.settle(complaint, mine, outcome);
  }

  /** A fault of ours in rendering or looking up must not block the slot for ever: it is retried, then given up. */
  private async tried(complaint: Complaint, delivery: Delivery): Promise<Attempt> {
    try {
      return await send(this.options.parts, complaint, delivery);
    } catch (error) {
      const fields = { error, complaint: complaint.id, delivery: delivery.id };
      this.options.parts.logger.error(fields, 'a delivery could not be tried');
      return delivery.uncertain
        ? { kind: 'still-unknown', retryAfterMs: null }
        : { kind: 'retry', retryAfterMs: null, detail: 'fault' };
    }
  }

  private async settle(complaint: Complaint, mine: Mine, outcome: Attempt): Promise<void> {
    const { complaints, logger } = this.options.parts;
    const { delivery, token } = mine;
    switch (outcome.kind) {
      case 'sent':
      case 'moot': {
        const [first = delivery.id, ...more] = collapsed(complaint.outbox, delivery);
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
        await this.postpone(complaint, mine, outcome);
    }
  }

  private async postpone(
    complaint: Complaint,
    { delivery, token }: Mine,
    outcome: Extract<Attempt, { kind: 'retry' | 'unknown' | 'still-unknown' }>,
  ): Promise<void> {
    const { complaints, realNow, logger } = this.options.parts;
    if (realNow() - delivery.createdAt > GIVE_UP_AFTER_MS) {
      await complaints.fail(complaint.id, delivery.id, token, 'gave-up');
      return;
    }
    const asked = outcome.kind === 'unknown' ? null : outcome.retryAfterMs;
    const delay = retryDelay(delivery.attempts, asked, Math.random());
    const uncertain = outcome.kind !== 'retry' && delivery.kind !== 'update';
    const { kind } = outcome;
    logger.warn({ complaint: complaint.id, delivery: delivery.id, kind, delay }, 'will retry');
    await complaints.postpone(complaint.id, delivery.id, token, {
      dueAt: realNow() + delay,
      uncertain,
    });
  }

  private retryLater(complaint: Complaint, now: number): void {
    const waiting = complaint.outbox
      .filter((item) => item.failed === null && item.dueAt > now)
      .map((item) => item.dueAt - now);
    const soonest = Math.min(...waiting);
    if (soonest > OWN_TIMER_MS) return;
    const { background } = this.options;
    background.later(complaint.id, soonest, 'deliver', () => this.again(complaint.id));
  }
}

interface Mine {
  readonly delivery: Delivery;
  readonly token: string;
}
