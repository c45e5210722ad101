import PQueue from 'p-queue';
import type { DocumentKey } from '../../../domain/document/document-ref.js';
import type { BackgroundTasks } from '../../scheduling/background-tasks.js';
import type { HeldMessage, QueueAnswer, QueuedMessage, SendResult } from './queued-message.js';
import { TurnQueue } from './turn-queue.js';

/** How many messages are sent at once; each platform's channel limits its own rate as well. */
const PLACES = 32;

/** Timers, and whether nothing more may be sent. */
type QueueTasks = Pick<BackgroundTasks, 'runLater' | 'isClosed'>;

/**
 * The messages that wait to be sent: one queue for each channel, the oldest first. A message that waits for
 * the platform's pace holds no place and no lease, so a busy channel keeps nobody else waiting.
 */
export class TurnQueues {
  readonly #background: QueueTasks;
  readonly #places = new PQueue({ concurrency: PLACES });
  readonly #queues = new Map<string, TurnQueue>();
  readonly #answers = new Map<string, Promise<QueueAnswer>>();
  /** How many messages of each document there are. */
  readonly #documents = new Map<DocumentKey, number>();

  /** The queue that keeps a place for a message of each document. */
  readonly #held = new Map<DocumentKey, string>();

  constructor(background: QueueTasks) {
    this.#background = background;
  }

  /**
   * Queues a message. Resolves when it was sent, or when its queue waits for the platform. Rejects with what
   * `send` throws, unless the message had waited.
   */
  add(message: QueuedMessage): Promise<QueueAnswer> {
    const known = this.#answers.get(message.key);
    if (known !== undefined) return known;
    const queue = this.#queues.get(message.queue) ?? new TurnQueue();
    this.#queues.set(message.queue, queue);
    const answer = queue.push(message);
    this.#answers.set(message.key, answer);
    this.#documents.set(message.document, (this.#documents.get(message.document) ?? 0) + 1);
    if (!queue.isRunning) void this.#run(message.queue, queue);
    return answer;
  }

  /** Does a message of this document wait, or is one being sent? Then the document is looked at after it. */
  isQueued(document: DocumentKey): boolean {
    return this.#documents.has(document);
  }

  /**
   * Keeps the place of a message that the platform's limits refused, until it is queued again or
   * {@link release} is called: call it before its `send` ends. `waitMs`: for how long at most.
   */
  hold(message: HeldMessage, waitMs: () => number): void {
    this.#queues.get(message.queue)?.hold(message, waitMs);
    this.#held.set(message.document, message.queue);
  }

  /** Keeps no place any more for messages of a document that has none to send now. */
  release(document: DocumentKey): void {
    const name = this.#held.get(document);
    if (name === undefined) return;
    this.#held.delete(document);
    const queue = this.#queues.get(name);
    if (queue?.release(document) && !queue.isRunning) void this.#run(name, queue);
  }

  /** Is nothing sent any more, because the process ends? */
  get isClosed(): boolean {
    return this.#background.isClosed;
  }

  /** Does nothing wait in this queue, and is nothing being sent from it? */
  isIdle(queue: string): boolean {
    return !this.#queues.has(queue);
  }

  /** Sends what may go now, one after the other, and sets a timer for the rest. */
  async #run(name: string, queue: TurnQueue): Promise<void> {
    queue.isRunning = true;
    while (!this.#background.isClosed) {
      const next = queue.next();
      if (next.kind !== 'turn') {
        queue.isRunning = false;
        const waitMs = next.kind === 'wait' ? next.waitMs : queue.heldMs;
        if (next.kind === 'wait' || waitMs > 0) this.#runLater(name, queue, waitMs);
        else this.#queues.delete(name);
        return;
      }
      const { message, settle } = next.entry;
      const result = await this.#places.add(() => catchError(message.send), {
        priority: message.isNudge ? 0 : 1,
      });
      this.#forget(message);
      settle(result);
    }
    queue.isRunning = false;
    queue.answerWaiting();
  }

  #forget({ key, document }: QueuedMessage): void {
    this.#answers.delete(key);
    const left = (this.#documents.get(document) ?? 0) - 1;
    if (left > 0) this.#documents.set(document, left);
    else this.#documents.delete(document);
  }

  #runLater(name: string, queue: TurnQueue, waitMs: number): void {
    queue.answerWaiting();
    this.#background.runLater(`turns of ${name}`, waitMs, 'send', async () => {
      if (!queue.isRunning) await this.#run(name, queue);
    });
  }
}

async function catchError(send: () => Promise<boolean>): Promise<SendResult> {
  try {
    return { isSent: await send() };
  } catch (thrown) {
    return { thrown };
  }
}
