import { LRUCache } from 'lru-cache';
import {
  type AnyOutboxItem,
  type DeliveryState,
  findClaimable,
} from '../../../domain/complaint/delivery.js';
import type { Turn } from '../../../ports/channel.js';
import type { Dependencies } from '../../dependencies.js';
import { LEASE_MS } from '../retry.js';
import type { TurnQueues } from './turn-queues.js';

/** A claim of more than this age is given back: sending may take some time, and must end within the lease. */
const FRESH_MS = 10_000;
/** Most claims that wait for their turn. Those beyond it would be found when their lease ends. */
const MOST_CLAIMS = 10_000;

/** What becomes of a claim when its turn has come. `late`: it waited too long to send within its lease. */
export type TakenClaim = 'fresh' | 'late' | 'unknown';

/**
 * Claims deliveries in the commit that makes them, so that their claim is no write of its own. It does so only
 * where nothing is in the way: the platform's pace lets the message go now, its queue is empty, and no
 * other message was claimed for it that has not had its turn. All others are claimed when their turn comes,
 * and while the process ends, by the next one.
 */
export class NewClaims {
  readonly #deps: Pick<Dependencies, 'owner' | 'newId' | 'realNow'>;
  readonly #queues: Pick<TurnQueues, 'isIdle' | 'isClosed'>;
  /** When each claim was made, real time, ms UTC, by its token. */
  readonly #claims = new LRUCache<string, { readonly madeAt: number }>({
    max: MOST_CLAIMS,
  });
  /** The token of the last claim for each queue. */
  readonly #tokens = new LRUCache<string, string>({ max: MOST_CLAIMS });

  constructor(
    deps: Pick<Dependencies, 'owner' | 'newId' | 'realNow'>,
    queues: Pick<TurnQueues, 'isIdle' | 'isClosed'>,
  ) {
    this.#deps = deps;
    this.#queues = queues;
  }

  /**
   * Returns the new deliveries, with a lease on those that can be sent at once. `state`: the document as the
   * commit leaves it, with them.
   */
  claim<I extends AnyOutboxItem>(
    state: DeliveryState<I>,
    deliveries: readonly I[],
    findTurn: (item: I) => Turn | null,
  ): readonly I[] {
    if (this.#queues.isClosed) return deliveries;
    const now = this.#deps.realNow();
    const claimable = new Set(findClaimable(state, now).map(({ id }) => id));
    return deliveries.map((item) => {
      const turn = claimable.has(item.id) ? findTurn(item) : null;
      if (turn === null || turn.waitMs() > 0 || !this.#isFree(turn.queue, now)) return item;
      const token = `${this.#deps.owner}/${this.#deps.newId()}`;
      this.#claims.set(token, { madeAt: now });
      this.#tokens.set(turn.queue, token);
      return { ...item, lease: token, dueAt: now + LEASE_MS };
    });
  }

  /** Was the item claimed here, and has it not had its turn? */
  holds({ lease }: AnyOutboxItem): boolean {
    return lease !== null && this.#claims.has(lease);
  }

  /** Takes a claim for sending. It is known only once. */
  take(token: string): TakenClaim {
    const claim = this.#claims.get(token);
    this.#claims.delete(token);
    if (claim === undefined) return 'unknown';
    return this.#deps.realNow() - claim.madeAt > FRESH_MS ? 'late' : 'fresh';
  }

  /** A claim whose commit was not made never has a turn: it counts until its lease ends. */
  #isFree(queue: string, now: number): boolean {
    if (!this.#queues.isIdle(queue)) return false;
    const claim = this.#claims.get(this.#tokens.get(queue) ?? '');
    return claim === undefined || now - claim.madeAt > LEASE_MS;
  }
}
