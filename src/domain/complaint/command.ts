import type { LostLineCommand } from '../inbox/line.js';
import type { EnteredContact } from '../intake/added-report.js';
import type { Details } from '../intake/details.js';
import type { MessageSource } from '../intake/source.js';
import type { CategoryHints } from '../intake/suggest-category.js';
import type { PersonId, Platform } from '../organisation/person.js';
import type { ComplaintId } from './facts.js';
import type { FailureReason } from './failure-reason.js';
import type { Delivered, FollowUpOutcome, Means } from './handling.js';
import type { CardSlot } from './slot.js';

/** How the complainant was told something. `at`: when; null: just now. */
export interface TellingDetails {
  readonly at: number | null;
  readonly means: Means;
  readonly words: string;
}

/** What can be said of an open promise when the complaint is resolved. */
export const PROMISE_ANSWERS = ['kept', 'released', 'open'] as const;

/** What became of a promise: kept, no longer owed because the complainant agreed, or still open. */
export interface PromiseAnswer {
  readonly promise: string;
  readonly answer: (typeof PROMISE_ANSWERS)[number];
}

/** Until when a person can put off their reminders with one press. */
export const QUICK_SNOOZES = ['hour', 'afternoon', 'next-day'] as const;
export type QuickSnooze = (typeof QUICK_SNOOZES)[number];

/** Until when a person puts off their reminders. */
export type SnoozeChoice = QuickSnooze | DateWords;

/** A date in somebody's words, as they mean it in `zone` (IANA; null: it is not known, and the team's counts). */
export interface DateWords {
  readonly words: string;
  readonly zone: string | null;
}

/** By when something is promised: chosen, in words, or both for the same moment. */
interface PromiseDate {
  readonly dueAt: number | null;
  readonly dueWords?: DateWords;
  /** True to keep the date even if nobody works then. */
  readonly unworked?: boolean;
}

/** What a person can do to a recorded complaint. Times are ms UTC, business time. */
export type PersonCommand =
  | ({ readonly kind: 'acknowledge' } & TellingDetails)
  | { readonly kind: 'take' }
  | {
      readonly kind: 'assign';
      readonly to: PersonId;
      /** The ids of the records merged into the record of `to`. */
      readonly aliases?: readonly PersonId[];
    }
  | { readonly kind: 'release' }
  | ({ readonly kind: 'promise'; readonly what: string; readonly basis: string } & PromiseDate)
  | { readonly kind: 'keep'; readonly promise: string }
  /** The complainant agreed that it is no longer owed. `words`: what they said. */
  | { readonly kind: 'waive'; readonly promise: string; readonly words: string }
  | ({
      readonly kind: 'renegotiate';
      readonly promise: string;
      readonly basis: string;
    } & PromiseDate)
  /** The date of a promise was recorded wrongly: another one was promised. */
  | ({ readonly kind: 'correct-promise'; readonly promise: string } & PromiseDate)
  | { readonly kind: 'update'; readonly audience: 'reporter' | 'team'; readonly text: string }
  | {
      readonly kind: 'resolve';
      readonly done: string;
      readonly delivered: Delivered;
      /** What became of each open promise. One that is not named stays open. */
      readonly promises: readonly PromiseAnswer[];
      /** How the complainant was told of it; null: not yet. */
      readonly told: TellingDetails | null;
    }
  | ({ readonly kind: 'tell' } & TellingDetails)
  | {
      readonly kind: 'follow-up';
      readonly outcome: FollowUpOutcome;
      /** See `FollowUp`. */
      readonly satisfaction: number | null;
      readonly words: string;
      /** Whether it closes the complaint. An answer always does. */
      readonly closes: boolean;
    }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'correct'; readonly details: Details }
  /** What was left for later when it was recorded. What is empty here stays to be completed. */
  | {
      readonly kind: 'complete';
      readonly complainant: string;
      readonly isAnonymous: boolean;
      readonly desiredOutcome: string;
    }
  /** It is about something else, by the key of a category: its team follows. */
  | { readonly kind: 'recategorise'; readonly category: string }
  /** The complainant complained at another time than is recorded. */
  | {
      readonly kind: 'correct-received';
      readonly receivedAt: number | null;
      readonly reason: string;
    }
  /** A colleague heard the same complainant again about the same. `receivedAt`: null, just now. */
  | {
      readonly kind: 'add-report';
      readonly receivedAt: number | null;
      readonly means: Means;
      readonly words: string;
      /** By what the complaint was found. Absent: it was open in front of them. */
      readonly entered?: EnteredContact;
      /** The platform it was added on. */
      readonly on?: Platform;
    }
  /** Whom it is about. `nobody`: no colleague any more; then `colleague` is null. */
  | {
      readonly kind: 'name-colleague';
      readonly colleague: PersonId | null;
      readonly nobody: boolean;
      /** The ids of the records merged into the record of `colleague`. */
      readonly aliases?: readonly PersonId[];
    }
  | { readonly kind: 'snooze'; readonly choice: SnoozeChoice };

