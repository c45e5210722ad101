import {
  type AnyOutboxItem,
  type DeliveryState,
  findClaimable,
  isOrphan,
} from '../../domain/complaint/delivery.js';
import type { LivingDocument } from '../../domain/document/document.js';
import { type DocumentKey, toDocumentKey } from '../../domain/document/document-ref.js';
import { Pauses } from '../../ports/waiting.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import type { AttemptOutcome } from './attempt.js';
import type { ItemOf, OutboxKind } from './outbox-kind.js';
import { type ClaimedItem, recordOutcome } from './record-outcome.js';
import { computeDelayAfter, LEASE_MS } from './retry.js';
import type { NewClaims } from './turns/new-claims.js';
import type { QueueAnswer, QueuedMessage } from './turns/queued-message.js';
import type { TurnQueues } from './turns/turn-queues.js';
import { toUncertainty } from './uncertainty.js';

/** A retry later than this is left to the sweep, which runs every 30 s. */
const MAX_TIMER_MS = 60_000;

/** How long a message that is due again may take to be back in its queue, ms: many may be looked at before it. */
const RETURN_MS = 30_000;

/** How long a claimed item waits until the document shows the claim, ms; its lease is longer. */
const CLAIM_LIMIT_MS = 2000;

/** What the loop needs besides the kind. */
export interface LoopOptions {
  readonly deps: Pick<Dependencies, 'owner' | 'newId' | 'realNow' | 'waiting' | 'logger' | 'meter'>;
  readonly background: Pick<BackgroundTasks, 'run' | 'runLater'>;
  /** Where messages wait for their turn. */
  readonly queues: Pick<TurnQueues, 'add' | 'hold' | 'release'>;
  /** What was claimed in the commit that made it. */
  readonly claims: Pick<NewClaims, 'holds' | 'take'>;
  /** Delivers a document again, after a wait. */
  readonly redeliver: (id: string) => Promise<void>;
}

/** Delivers the outboxes of one kind of documents: queues what they hold, and sends each when its turn comes. */
export class DeliveryLoop<D extends LivingDocument> {
  readonly #kind: OutboxKind<D>;
  readonly #options: LoopOptions;

