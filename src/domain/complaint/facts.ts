import type { AddedReport } from '../intake/added-report.js';
import type { Details } from '../intake/details.js';
import type { MessageSource } from '../intake/source.js';
import type { PersonId, Platform } from '../organisation/person.js';
import type { FailureReason } from './failure-reason.js';
import type { Handling } from './handling.js';
import type { CardSlot, Placement, Slot } from './slot.js';

/** The reference people use, e.g. `C-1042`. Also the document's key. */
export type ComplaintId = string;

/**
 * - `open`: recorded, without an assignee
 * - `assigned`: one person has it
 * - `resolved`: put right, the follow-up is still to be done
 * - `closed`: the follow-up is done
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

/** What was promised to the complainant. `promiseState` derives its state. */
export interface ComplaintPromise {
  readonly id: string;
  readonly what: string;
  readonly dueAt: number;
  readonly basis: string;
  readonly by: PersonId;
  readonly madeAt: number;
  /** When its date was corrected last: reminders of before were about a wrong one. Absent: it never was. */
  readonly correctedAt?: number;
  readonly doneAt: number | null;
  /** When another date replaced its date. */
  readonly renegotiatedAt: number | null;
  /** The id of the promise that it replaced, of which it is the new date; null for a first date. */
  readonly replaces: string | null;
  /** Set when it is no longer owed. */
  readonly released: PromiseRelease | null;
  /**
   * When the complaint was resolved, by a release that did not ask what became of this promise: nobody
   * said whether it was kept. Absent otherwise.
   */
  readonly leftOpenAt?: number;
}

/** Who said that a promise is no longer owed, and when. */
export interface PromiseRelease {
  readonly at: number;
  readonly by: PersonId;
}

/** The complainant took it back. */
export interface Withdrawal {
  readonly at: number;
  readonly by: PersonId;
  readonly reason: string;
}

export const NUDGE_RULES = [
  'untaken',
  'acknowledgement',
  'incomplete',
  'promise-near',
  'promise-passed',
  'quiet',
  'tell',
  'follow-up',
] as const;
export type NudgeRule = (typeof NUDGE_RULES)[number];

/** A nudge that was decided. It is recorded so that it is never decided again. */
export interface NudgeRecord {
  readonly id: string;
  readonly rule: NudgeRule;
  /** The promise's id, or null. */
  readonly about: string | null;
  readonly rung: number;
  /** The round of its rule, see {@link Rounds}. For `promise-near`: which of the warnings, from 1 on. */
  readonly round: number;
  /** 0. Above: it came once more to this recipient, after a snooze or for somebody out of reach. */
  readonly repeat: number;
  /** The round of the last warning by the policy of then. Only of warnings; absent in older records. */
  readonly lastRound?: number;
  /** When it was due by the hours and the policy of then. Never part of its identity. */
  readonly dueAt: number;
  readonly to: NudgeRecipient;
  /** Who got it in place of `to`, who was away. Absent: `to` got it. */
  readonly standIn?: NudgeStandIn;
  readonly sentAt: number;
  /** The id of the message it went out in. Several nudges due at once become one message. */
  readonly delivery: string;
  /** It goes to the inbox of whoever reads it, as a line. Absent: as a message of its own. */
  readonly inInbox?: true;
  /** Set when the message was updated to say that nothing is left to do. */
  readonly settledAt: number | null;
}

/** Who gets a nudge in place of a person who is away, or whom it would reach too late. */
export interface NudgeStandIn {
  readonly person: PersonId;
  /** When that person is back or can be reached, business time, ms UTC; null: when they say so. */
  readonly until: number | null;
  /** They are not away: an escalation would reach them too late. */
  readonly isHeld?: true;
}

/** What a nudge asks for, and on which rung, whenever it is sent. */
export type NudgeKey = Pick<NudgeRecord, 'rule' | 'about' | 'rung'>;

/**
 * With the recipient the identity of a nudge: none is decided twice. Hours, holidays and policy are no
 * part of it, so that a correction of them says nothing again.
 */
export type NudgeIdentity = NudgeKey & Pick<NudgeRecord, 'round' | 'repeat'>;

