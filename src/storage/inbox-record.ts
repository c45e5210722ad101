import { z } from 'zod';
import type { Absence } from '../domain/inbox/absence.js';
import type {
  Inbox,
  InboxEntry,
  InboxSlot,
  MessageDay,
  MorningList,
} from '../domain/inbox/inbox.js';
import type { InboxView, InboxViewArgs } from '../domain/inbox/inbox-view.js';
import type { InboxLine, Line, SentLine } from '../domain/inbox/line.js';
import { LIST_SECTIONS, type ListItem } from '../domain/inbox/morning-list.js';
import { DEFAULT_SETTINGS } from '../domain/inbox/reminders/reminder-settings.js';
import { line, lostLineCommand } from './records/line-shapes.js';
import { consumedEvent, refs, toDeliveryShape, toRelayShape } from './records/living-shapes.js';
import { parseShape } from './records/record-fault.js';
import { reminderSettings } from './records/reminder-shapes.js';
import { type ArgsSchemas, type FieldsOf, isMember, person, time } from './shapes.js';
import { nudgeReason } from './view-record.js';

/** Absences, and messages with lines, are numbered from 1 on. */
const absenceNumber = z.number().int().positive();
const digestNumber = z.number().int().positive();

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
  reminders: reminderSettings,
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
  digest: z.looseObject({ n: digestNumber }),
  'morning-list': z.looseObject({ n: digestNumber }),
  'welcome-back': z.looseObject({ n: absenceNumber }),
};

/** A stored view. Copies nothing, so that unknown arguments are kept. */
const view = z.custom<InboxView>((value) => isMember(VIEWS, 'name', value));

const slot = z.custom<InboxSlot>(
  (value) =>
    typeof value === 'string' && /^(?:stand-in|unreached|back|digest):[1-9]\d*$/.test(value),
);

const outbox = z.array(
  z.union([toRelayShape('complaint', lostLineCommand), toDeliveryShape(view, slot)]),
);

const inboxLine = line.extend({
  sendAt: time,
  sent: z
    .looseObject({
      digest: z.number(),
      at: time,
      inList: z.literal(true).exactOptional(),
    } satisfies FieldsOf<SentLine>)
    .nullable(),
  isDone: z.boolean(),
} satisfies Record<Exclude<keyof InboxLine, keyof Line>, z.ZodType>);

const listItem = z.looseObject({
  complaint: z.string(),
  section: z.enum(LIST_SECTIONS),
  reasons: z.tuple([nudgeReason], nudgeReason),
} satisfies FieldsOf<ListItem>);

const list = z.looseObject({
  n: digestNumber,
  at: time,
  items: z.array(listItem),
  waiting: z.number().int().nonnegative(),
} satisfies FieldsOf<MorningList>);

const day = z.looseObject({
  date: z.string(),
  messages: z.number().int().nonnegative(),
} satisfies FieldsOf<MessageDay>);

const inbox: z.ZodType<Inbox> = z.looseObject({
  id: z.string(),
  absence: absence.nullable(),
  absences: z.number().int().nonnegative(),
  absentUntil: time.nullable(),
  lines: z.array(inboxLine),
  digests: z.number().int().nonnegative(),
  // Absent in inboxes of before there were lists.
  settings: reminderSettings.default({ ...DEFAULT_SETTINGS, quiet: null, inList: [] }),
  listAt: time.nullable().default(null),
  callAt: time.nullable().default(null),
  list: list.nullable().default(null),
  day: day.nullable().default(null),
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
export function parseInboxOutbox(record: unknown): Inbox['outbox'] {
  return parseShape(outbox, record);
}
