import { LRUCache } from 'lru-cache';
import { REFERENCE_BLOCK } from '../../../ports/stores/complaint-store.js';

/** Where the numbers of the references are counted. */
export interface ReferenceCounter {
  /** Takes so many numbers in one durable write. Returns the last of them. */
  reserve(count: number): Promise<number>;
  /** Sets the counter back from `last` to `unused - 1`, unless it has moved on. */
  release(unused: number, last: number): Promise<void>;
}

/** For so many filings whose outcome is unknown the number is remembered. */
const MOST_UNSURE = 1000;

/**
 * Hands out numbers from a block that is taken in one durable write; the lowest first. Filings that wait at
 * the same time share the write, and the block is as large as they need. What is not used goes back.
 */
export class ReferenceBlock {
  readonly #counter: ReferenceCounter;
  /** Ascending. */
  #free: number[] = [];
  #waiting = 0;
  #reserving: Promise<void> | undefined;
  readonly #unsure = new LRUCache<string, number>({ max: MOST_UNSURE });

  constructor(counter: ReferenceCounter) {
    this.#counter = counter;
  }

  /** The next number; the same as before for a filing that {@link keep} was called for. */
  async take(filedBy: string): Promise<number> {
    const unsure = this.#unsure.get(filedBy);
    this.#unsure.delete(filedBy);
    if (unsure !== undefined) return unsure;
    this.#waiting += 1;
    try {
      for (;;) {
        const number = this.#free.shift();
        if (number !== undefined) return number;
        await this.#refill();
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Gives back a number that no complaint has, nor will have. */
  giveBack(number: number): void {
    this.#free.push(number);
    this.#free.sort((one, other) => one - other);
  }

  /** Keeps a number for a filing that may have been stored under it. */
  keep(filedBy: string, number: number): void {
    this.#unsure.set(filedBy, number);
  }

  /** Forgets the block: complaints have its numbers already. */
  discard(): void {
    this.#free = [];
  }

  /** Gives back to the counter what is left at the end of the block. */
  async close(): Promise<void> {
    const [last] = this.#free.slice(-1);
    if (last === undefined) return;
    let unused = last;
    while (this.#free.includes(unused - 1)) unused -= 1;
    this.#free = [];
    await this.#counter.release(unused, last);
  }

  #refill(): Promise<void> {
    this.#reserving ??= this.#reserve().finally(() => {
      this.#reserving = undefined;
    });
    return this.#reserving;
  }

  async #reserve(): Promise<void> {
    const count = Math.max(REFERENCE_BLOCK, this.#waiting);
    const last = await this.#counter.reserve(count);
    for (let number = last - count + 1; number <= last; number += 1) this.#free.push(number);
  }
}
