import { setTimeout as pause } from 'node:timers/promises';
import { NEW_CONNECTION } from './bot-process.js';

/** Longer than the takeover of a lease and a few retries after it, ms. */
const DRAIN_MS = 60_000;

/** Client of the bot's lab, with which the tests move its clock. */
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

  /** Moves the clock to `at` (ms UTC), unless it is later already, and waits until all that is due then was sent. */
  async moveTo(at: number): Promise<void> {
    if ((await this.now()) < at) await this.call('POST', 'clock', { to: at });
    await this.settle();
  }

  /** Waits until nothing can be sent now. Resolves with how many documents wait for a later retry. */
  async settle(): Promise<number> {
    return ((await this.call('POST', 'settle', {})) as { waiting: number }).waiting;
  }

  /** Waits until nothing is left to send, retries included. */
  async drain(): Promise<void> {
    const deadline = Date.now() + DRAIN_MS;
    while ((await this.settle()) > 0) {
      if (Date.now() > deadline) throw new Error('Something still waits for a retry.');
      await pause(100);
    }
  }

  /** Makes the store fail for this many ms of real time; 0 ends the failure. */
  async injectStoreFault(ms: number): Promise<void> {
    await this.call('POST', 'store-fault', { ms });
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/lab/${path}`, {
      method,
      headers: {
        ...NEW_CONNECTION,
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`lab ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