/** What happens to a complaint without a command from a person. */
export type SystemCommand =
  /** Its next action is due. */
  | { readonly kind: 'nudge' }
  /** A person cannot be reached until then, ms UTC: what would come too late comes now. `ids`: all of theirs. */
  | {
      readonly kind: 'bring-forward';
      readonly ids: readonly PersonId[];
      readonly until: number;
    }
  /** A person wrote in one of its threads. */
  | {
      readonly kind: 'hear';
      readonly by: PersonId;
      /** The ids of the records merged into the record of `by`. */
      readonly aliases?: readonly PersonId[];
      /** The number of the placement whose thread it is. */
      readonly placement: number;
      /** The platform's time of the message, ms UTC. */
      readonly at: number;
      /** The platform it was written on. */
      readonly on?: Platform;
    }
  /** A delivery failed permanently. */
  | { readonly kind: 'undelivered'; readonly delivery: string; readonly reason: FailureReason }
  /** A nudge did not reach `person`, whose inbox had it. */
  | (Pick<LostLineCommand, 'kind' | 'line' | 'reason'> & { readonly person: PersonId })
  /** Cards that a place refused may work now. */
  | { readonly kind: 'retry-cards'; readonly because: RetryCause }
  /** A card was sent that its place had refused before, or that is the first in the team's new channel. */
  | { readonly kind: 'card-sent'; readonly slot: CardSlot }
  /** Its team has another channel in the configuration of today. */
  | { readonly kind: 'follow-place' };

/**
 * Why a refused card is tried again:
 *
 * - `due`: its time has come, or its team has another place now
 * - `started`: Redress was started again
 * - `joined`: the platform says that Redress was let into these places, by their keys (`toPlaceKey`)
 */
export type RetryCause =
  | { readonly kind: 'due' | 'started' }
  | { readonly kind: 'joined'; readonly places: readonly string[] };

export type Command = PersonCommand | SystemCommand;
export type PersonCommandKind = PersonCommand['kind'];
/** The command of one kind. */
export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

/** What a colleague fills in to record a complaint. */
export interface Filing {
  /** Its key, or {@link FROM_WORDS}: what the words and `hints` suggest. */
  readonly category: string;
  readonly hints?: CategoryHints;
  readonly details: Details;
  /** What it is recorded from. Absent: from no message, or nothing of it is to be kept. */
  readonly source?: MessageSource;
  /** When the complainant complained, ms UTC; null: just now. */
  readonly receivedAt: number | null;
  /** Every id of the colleague whom it is about. Absent: nobody is named. */
  readonly concerns?: readonly PersonId[];
  /** The platform it was recorded on. */
  readonly on?: Platform;
  /** The complaints that it is linked to; the reporter may see them. Absent: none. */
  readonly links?: readonly ComplaintId[];
}

/** A complaint is linked to so many others when it is recorded, at most. */
export const LINKS_LIMIT = 10;

/** Longest text a person may write into one field, characters: the limit of a Slack input. */
export const TEXT_LIMIT = 3000;
/** Longest name or account reference, characters. */
export const NAME_LIMIT = 150;
/** Longest telephone number, characters. */
export const PHONE_LIMIT = 40;
