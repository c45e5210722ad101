import type { LineCommand, ListCommand, LostLineCommand } from '../inbox/line.js';
import { type DocumentKey, type DocumentRef, toDocumentKey } from './document-ref.js';
import type { RefusalCode } from './refusal.js';

/**
 * A command that one document sends to another, because nothing is written to two documents at once. It
 * waits in the outbox of its source until the target has committed it.
 */
export interface AnyRelay {
  readonly target: DocumentRef<string>;
  readonly command: object;
}

/** What a complaint sends to the inbox of a person. */
export interface InboxRelay {
  readonly target: DocumentRef<'inbox'>;
  readonly command: LineCommand | ListCommand;
}

/** What an inbox sends to a complaint. */
export interface ComplaintRelay {
  readonly target: DocumentRef<'complaint'>;
  readonly command: LostLineCommand;
}

/** All relays, by their targets. */
export type Relay = InboxRelay | ComplaintRelay;

/** The slot of a relay. Order holds within a slot, and so between two documents. */
export type RelaySlot = `relay:${DocumentKey}`;

/** Returns the slot of the relays to a document. */
export function toRelaySlot(target: DocumentRef<string>): RelaySlot {
  return `relay:${toDocumentKey(target)}`;
}

/** Why a relay was not taken: the target refused its command, or there is no such document. */
export type RelayRefusal = RefusalCode | 'no-document';

/** How far an outbox item is, whatever its kind. Times are real time, ms UTC. */
export interface OutboxState {
  /** Never used twice. */
  readonly id: string;
  readonly createdAt: number;
  /** When it may be claimed: at once, at the next retry or at the end of a lease. */
  readonly dueAt: number;
  /** How many attempts ended without a confirmation. */
  readonly attempts: number;
  /** Token of the deliverer that has claimed it; null when none has. */
  readonly lease: string | null;
  /** An attempt got no answer or was never finished. */
  readonly uncertain: boolean;
}

/**
 * A relay in the outbox. The target commits it with the item's id as event id, so that a second attempt
 * changes nothing, and keys what it adds by that id, because it remembers only the last events.
 */
export type RelayItem<R extends AnyRelay = AnyRelay> = R extends AnyRelay
  ? OutboxState & {
      readonly kind: 'relay';
      readonly slot: RelaySlot;
      readonly relay: R;
      /** Set when the target did not take it and the source is still to commit that. */
      readonly failed: RelayRefusal | null;
    }
  : never;
