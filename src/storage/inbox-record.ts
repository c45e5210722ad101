import { z } from 'zod';
import type { Delivery } from '../domain/complaint/delivery.js';
import type { Absence } from '../domain/inbox/absence.js';
import type { Inbox, InboxEntry, InboxSlot } from '../domain/inbox/inbox.js';
import type { InboxView, InboxViewArgs } from '../domain/inbox/inbox-view.js';
import { consumedEvent, refs, toDeliveryShape } from './records/living-shapes.js';
import { parseShape } from './records/record-fault.js';
import { type ArgsSchemas, type FieldsOf, isMember, person, time } from './shapes.js';

/** Absences are numbered from 1 on. */
const absenceNumber = z.number().int().positive();

const absence = z.looseObject({
  n: absenceNumber,
  from: time,
  until: time.nullable(),
  standIn: person.nullable(),
} satisfies FieldsOf<Absence>);

const nothing = z.looseObject({});

/** What each entry says besides, by its stored name. */
type EntryArgs = { readonly [E in InboxEntry as E['what']]: E['args'] };

const ENTRIES: ArgsSchemas<EntryArgs> = {
  away: absence.omit({ n: true }),
  back: nothing,
  ended: nothing,
  unreached: nothing,
};

/** A stored entry of the history. Copies nothing, so that unknown details are kept. */
const entry = z.custom<InboxEntry>(
  (value) =>
    isMember(ENTRIES, 'what', value) &&
    time.safeParse((value as InboxEntry).at).success &&
    person.safeParse((value as InboxEntry).by).success,
);

const VIEWS: ArgsSchemas<InboxViewArgs> = {
  'stand-in': z.looseObject({ n: absenceNumber }),
  'stand-in-unreached': z.looseObject({ standIn: person }),
  'welcome-back': z.looseObject({ n: absenceNumber }),
};

/** A stored view. Copies nothing, so that unknown arguments are kept. */
const view = z.custom<InboxView>((value) => isMember(VIEWS, 'name', value));

const slot = z.custom<InboxSlot>(
  (value) => typeof value === 'string' && /^(?:stand-in|unreached|back):[1-9]\d*$/.test(value),
);

const outbox = z.array(toDeliveryShape(view, slot));

const inbox: z.ZodType<Inbox> = z.looseObject({
  id: z.string(),
  absence: absence.nullable(),
  absences: z.number().int().nonnegative(),
  absentUntil: time.nullable(),
  nextActionAt: time.nullable(),
  version: z.number(),
  filedBy: z.string(),
  history: z.array(entry),
  outbox,
  refs,
  events: z.array(consumedEvent),
} satisfies FieldsOf<Inbox>);

/**
 * Parses a stored inbox. Keeps fields that this version does not know, so that an older version preserves
 * what a newer one wrote. Throws `RecordFaultError` when the shape is wrong, with the names of the fields,
 * never their content.
 */
export function parseInbox(record: unknown): Inbox {
  return parseShape(inbox, record);
}

/** Like {@link parseInbox}, for the outbox alone. */
export function parseInboxOutbox(record: unknown): readonly Delivery<InboxView, InboxSlot>[] {
  return parseShape(outbox, record);
}
