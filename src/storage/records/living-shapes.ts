import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { AnyView, Delivery, Refs } from '../../domain/complaint/delivery.js';
import type { ConsumedEvent } from '../../domain/document/document.js';
import { isPlatform } from '../../domain/organisation/person.js';
import { deliveryKind, type FieldsOf, failureReason, person, platform, time } from '../shapes.js';
import { answer } from '../view-record.js';

/** The shape of the deliveries of a kind of documents, by the shapes of its views and slots. */
export function toDeliveryShape<V extends AnyView, S extends string>(
  view: z.ZodType<V>,
  slot: z.ZodType<S>,
): z.ZodType<Delivery<V, S>> {
  return z.looseObject({
    id: z.string(),
    kind: deliveryKind,
    slot,
    view,
    person: person.nullable(),
    createdAt: time,
    dueAt: time,
    attempts: z.number(),
    lease: z.string().nullable(),
    uncertain: z.boolean(),
    triedOn: platform.exactOptional(),
    refusedSince: time.exactOptional(),
    failed: failureReason.nullable(),
  } satisfies FieldsOf<Delivery>);
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
