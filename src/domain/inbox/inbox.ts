import type { LivingDocument } from '../document/document.js';
import type { ComplaintRelay } from '../document/relay.js';
import type { PersonId } from '../organisation/person.js';
import { type Absence, NO_END } from './absence.js';
import type { InboxView } from './inbox-view.js';
import type { InboxLine } from './line.js';
import type { ListContent } from './morning-list.js';
import { DEFAULT_SETTINGS, type ReminderSettings } from './reminders/reminder-settings.js';

/** What an inbox says of its person, whatever happens to complaints. Times are business time, ms UTC. */
export interface InboxFacts {
  /** The person whose inbox it is. */
  readonly id: PersonId;
  /** The absence that runs or is to come; null: none. One that is over stays until the inbox is woken. */
  readonly absence: Absence | null;
  /** How many absences there were. */
  readonly absences: number;
  /** When the absence ends, for queries: {@link NO_END} without an end; null without an absence. Derived. */
  readonly absentUntil: number | null;
  /** The nudges that wait to be sent, and those that were sent of late, the oldest first. */
  readonly lines: readonly InboxLine[];
  /** How many messages with lines there were, morning lists included. */
  readonly digests: number;
  /** How the person wants their reminders. */
  readonly settings: ReminderSettings;
  /** When the next morning list comes; null: none does, because there is nothing for it. */
  readonly listAt: number | null;
  /** The last quarter hour before the person's quiet hours; null: they have none. */
  readonly callAt: number | null;
  /** The last morning list; null: there was none. */
  readonly list: MorningList | null;
  /** The day of the last message that counts towards the most a day; null: there was none. */
  readonly day: MessageDay | null;
  /** The end of the absence, or when the next line or list goes. Derived. */
  readonly nextActionAt: number | null;
}

/** A morning list that was sent. `n`: its number among the messages with lines. */
export interface MorningList extends ListContent {
  readonly n: number;
  readonly at: number;
}

/** How many messages somebody got on a day of theirs, besides the morning list and what cannot wait. */
export interface MessageDay {
  /** `YYYY-MM-DD` in their zone. */
  readonly date: string;
  readonly messages: number;
}

/**
 * What a person did to their inbox; `ended`: the absence was over; `unreached`: the stand-in could not be reached.
 * `at`: business time, ms UTC.
 */
export type InboxEntry =
  | {
      readonly at: number;
      readonly by: PersonId;
      readonly what: 'away';
      readonly args: Pick<Absence, 'from' | 'until' | 'standIn'>;
    }
  | {
      readonly at: number;
      readonly by: PersonId;
      readonly what: 'reminders';
      readonly args: ReminderSettings;
    }
  | {
      readonly at: number;
      readonly by: PersonId | 'redress';
      readonly what: 'back' | 'ended' | 'unreached';
      readonly args: Readonly<Record<never, never>>;
    };

/**
 * Which message of an inbox it is. By the number of the absence: to the stand-in, and to the person: that the
 * stand-in cannot be reached, and at the end. By its own number: a digest.
 */
export type InboxSlot =
  | `stand-in:${number}`
  | `unreached:${number}`
  | `back:${number}`
  | `digest:${number}`;

/** One person's inbox as it is stored: their reminders, how they want them, and when they are away. One document. */
export interface Inbox
  extends InboxFacts,
    LivingDocument<InboxEntry, ComplaintRelay, InboxView, InboxSlot> {
  readonly id: PersonId;
  readonly nextActionAt: number | null;
}

/** Creates the inbox of a person who has none. */
export function createInbox(person: PersonId): Inbox {
  return {
    id: person,
    absence: null,
    absences: 0,
    absentUntil: null,
    lines: [],
    digests: 0,
    settings: DEFAULT_SETTINGS,
    listAt: null,
    callAt: null,
    list: null,
    day: null,
    nextActionAt: null,
    version: 1,
    filedBy: `inbox/${person}`,
    history: [],
    outbox: [],
    refs: {},
    events: [],
  };
}

/** What somebody or something recorded in an inbox: all but what is derived from it. */
export type RecordedInbox = Omit<InboxFacts, 'absentUntil' | 'nextActionAt'>;

/** The facts of an inbox after a change, with those that are derived. */
export function withChange(inbox: Inbox, changed: Partial<RecordedInbox>): InboxFacts {
  const { id, absence, absences, lines, digests, settings, listAt, callAt, list, day } = {
    ...inbox,
    ...changed,
  };
  const times = lines.flatMap(({ sent, sendAt }) => (sent === null ? [sendAt] : []));
  const next = Math.min(absence?.until ?? NO_END, listAt ?? NO_END, callAt ?? NO_END, ...times);
  return {
    ...{ id, absence, absences, lines, digests, settings, listAt, callAt, list, day },
    absentUntil: toAbsentUntil(absence),
    nextActionAt: next === NO_END ? null : next,
  };
}

/** When an absence ends, as it is stored for queries, ms UTC. */
export function toAbsentUntil(absence: Absence | null): number | null {
  return absence === null ? null : (absence.until ?? NO_END);
}