/**
 * The round of each rule that runs now; without an entry the first, 1. It grows when somebody starts
 * the rule anew (gives the complaint back, resolves it again, acts after a quiet time) and the rule has
 * nudged in the round before.
 */
export type Rounds = Readonly<Partial<Record<NudgeRule, number>>>;

/** The reminders past the last rung of a ladder, which go to everybody. They are counted over its life. */
export interface PastLastRung {
  /** When the first one was decided. */
  readonly since: number;
  /** How often everybody was reminded. */
  readonly reminders: number;
}

export interface Snooze {
  readonly until: number;
  /** The nudges that come then, unless what they ask for is done. */
  readonly again: readonly NudgeIdentity[];
}

export type NudgeRecipient = { readonly person: PersonId } | 'team';

/** A message in the thread. `at`: the platform's time, ms UTC; the platform sends it again with the same. */
export interface HeardMessage {
  readonly at: number;
  readonly by: PersonId;
}

/** How a card could not be posted or updated. */
export interface CardFailure {
  readonly slot: Slot;
  readonly kind: 'post' | 'update';
  readonly reason: FailureReason;
}

/**
 * The card of a placement that its place refused: it is not there, or it shows an old state. It is tried
 * again until it works. Times are business time, ms UTC.
 */
export interface StuckCard {
  readonly slot: CardSlot;
  readonly kind: CardFailure['kind'];
  readonly reason: FailureReason;
  /** The key of the place that refused it, see `toPlaceKey`; null: its team had none. */
  readonly place: string | null;
  /** Since when this place refuses it. */
  readonly since: number;
  /** When it was last refused, or given to the deliverer again. */
  readonly triedAt: number;
  /** How often it was tried again because its time had come. The wait grows with it. */
  readonly tries: number;
  /** Who was told that the team cannot see the complaint, and learns when it can. */
  readonly told: readonly PersonId[];
  /** The key of its message that was deleted before it could not be posted again. Absent: it had none. */
  readonly deleted?: string;
  /** Its team has got this place since the last refusal: if this one refuses it too, that is news. */
  readonly moved?: true;
}

/**
 * What was reported of deliveries that failed permanently, so that nobody learns the same twice. It
 * stays small: each list has everything once, and the first one only what the outbox still has.
 */
export interface Undelivered {
  /** The ids of the deliveries that were reported and still wait for their removal. */
  readonly reported: readonly string[];
  readonly cards: readonly CardFailure[];
  /** Of whom the team was told that they are out of reach. */
  readonly unreached: readonly PersonId[];
  /** Who did not get the message that the team's card could not be posted. */
  readonly unplaced: readonly PersonId[];
  /** The cards that are tried again. Absent in complaints older than this field. */
  readonly stuck?: readonly StuckCard[];
}

/** Nothing failed yet. */
export const NOTHING_UNDELIVERED: Undelivered = {
  reported: [],
  cards: [],
  unreached: [],
  unplaced: [],
};

/**
 * Somebody who may see a complaint: a person, the members of a team, or the lead of a team. Stored and
 * indexed, so the letters never change.
 */
export type AudienceKey = `p:${PersonId}` | `m:${string}` | `l:${string}`;

/**
 * The fields that are made from the others in every commit, so that queries can use them. Only
 * `deriveFields` makes them.
 */
export interface DerivedFields {
  /** Who may see it, besides the officers, who see all. Absent in complaints older than this field. */
  readonly audience?: readonly AudienceKey[];
  /**
   * The teams in whose channel its card is stuck while it is neither closed nor withdrawn. Absent in
   * complaints older than this field.
   */
  readonly stuckIn?: readonly string[];
  /**
   * By what other complaints of the same complainant are found, see `toMatchKeys`, and those that are linked,
   * see `toLinkKey`. Absent in complaints older than this field.
   */
  readonly keys?: readonly string[];
  /** When to wake it next; null once it is closed or withdrawn. */
  readonly nextActionAt: number | null;
  /** The generation of the configuration that made these fields. Absent in complaints older than this field. */
  readonly generation?: number;
  /** Absent in complaints older than this field. */
  readonly shownOnCards?: ShownOnCards;
}

