import type { LivingDocument } from '../document/document.js';
import type { Relay } from '../document/relay.js';
import type { PersonId } from '../organisation/person.js';
import { type Absence, NO_END } from './absence.js';
import type { InboxView } from './inbox-view.js';

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
  /** The end of the absence. Derived. */
  readonly nextActionAt: number | null;
}

/** What a person did to their inbox; `ended`: the absence was over;
 * `unreached`: the stand-in could not be reached. `at`: business time, ms UTC. */
export type InboxEntry =
  | {
      readonly at: number;
      readonly by: PersonId;
      readonly what: 'away';
      readonly args: Pick<Absence, 'from' | 'until' | 'standIn'>;
    }
  | {
      readonly at: number;
      readonly by: PersonId | 'redress';
      readonly what: 'back' | 'ended' | 'unreached';
      readonly args: Readonly<Record<never, never>>;
    };

/**
 * Which message of an inbox it is, by the number of the absence: to the stand-in, and to the person: that the
 * stand-in cannot be reached, and at the end.
 */
export type InboxSlot = `stand-in:${number}` | `unreached:${number}` | `back:${number}`;

/** One person's inbox as it is stored: when they are away, and who stands in for them. One document. */
export interface Inbox extends InboxFacts, LivingDocument<InboxEntry, Relay, InboxView, InboxSlot> {
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
    nextActionAt: null,
    version: 1,
    filedBy: `inbox/${person}`,
    history: [],
    outbox: [],
    refs: {},
    events: [],
  };
}

/** The facts of an inbox with another absence. `absences`: how many there were, with this one. */
export function withAbsence(
  { id }: Pick<Inbox, 'id'>,
  absence: Absence | null,
  absences: number,
): InboxFacts {
  const nextActionAt = absence?.until ?? null;
  return { id, absence, absences, absentUntil: toAbsentUntil(absence), nextActionAt };
}

/** When an absence ends, as it is stored for queries, ms UTC. */
export function toAbsentUntil(absence: Absence | null): number | null {
  return absence === null ? null : (absence.until ?? NO_END);
}
