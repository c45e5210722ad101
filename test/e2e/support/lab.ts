import { setTimeout as pause } from 'node:timers/promises';
import { FRESH } from './bot-process.js';

/** Longer than a lease that is taken over and a few tries after it, ms. */
const DRAIN_MS = 60_000;

/** The bot's lab, by which the tests move its clock. */
export class Lab {
  private readonly url: string;
  private readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Business time of the bot, ms UTC. */
  async now(): Promise<number> {
    return ((await this.call('GET', 'clock')) as { now: number }).now;
  }

  /** Moves the clock to `at` (ms UTC), unless it is there already, and waits until what became due was sent. */
  async moveTo(at: number): Promise<void> {
    if ((await this.now()) < at) await this.call('POST', 'clock', { to: at });
    await this.settle();
  }

  /** Waits until nothing is left that could be sent now; gives how many complaints wait for later. */
  async settle(): Promise<number> {
    return ((await this.call('POST', 'settle', {})) as { waiting: number }).waiting;
  }

  /** Waits until nothing is left to be sent, that which waits for another try included. */
  async drain(): Promise<void> {
    const deadline = Date.now() + DRAIN_MS;
    while ((await this.settle()) > 0) {
      if (Date.now() > deadline) throw new Error('Something still waits for another try.');
      await pause(100);
    }
  }

  /** Makes the store fail for so many ms of real time from now on; 0 ends it. */
  async storeFault(ms: number): Promise<void> {
    await this.call('POST', 'store-fault', { ms });
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/lab/${path}`, {
      method,
      headers: {
        ...FRESH,
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`lab ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
