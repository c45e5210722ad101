import type { AnyView, Delivery } from '../../../src/domain/complaint/delivery.js';
import type { FactsOf, LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';

/** A database with the store of one kind of documents. */
export interface OpenedKind<D extends LivingDocument> {
  /** The store, on a connection of its own. */
  readonly store: DocumentStore<D>;
  /** The store as another process has it: on another connection, if there can be one. */
  another(): Promise<DocumentStore<D>>;
  /** Closes everything and removes the database. */
  destroy(): Promise<void>;
}

/** What a test may choose of a sample, whatever its kind. */
export type SampleOverrides<D extends LivingDocument> = {
  readonly [K in keyof LivingDocument]?: D[K];
};

/** A message of any kind of document. */
export type AnyDelivery = Delivery<AnyView, string>;

/** What a test may choose of a message, whatever its kind. */
export type DeliveryOverrides = Partial<Omit<AnyDelivery, 'slot' | 'view'>>;

/** A kind of documents, for the suites that every kind passes. */
export interface KindUnderTest<D extends LivingDocument> {
  /** Opens a new, empty database. */
  open(): Promise<OpenedKind<D>>;
  /** A new document with its own id and filing event, whose next action is an hour after `NOON`. */
  sample(overrides?: SampleOverrides<D>): D;
  /** A document with a value in every field that can be null or empty. */
  full(): D;
  /** A new message of this kind in its slot of this number, by default the first, due at `NOON`. */
  delivery(overrides?: DeliveryOverrides, slot?: number): AnyDelivery;
  /** Its slot of this number, from 1 on: all are different. */
  slot(n: number): string;
  /** An entry of its history. */
  entry(text: string): D['history'][number];
  /** Facts of their own with this text. */
  edit(text: string): Partial<FactsOf<D>>;
}
