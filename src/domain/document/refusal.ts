import type { ComplaintState } from '../complaint/facts.js';
import type { NoArgs } from '../complaint/view-ref.js';
import type { PersonId } from '../organisation/person.js';

/** Why a command is refused, by code, with what its sentence in `src/text` says besides. */
export interface RefusalArgs {
  readonly 'not-found': NoArgs;
  readonly 'not-permitted': NoArgs;
  readonly 'wrong-state': { readonly state: ComplaintState };
  readonly 'already-taken': { readonly assignee: PersonId };
  readonly 'no-such-colleague': NoArgs;
  readonly 'no-such-promise': NoArgs;
  readonly 'unknown-category': NoArgs;
  /** Nothing says what it is about, or two categories fit alike. */
  readonly 'category-unclear': NoArgs;
  /** The words fit this category, and a person must choose a confidential one. */
  readonly 'category-confidential': { readonly name: string };
  /** Only some people may show others what is confidential. */
  readonly 'stays-confidential': NoArgs;
  /** It has been with as many teams as fit. */
  readonly 'placements-full': NoArgs;
  readonly 'unknown-choice': NoArgs;
  readonly missing: NoArgs;
  /** Of several things that are missing at least one must be said. */
  readonly 'nothing-filled': NoArgs;
  /** Somebody who does not want to say who they are has no name. */
  readonly 'named-anonymous': NoArgs;
  /** Not said whether whoever speaks for the complainant may. */
  readonly 'authority-missing': NoArgs;
  readonly 'phone-unread': NoArgs;
  readonly 'email-unread': NoArgs;
  /** In characters. */
  readonly 'too-long': { readonly length: number; readonly limit: number };
  readonly 'no-date': NoArgs;
  readonly 'date-past': NoArgs;
  readonly 'date-far': NoArgs;
  /** Something that has happened cannot lie in the future. */
  readonly 'date-future': NoArgs;
  /** It cannot have happened before the complainant complained. */
  readonly 'date-before-received': NoArgs;
  readonly 'date-long-ago': NoArgs;
  readonly 'received-long-ago': NoArgs;
  /** It was recorded, or the complainant was told of it, before the time that is said. */
  readonly 'received-late': NoArgs;
  /** A complaint is followed up once the complainant was told. */
  readonly 'tell-first': NoArgs;
  /** A complaint is not closed while this was promised and is still owed. */
  readonly 'promise-open': { readonly what: string };
  /** The complainant must be tried on so many different days before it is closed without their answer. */
  readonly 'attempts-left': { readonly made: number; readonly needed: number };
  /** Neither a date nor words for one. */
  readonly 'no-deadline': NoArgs;
  /** The words are no single date. */
  readonly 'due-unread': NoArgs;
  /** The words may mean either. Ms UTC. `zone`: of the person, IANA. */
  readonly 'due-ambiguous': { readonly either: number; readonly or: number; readonly zone: string };
  /** What the words mean has passed. Ms UTC. `zone`: as above. */
  readonly 'due-passed': { readonly at: number; readonly zone: string };
  /** The words mean another moment than the date beside them. Ms UTC. `zone`: as above. */
  readonly 'dates-differ': {
    readonly said: number;
    readonly chosen: number;
    readonly zone: string;
  };
  /** A date that has passed is not corrected any more. */
  readonly 'promise-late': NoArgs;
  /** Nobody works at `at`; `before`: the working moment before it. Ms UTC. `zone`: the team's, IANA. */
  readonly 'date-unworked': {
    readonly at: number;
    readonly before: number;
    readonly zone: string;
    /** It is a holiday. */
    readonly holiday?: true;
  };
  /** Nobody works from now on until `next`, which is after the date. */
  readonly 'date-before-work': { readonly next: number; readonly zone: string };
  /** Not a date in words, as far as Redress understands them. */
  readonly 'snooze-unread': NoArgs;
  /** An hour, or this afternoon, would not end in working time. */
  readonly 'snooze-not-now': NoArgs;
  readonly 'snooze-far': { readonly days: number };
  /** A promise is due at `due`; `before`: the last minute of work before it, null if it is over. Ms UTC. */
  readonly 'snooze-past-promise': {
    readonly due: number;
    readonly before: number | null;
    readonly zone: string;
  };
  /** Not from when until when somebody is away, as far as Redress understands words. */
  readonly 'absence-unread': NoArgs;
  readonly 'absence-far': { readonly days: number };
  readonly 'stand-in-self': NoArgs;
  /** The stand-in is away then, too. */
  readonly 'stand-in-away': NoArgs;
  /** The configuration allows at most so many messages a day. */
  readonly 'too-many-messages': { readonly most: number };
  /** Not from when until when it is quiet, as far as Redress understands words. */
  readonly 'quiet-unread': NoArgs;
  /** There must be so many minutes of each working day in which somebody can be reached. */
  readonly 'too-quiet': { readonly minutes: number };
  /** Nobody names themselves as whom a complaint is about. */
  readonly 'colleague-self': NoArgs;
  /** Whoever recorded it knows it. */
  readonly 'colleague-reporter': NoArgs;
  readonly 'colleague-app': NoArgs;
  readonly 'colleague-unknown': NoArgs;
  /** Without them neither a lead nor an officer is left who could open it. */
  readonly 'colleague-last': NoArgs;
  /** Somebody is named, and nobody is to be. */
  readonly 'named-nobody': NoArgs;
  /** The complaint is about whoever was to get it. */
  readonly concerned: NoArgs;
  readonly 'history-full': NoArgs;
  readonly 'document-full': NoArgs;
  readonly 'promises-full': NoArgs;
  /** Nothing is added to a complaint that is no longer handled. */
  readonly 'add-ended': { readonly state: ComplaintState };
  /** What was entered belongs to another complainant than the complaint's. */
  readonly 'other-complainant': NoArgs;
  /** So many reports were added to it. */
  readonly 'reports-full': { readonly most: number };
  /** A complaint is linked to at most so many others. */
  readonly 'links-full': { readonly most: number };
  readonly 'sent-by-another': NoArgs;
}

export type RefusalCode = keyof RefusalArgs;

interface RefusalOf<C extends RefusalCode> {
  readonly code: C;
  /** The form field with the fault; null when no single field has it. */
  readonly field: string | null;
  readonly args: RefusalArgs[C];
}

export type Refusal = { readonly [C in RefusalCode]: RefusalOf<C> }[RefusalCode];

/** The refusals whose sentences say nothing besides. */
type PlainRefusalCode = {
  readonly [C in RefusalCode]: NoArgs extends RefusalArgs[C] ? C : never;
}[RefusalCode];

/** Creates a refusal. `args` fill its sentence in `src/text`. */
export function refusal<C extends PlainRefusalCode>(code: C, field?: string | null): RefusalOf<C>;
export function refusal<C extends RefusalCode>(
  code: C,
  field: string | null,
  args: RefusalArgs[C],
): RefusalOf<C>;
export function refusal<C extends RefusalCode>(
  code: C,
  field: string | null = null,
  args: RefusalArgs[C] | NoArgs = {},
): RefusalOf<C> {
  return { code, field, args: args as RefusalArgs[C] };
}
