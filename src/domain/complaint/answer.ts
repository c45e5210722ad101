import type { ReminderSettings } from '../inbox/reminders/reminder-settings.js';
import type { PersonId } from '../organisation/person.js';
import type { NoArgs } from './view-ref.js';

/** By when a promise is due now, ms UTC. `promise`: its id. */
export interface PromisedAnswer {
  readonly promise: string;
  readonly dueAt: number;
}

/**
 * Who is told that the complainant complained again: whoever has it, its team, or those who handle a confidential
 * one.
 */
export const TOLD_OF_REPORT = ['holder', 'team', 'handlers'] as const;
export type ToldOfReport = (typeof TOLD_OF_REPORT)[number];

/**
 * Who can open a confidential complaint that nobody has, besides the complaints officers. `lead`: its team has a
 * lead who can; `isAlone`: the actor is its only reporter.
 */
export interface WhoOpens {
  readonly lead: boolean;
  readonly isAlone: boolean;
}

/** What each short answer says besides its sentence, by its stored code. `src/text` has the sentences. */
export interface AnswerArgs {
  readonly 'already-yours': NoArgs;
  readonly 'already-theirs': NoArgs;
  /** `at`: when it was acknowledged, ms UTC. */
  readonly 'already-acknowledged': { readonly at: number };
  readonly 'already-told': NoArgs;
  readonly 'promise-settled': NoArgs;
  /** A promise was recorded, or a new date of one. */
  readonly promised: PromisedAnswer;
  /** `was`: the date before the correction, ms UTC. */
  readonly 'promise-corrected': PromisedAnswer & { readonly was: number };
  readonly 'nothing-to-correct': NoArgs;
  readonly 'nothing-to-complete': NoArgs;
  /** It is about this category now, and with this team, by their names, isolated. */
  readonly recategorised: {
    readonly category: string;
    readonly team: string;
    /** Who can open it, if it is confidential now; absent: it is not, or the answer is older than this. */
    readonly opens?: WhoOpens;
  };
  readonly 'same-category': NoArgs;
  readonly 'reporter-told': NoArgs;
  /**
   * `joins`: whoever added it is a reporter from now on. `told`: who is told of it; absent: nobody else, or the
   * answer is older than this.
   */
  readonly 'report-added': { readonly joins: boolean; readonly told?: ToldOfReport };
  readonly 'no-colleagues': NoArgs;
  readonly 'nothing-to-snooze': NoArgs;
  /** `until`: the end of the snooze, ms UTC. */
  readonly snoozed: { readonly until: number };
  /** Somebody is away. `from`, `until`: ms UTC, `until` null without an end; `standIn`: null, the lead. */
  readonly away: {
    readonly from: number;
    readonly until: number | null;
    readonly standIn: PersonId | null;
  };
  readonly back: NoArgs;
  readonly 'not-away': NoArgs;
  /**
   * How somebody gets their reminders from now on. `most`: so many messages a day at most; `next`: when their
   * next list comes, ms UTC; null: there is nothing for it.
   */
  readonly reminders: ReminderSettings & { readonly most: number; readonly next: number | null };
}

export type AnswerCode = keyof AnswerArgs;

/** A short answer with what it says. */
export type Said = { readonly [C in AnswerCode]: { readonly code: C } & AnswerArgs[C] }[AnswerCode];

/** What the actor is told at once. It is stored with the event, which gets the same answer again. */
export type Answer =
  /** Nothing: the card shows the change. */
  { readonly name: 'none'; readonly args: NoArgs } | { readonly name: 'said'; readonly args: Said };

/** No answer to the actor: the card shows the change. */
export const NO_ANSWER: Answer = { name: 'none', args: {} };

/** Creates a short answer to the actor. */
export function answer(said: Said): Answer {
  return { name: 'said', args: said };
}
