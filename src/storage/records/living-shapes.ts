import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { AnyView, Delivery, Refs } from '../../domain/complaint/delivery.js';
import type { ConsumedEvent } from '../../domain/document/document.js';
import type { DocumentRef } from '../../domain/document/document-ref.js';
import type { OutboxState, RelayItem, RelaySlot } from '../../domain/document/relay.js';
import { isPlatform } from '../../domain/organisation/person.js';
import { deliveryKind, type FieldsOf, failureReason, person, platform, time } from '../shapes.js';
import { answer } from '../view-record.js';

/** How far an outbox item is, whatever its kind. */
const outboxState = {
  id: z.string(),
  createdAt: time,
  dueAt: time,
  attempts: z.number(),
  lease: z.string().nullable(),
  uncertain: z.boolean(),
} satisfies FieldsOf<OutboxState>;

/** The shape of the deliveries of a kind of documents, by the shapes of its views and slots. */
export function toDeliveryShape<V extends AnyView, S extends string>(
  view: z.ZodType<V>,
  slot: z.ZodType<S>,
): z.ZodType<Delivery<V, S>> {
  return z.looseObject({
    ...outboxState,
    kind: deliveryKind,
    slot,
    view,
    person: person.nullable(),
    triedOn: platform.exactOptional(),
    refusedSince: time.exactOptional(),
    failed: failureReason.nullable(),
  } satisfies FieldsOf<Delivery>);
}

const failure = z.custom<RelayItem['failed']>(
  (value) => value === null || typeof value === 'string',
);

const relaySlot = z.custom<RelaySlot>(
  (value) => typeof value === 'string' && value.startsWith('relay:'),
);

/** The shape of the relays to documents of one kind, by the shape of their commands. */
export function toRelayShape<K extends string, C extends object>(
  kind: K,
  command: z.ZodType<C>,
): z.ZodType<RelayItem<{ readonly target: DocumentRef<K>; readonly command: C }>> {
  const target = z.looseObject({ kind: z.literal(kind), id: z.string() });
  const shape: unknown = z.looseObject({
    ...outboxState,
    kind: z.literal('relay'),
    slot: relaySlot,
    relay: z.looseObject({ target, command }),
    failed: failure,
  } satisfies FieldsOf<RelayItem>);
  return shape as z.ZodType<RelayItem<{ readonly target: DocumentRef<K>; readonly command: C }>>;
}

/** The references of a document's messages. Copies nothing, so that any slot is kept. */
export const refs = z.custom<Refs>(
  (value) =>
    isPlainObject(value) &&
    Object.values(value).every(
      (ref) => isPlainObject(ref) && typeof ref.key === 'string' && isPlatform(ref.platform),
    ),
);

/** An event that a document has consumed. */
export const consumedEvent = z.looseObject({
  id: z.string(),
  by: person.exactOptional(),
  answer,
} satisfies FieldsOf<ConsumedEvent>);
