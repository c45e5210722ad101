import type { DocumentKey } from '../../../domain/document/document-ref.js';
import type { HeldMessage, QueueAnswer, QueuedMessage, SendResult } from './queued-message.js';

/** While both wait, one message in so many is an update. */
const UPDATE_SHARE = 3;

/** A message in a queue, and how whoever queued it learns what became of it. */
export interface Entry {
  readonly message: QueuedMessage;
  /** Call it when the message had its turn. */
  readonly settle: (result: SendResult) => void;
}

/** `wait`: nothing may go for so long, ms. */
export type NextTurn =
  | { readonly kind: 'turn'; readonly entry: Entry }
  | { readonly kind: 'wait'; readonly waitMs: number }
  | { readonly kind: 'empty' };

interface WaitingEntry extends Entry {
  readonly answerWaiting: () => void;
}

/** The place of a message that is not in the queue now and comes back. */
interface HeldPlace extends Pick<QueuedMessage, 'key' | 'document' | 'createdAt' | 'waitMs'> {}

/** The messages for one channel, the oldest first. New messages and updates have limits of their own. */
export class TurnQueue {
  /** Is somebody sending from it? Set by the sender. */
  isRunning = false;
  readonly #posts: WaitingEntry[] = [];
  readonly #updates: WaitingEntry[] = [];
  /** How many new messages went since the last update. */
  #sinceUpdate = 0;
  /** The message that keeps its place in each list, see {@link hold}. */
  readonly #held = new Map<WaitingEntry[], HeldPlace>();

  /**
   * Adds a message behind all that are as old, or before them if its place was kept. The answer comes as
   * `TurnQueues.add` says.
   */
  push(message: QueuedMessage): Promise<QueueAnswer> {
    const entries = message.isUpdate ? this.#updates : this.#posts;
    const isBack = this.#held.get(entries)?.key === message.key;
    const at = entries.findLastIndex(({ message: { createdAt } }) =>
      isBack ? createdAt < message.createdAt : createdAt <= message.createdAt,
    );
    return new Promise((resolve, reject) => {
      let hasWaited = false;
      entries.splice(at + 1, 0, {
        message,
        answerWaiting: () => {
          hasWaited = true;
          resolve('waiting');
        },
        settle: (result) => {
          if (hasWaited) message.afterWait(result);
          else if ('thrown' in result) reject(result.thrown);
          else resolve(result.isSent ? 'sent' : 'gone');
        },
      });
    });
  }

  /**
   * Keeps the place of a message that a limit refused: while `waitMs` is above 0, none that is as old or younger
   * goes before it is back, or {@link release} is called.
   */
  hold({ isUpdate, key, document, createdAt }: HeldMessage, waitMs: () => number): void {
    this.#held.set(isUpdate ? this.#updates : this.#posts, { key, document, createdAt, waitMs });
  }

  /** Keeps no place any more for messages of this document. True when it kept one. */
  release(document: DocumentKey): boolean {
    const held = [...this.#held].filter(([, place]) => place.document === document);
    for (const [list] of held) this.#held.delete(list);
    return held.length > 0;
  }

  /** For how long it still keeps the place of a message, ms; 0: of none. */
  get heldMs(): number {
    return Math.max(0, ...[...this.#held.values()].map(({ waitMs }) => waitMs()));
  }

  /** Takes the message whose turn it is. */
  next(): NextTurn {
    const [first, second] = this.#choose();
    if (first === undefined) return { kind: 'empty' };
    const waits = [first, second].map((one) => (one === undefined ? Infinity : this.#wait(one)));
    const chosen = (waits[0] ?? 0) <= 0 ? first : second;
    const waitMs = Math.min(...waits);
    if (waitMs > 0 || chosen === undefined) return { kind: 'wait', waitMs };
    const entry = chosen.shift();
    if (entry === undefined) return { kind: 'empty' };
    this.#sinceUpdate = entry.message.isUpdate ? 0 : this.#sinceUpdate + 1;
    return { kind: 'turn', entry };
  }

  /** Tells whoever queued the messages that they wait. */
  answerWaiting(): void {
    for (const { answerWaiting } of [...this.#posts, ...this.#updates]) answerWaiting();
  }

  /** How long the first message of a list waits, ms. */
  #wait(list: WaitingEntry[]): number {
    const message = list[0]?.message;
    if (message === undefined) return Infinity;
    const held = this.#held.get(list);
    const isBehind =
      held !== undefined && message.key !== held.key && message.createdAt >= held.createdAt;
    return Math.max(message.waitMs(), isBehind ? held.waitMs() : 0);
  }

  /** The lists that have messages, the one whose turn it is first. */
  #choose(): readonly WaitingEntry[][] {
    const lists = [this.#posts, this.#updates].filter(({ length }) => length > 0);
    const [posts, updates] = lists.map(([first]) => first?.message.createdAt ?? 0);
    if (posts === undefined || updates === undefined) return lists;
    const isUpdate = this.#sinceUpdate >= UPDATE_SHARE - 1 || updates < posts;
    return isUpdate ? lists.toReversed() : lists;
  }
}
