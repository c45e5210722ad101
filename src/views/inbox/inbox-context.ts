import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { InboxLine } from '../../domain/inbox/line.js';
import type { ListItem } from '../../domain/inbox/morning-list.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';

/** A line of a message, with its complaint as its reader may see it now; undefined when they may not. */
export interface ReadLine {
  readonly line: InboxLine;
  readonly complaint: Complaint | undefined;
}

/** A complaint on the morning list, as its reader may see it now; undefined when they may not. */
export interface ReadItem {
  readonly item: ListItem;
  readonly complaint: Complaint | undefined;
}

/** What a message of an inbox is rendered from. */
export interface InboxViewContext {
  readonly inbox: Inbox;
  /** The complaints that the inbox's person has and the reader may see, the most urgent first. */
  readonly complaints: readonly Complaint[];
  /** The lines of the message, if it has some. */
  readonly lines: readonly ReadLine[];
  /** The complaints on the list, if it is the last morning list. */
  readonly items: readonly ReadItem[];
  /** See `ViewContext`, for a message with one line. */
  readonly waiting?: ReadonlySet<string> | undefined;
  readonly organisation: Organisation;
  /** The person of the inbox, its reader, and who else is mentioned. */
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Business time, ms UTC. */
  readonly now: number;
  /** The zone of dates for platforms that do not know the reader's, IANA. */
  readonly zone: string;
}