/** The names of the derived fields. */
export const DERIVED_FIELDS = [
  'audience',
  'stuckIn',
  'keys',
  'nextActionAt',
  'generation',
  'shownOnCards',
] as const satisfies readonly (keyof DerivedFields)[];

/**
 * What the cards of a complaint show that depends on the configuration. When it moves, the cards are
 * drawn again. Names of teams, categories and groups are no part of it: they wait for the next change.
 */
export interface ShownOnCards {
  /** When the acknowledgement is due, ms UTC; null when no card says so. */
  readonly acknowledgeBy: number | null;
  /** The IANA zone of all dates, on platforms that do not know the reader's. */
  readonly zone: string;
  /** Who can open it by the card of a confidential complaint; null: the officers only, or not confidential. */
  readonly lead: PersonId | null;
}

/** The part of a complaint that `decide` reads and changes. Times are ms UTC, business time. */
export interface ComplaintFacts extends DerivedFields, Handling {
  readonly id: ComplaintId;
  readonly state: ComplaintState;
  /** The team of the owner placement. */
  readonly team: string;
  /** Its cards and threads in the channels of teams, in the order in which they were opened. */
  readonly placements: readonly Placement[];
  readonly category: string;
  readonly confidential: boolean;
  readonly reporter: PersonId;
  /** Where the reporter recorded it and gets messages. Absent in complaints older than this field. */
  readonly filedOn?: Platform;
  readonly assignee: PersonId | null;
  /**
   * The colleagues whom it is about, by every id that they had when they were named. For them it does not
   * exist, see `isConcerned`. Absent or empty: nobody is named.
   */
  readonly concerns?: readonly PersonId[];
  /** Set once that was said after it was recorded: then its reporter does not read it. */
  readonly isConcernNamedLater?: boolean;
  /** When the complainant complained. Terms count from it. */
  readonly receivedAt: number;
  /** Set while nobody has said when: then `receivedAt` is when it was recorded. Of older complaints. */
  readonly isReceivedAssumed?: boolean;
  /** When it was recorded. */
  readonly filedAt: number;
  /** Since when it has no assignee; null while it has one. */
  readonly untakenSince: number | null;
  readonly details: Details;
  /** What colleagues heard of the same complainant later, the oldest first. Absent: nothing. */
  readonly addedReports?: readonly AddedReport[];
  /** The complaints that its reporter linked it to. Absent: none. */
  readonly links?: readonly ComplaintId[];
  /** The conversation that it was recorded from. Absent: from none, or the reporter left it out. */
  readonly source?: MessageSource;
  readonly promises: readonly ComplaintPromise[];
  readonly withdrawal: Withdrawal | null;
  /** The last time a person acted on it or wrote in its thread. */
  readonly lastLifeAt: number;
  /** The latest messages in its thread that were counted, the latest last. */
  readonly heard: readonly HeardMessage[];
  /** Who snoozed their nudges about it, and until when. */
  readonly snoozes: Readonly<Record<PersonId, Snooze>>;
  readonly nudges: readonly NudgeRecord[];
  readonly undelivered: Undelivered;
  readonly rounds: Rounds;
  /** Absent until the first reminder past the last rung. */
  readonly pastLastRung?: PastLastRung;
}

/** The facts that somebody or something recorded: all but the derived fields. */
export type RecordedFacts = Omit<ComplaintFacts, keyof DerivedFields>;

/** True until it is resolved, closed or withdrawn. */
export function isInWork({ state }: Pick<ComplaintFacts, 'state'>): boolean {
  return state === 'open' || state === 'assigned';
}

/** The states in which nothing is planned any more. */
export const ENDED_STATES = ['closed', 'withdrawn'] as const satisfies readonly ComplaintState[];

/** The states in which something is still to come. */
export const ONGOING_STATES: readonly ComplaintState[] = COMPLAINT_STATES.filter(
  (state) => !ENDED_STATES.some((ended) => ended === state),
);

/** True until it is closed or withdrawn. */
export function isOngoing(complaint: Pick<ComplaintFacts, 'state'>): boolean {
  return complaint.state !== 'closed' && complaint.state !== 'withdrawn';
}
