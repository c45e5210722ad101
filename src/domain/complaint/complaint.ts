import type { PersonId, Platform } from '../organisation/person.js';
import type { Delivery, Refs, ViewRef } from './delivery.js';

/** The reference people use, e.g. `C-1042`; also the document's key. */
export type ComplaintId = string;

/**
 * - `open`: recorded, nobody has it
 * - `assigned`: one person has it
 * - `resolved`: put right, the complainant still has to be asked
 * - `closed`: the complainant was asked and is done
 * - `withdrawn`: the complainant took it back
 */
export type ComplaintState = 'open' | 'assigned' | 'resolved' | 'closed' | 'withdrawn';

export const COMPLAINT_STATES: readonly ComplaintState[] = [
  'open',
  'assigned',
  'resolved',
  'closed',
  'withdrawn',
];

/** How the complaint came in, and by which means the complainant is told something. */
export const MEANS = ['phone', 'email', 'letter', 'in-person', 'chat', 'web', 'social'] as const;
export type Means = (typeof MEANS)[number];

/** What it means for the complainant. ISO 10002:2018, 7.4: severity, safety, complexity, impact. */
export const IMPACTS = ['low', 'medium', 'high', 'critical'] as const;
export type Impact = (typeof IMPACTS)[number];

export interface Complainant {
  readonly name: string;
  /** Customer, tenancy or patient number; empty when there is none. */
  readonly account: string;
}

/** What was written down at intake and may be corrected later. */
export interface Details {
  readonly complainant: Complainant;
  readonly description: string;
  readonly desiredOutcome: string;
  readonly impact: Impact;
  readonly means: Means;
  /** Others can see it: a review, a post, the press. */
  readonly isPublic: boolean;
}

/** Evidence that the complainant was told the complaint was received. ISO 10002:2018, 7.3. */
export interface Acknowledgement {
  readonly at: number;
  readonly by: PersonId;
  readonly means: Means;
  readonly words: string;
}

/** What was promised to the complainant. Its state is derived, see `promiseState`. */
export interface ComplaintPromise {
  readonly id: string;
  readonly what: string;
  readonly dueAt: number;
  readonly basis: string;
  readonly by: PersonId;
  readonly madeAt: number;
  readonly doneAt: number | null;
  readonly renegotiatedAt: number | null;
}

/** Was what the complainant asked for delivered? */
export const DELIVERED = ['yes', 'partly', 'no'] as const;
export type Delivered = (typeof DELIVERED)[number];

export interface Resolution {
  readonly at: number;
  readonly by: PersonId;
  readonly done: string;
  readonly delivered: Delivered;
  /** When the complainant was told; null while that is still to be done. */
  readonly toldAt: number | null;
}

export interface FollowUp {
  readonly at: number;
  readonly by: PersonId;
  /** 1 (very dissatisfied) to 5 (very satisfied). */
  readonly satisfaction: number;
  readonly words: string;
}

export const NUDGE_RULES = [
  'untaken',
  'acknowledgement',
  'promise-near',
  'promise-passed',
  'quiet',
  'tell',
  'follow-up',
] as const;
export type NudgeRule = (typeof NUDGE_RULES)[number];

/** A nudge that was decided, so that it is never decided again. */
export interface NudgeRecord {
  readonly id: string;
  readonly rule: NudgeRule;
  /** The promise's id, or null. */
  readonly about: string | null;
  readonly rung: number;
  readonly dueAt: number;
  readonly to: NudgeRecipient;
  readonly sentAt: number;
  /** The message it went out in: several due at once become one. */
  readonly delivery: string;
  /** Set when the message has been updated to say that nothing is left to do. */
  readonly settledAt: number | null;
}

/** Which nudge it is, whenever it is sent. */
export type NudgeKey = Pick<NudgeRecord, 'rule' | 'about' | 'rung'>;

export interface Snooze {
  readonly until: number;
  /** What is said again then, if it is still to be done. */
  readonly again: readonly NudgeKey[];
}

export type NudgeRecipient = { readonly person: PersonId } | 'team';

/** Who did it: a person, or Redress itself. */
export type HistoryAuthor = PersonId | 'redress';

/** One thing that happened. `what` is the command's or the event's kind, `args` its details. */
export interface HistoryEntry {
  readonly at: number;
  readonly by: HistoryAuthor;
  readonly what: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A consumed platform event and the answer it got, given again when the event comes again. */
export interface ConsumedEvent {
  readonly id: string;
  /** Whose it was, and who alone gets the answer again; absent in events from before it was kept. */
  readonly by?: PersonId;
  readonly answer: ViewRef;
}

/** The decided part of a complaint: what `decide` reads and returns. Times are ms UTC, business time. */
export interface ComplaintFacts {
  readonly id: ComplaintId;
  readonly state: ComplaintState;
  readonly team: string;
  readonly category: string;
  readonly confidential: boolean;
  readonly reporter: PersonId;
  /** Where the reporter recorded it and is written to about it; absent in complaints from before it was kept. */
  readonly filedOn?: Platform;
  readonly assignee: PersonId | null;
  readonly filedAt: number;
  /** Since when nobody has it; null while somebody does. */
  readonly untakenSince: number | null;
  readonly details: Details;
  readonly acknowledgement: Acknowledgement | null;
  readonly promises: readonly ComplaintPromise[];
  readonly resolution: Resolution | null;
  readonly followUp: FollowUp | null;
  /** The last time a person did something about it or wrote in its thread. */
  readonly lastLifeAt: number;
  /** Who asked not to be nudged about it, and until when. */
  readonly snoozes: Readonly<Record<PersonId, Snooze>>;
  readonly nudges: readonly NudgeRecord[];
  /** When something has to happen next; null once it is closed or withdrawn. */
  readonly nextActionAt: number | null;
}

/** One complaint as it is stored: one document. */
export interface Complaint extends ComplaintFacts {
  /** Grows by one with every commit; the guard against lost updates. */
  readonly version: number;
  /** The event that filed it; unique across complaints. */
  readonly filedBy: string;
  readonly history: readonly HistoryEntry[];
  readonly outbox: readonly Delivery[];
  readonly refs: Refs;
  readonly events: readonly ConsumedEvent[];
}

/** Most history a complaint keeps (the design's cap; a document must stay under MongoDB's 16 MB). */
export const HISTORY_LIMIT = 5000;

/** How many consumed events a complaint remembers. */
export const CONSUMED_EVENT_LIMIT = 200;

/** True while something is still to be done about it. */
export function isOngoing(complaint: Pick<ComplaintFacts, 'state'>): boolean {
  return complaint.state !== 'closed' && complaint.state !== 'withdrawn';
}

/** The decided part of a stored complaint. */
export function toFacts(complaint: Complaint): ComplaintFacts {
  const {
    version: _v,
    filedBy: _f,
    history: _h,
    outbox: _o,
    refs: _r,
    events: _e,
    ...facts
  } = complaint;
  return facts;
}