  constructor(kind: OutboxKind<D>, options: LoopOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  /**
   * Queues what can be sent now, reports what failed, and sets a timer for the next retry. Each answer says
   * that a message had its turn, or that it waits for the platform's pace and goes by itself.
   */
  async queue(id: string): Promise<readonly Promise<QueueAnswer>[]> {
    for (;;) {
      const document = await this.#kind.store.load(id);
      if (document === undefined) return [];
      if (await this.#reportFailures(document)) continue;
      const looked = this.#options.deps.realNow();
      if (await this.#discardOrphans(document, looked)) continue;
      const state: DeliveryState<ItemOf<D>> = document;
      const messages: QueuedMessage[] = [];
      const claimed = state.outbox.filter((item) => this.#options.claims.holds(item));
      for (const item of [...findClaimable(state, looked), ...claimed]) {
        messages.push(await this.#toMessage(document, item));
      }
      this.#setRetryTimer(document, looked);
      const answers = messages.map((message) => this.#options.queues.add(message));
      // What waits for a later attempt keeps its place; nothing else does.
      const isExpected = state.outbox.some(({ lease, dueAt }) => lease === null && dueAt > looked);
      if (!isExpected) this.#options.queues.release(this.#toKey(id));
      return answers;
    }
  }

  async #toMessage(stored: D, item: ItemOf<D>): Promise<QueuedMessage> {
    const { id } = stored;
    const { background, redeliver } = this.#options;
    const turn = await this.#kind.findTurn(stored, item);
    const document = this.#toKey(id);
    const key = `${document} ${item.id}`;
    const message: QueuedMessage = {
      key,
      document,
      queue: turn?.queue ?? key,
      isUpdate: item.kind === 'update',
      isNudge: item.kind === 'nudge',
      createdAt: item.createdAt,
      waitMs: () => turn?.waitMs() ?? 0,
      send: () => this.#send(id, item, (outcome) => this.#holdPlace(message, outcome)),
      // What it threw is logged, and the sweep finds it: it stays due.
      afterWait: (result) =>
        background.run('deliver', async () => {
          if ('thrown' in result) throw result.thrown;
          if (result.isSent) await redeliver(id);
        }),
    };
    return message;
  }

  /** A message that the platform wants later goes first then, before those that are younger. */
  #holdPlace(message: QueuedMessage, outcome: AttemptOutcome): void {
    if (outcome.kind !== 'retry' || outcome.retryAfterMs === null) return;
    const { realNow } = this.#options.deps;
    const until = realNow() + computeDelayAfter(outcome, 0, 0) + RETURN_MS;
    this.#options.queues.hold(message, () => until - realNow());
  }

  /** Claims and sends an item; one that was claimed in the commit that made it, without a claim. */
  async #send(
    id: string,
    item: ItemOf<D>,
    afterAttempt: (outcome: AttemptOutcome) => void,
  ): Promise<boolean> {
    const { claims, deps } = this.#options;
    const act = async (claimed: ClaimedItem<D>): Promise<void> =>
      afterAttempt(await this.#sendAndRecord(claimed));
    const token = claims.holds(item) ? item.lease : null;
    if (token === null) return this.#withClaim(id, item, act);
    if (claims.take(token) === 'fresh') return this.#actOnClaim(id, item, token, act);
    const retry = { dueAt: deps.realNow(), ...toUncertainty(item) };
    await this.#kind.store.postpone(id, item.id, token, retry);
    return true;
  }

  /** Removes what waits for a message that will never be posted; true when there was any. */
  async #discardOrphans(document: D, now: number): Promise<boolean> {
    const state: DeliveryState<ItemOf<D>> = document;
    const orphans = state.outbox.filter((item) => item.dueAt <= now && isOrphan(item, state));
    const results = await Promise.all(
      orphans.map((item) =>
        this.#withClaim(document.id, item, (claimed) => this.#discardOrphan(claimed)),
      ),
    );
    return results.some((isDone) => isDone);
  }

  /**
   * Reports the items that failed permanently; true when one was reported. If a report fails,
   * the other items go on, and the sweep tries the report again.
   */
  async #reportFailures({ id, outbox }: D): Promise<boolean> {
    let hasReported = false;
    for (const item of outbox.filter(({ failed }) => failed !== null)) {
      try {
        await this.#kind.reportFailure(id, item);
        hasReported = true;
      } catch (error) {
        const fields = { error, ...this.#name(id), delivery: item.id };
        this.#options.deps.logger.error(fields, 'delivery failure not reported');
      }
    }
    return hasReported;
  }

  /**
   * Claims an item and loads the document after that, so that what is sent is current. Returns
   * false when another process holds the item or it is gone.
   */
  async #withClaim(
    id: string,
    item: ItemOf<D>,
    act: (claimed: ClaimedItem<D>) => Promise<void>,
  ): Promise<boolean> {
    const { owner, newId, realNow } = this.#options.deps;
    const { store } = this.#kind;
    const now = realNow();
    const token = `${owner}/${newId()}`;
    const lease = { token, now, until: now + LEASE_MS };
    const claimed = await store.claim(id, item.id, lease);
    return claimed === undefined ? false : this.#actOnClaim(id, claimed, token, act);
  }

  /** Loads the document of a claimed item, and acts on both. */
  async #actOnClaim(
    id: string,
    item: ItemOf<D>,
    token: string,
    act: (claimed: ClaimedItem<D>) => Promise<void>,
  ): Promise<boolean> {
    const { store } = this.#kind;
    const document = await this.#loadClaimed(id, item, token);
    if (document === undefined) return false;
    if (document === 'not-shown') {
      const dueAt = this.#options.deps.realNow();
      await store.postpone(id, item.id, token, { dueAt, ...toUncertainty(item) });
      return false;
    }
    await act({ document, item, token });
    return true;
  }

  /**
   * The document with the claim in it, so that nothing older is sent: after a change of the primary a read
   * may be older than the claim for a moment.
   */
  async #loadClaimed(
    id: string,
    item: ItemOf<D>,
    token: string,
  ): Promise<D | 'not-shown' | undefined> {
    const pauses = new Pauses(CLAIM_LIMIT_MS, this.#options.deps.waiting);
    for (;;) {
      const document = await this.#kind.store.load(id);
      const outbox: readonly AnyOutboxItem[] | undefined = document?.outbox;
      if (outbox === undefined) return undefined;
      if (outbox.some((each) => each.id === item.id && each.lease === token)) return document;
      if (!(await pauses.pause())) return 'not-shown';
    }
  }

  /** Removes an item that waits for a message that will never be posted; any but an update fails. */
  async #discardOrphan({ document, item, token }: ClaimedItem<D>): Promise<void> {
    const { store } = this.#kind;
    if (!isOrphan(item, document)) {
      const retry = { dueAt: this.#options.deps.realNow(), ...toUncertainty(item) };
      await store.postpone(document.id, item.id, token, retry);
      return;
    }
    if (item.kind !== 'update') {
      await store.fail(document.id, item.id, token, 'no-place');
      return;
    }
    const removed = { deliveries: [item.id], slot: item.slot, ref: null } as const;
    await store.finish(document.id, token, removed);
  }

  async #sendAndRecord(claimed: ClaimedItem<D>): Promise<AttemptOutcome> {
    const { deps } = this.#options;
    const { meter } = deps;
    const started = performance.now();
    const outcome = await this.#attemptSend(claimed);
    const labels = { kind: claimed.item.kind, outcome: outcome.kind };
    meter.count('deliveries', labels);
    meter.observe('delivery_ms', performance.now() - started, labels);
    await recordOutcome({ kind: this.#kind, deps }, claimed, outcome);
    return outcome;
  }

  /** A fault of ours in rendering or looking up is retried and then given up, so it cannot block the slot forever. */
  async #attemptSend({ document, item }: ClaimedItem<D>): Promise<AttemptOutcome> {
    try {
      return await this.#kind.send(document, item);
    } catch (error) {
      const fields = { error, ...this.#name(document.id), delivery: item.id };
      this.#options.deps.logger.error(fields, 'delivery attempt failed');
      return item.uncertain
        ? { kind: 'still-unknown', retryAfterMs: null }
        : { kind: 'retry', retryAfterMs: null, detail: 'fault' };
    }
  }

  /** Sets the timer for what was not due yet at `looked`. It may be due by now. */
  #setRetryTimer(document: D, looked: number): void {
    const times = document.outbox
      .filter((item) => item.failed === null && item.dueAt > looked)
      .map((item) => item.dueAt);
    const { background, deps, redeliver } = this.#options;
    const shortest = Math.max(0, Math.min(...times) - deps.realNow());
    if (shortest > MAX_TIMER_MS) return;
    const key = this.#toKey(document.id);
    background.runLater(key, shortest, 'deliver', () => redeliver(document.id));
  }

  #toKey(id: string): DocumentKey {
    return toDocumentKey({ kind: this.#kind.kind, id });
  }

  /** The document in a log line: its kind is the field's name. */
  #name(id: string): Readonly<Record<string, string>> {
    return { [this.#kind.kind]: id };
  }
}
