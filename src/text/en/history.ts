import type { NudgeRule } from '../../domain/complaint/facts.js';
import type { HistoryKind } from '../../domain/complaint/history.js';
import type { Inline, Text } from '../../views/elements.js';

/** What each kind of history entry says: who did what, for whom or by when. */
export const history = {
  file: (by, received) =>
    received === null ? [by, ' recorded it'] : [by, ' recorded it, received ', received],
  acknowledge: (by, told) =>
    told === null
      ? [by, ' acknowledged it to the complainant']
      : [by, ' acknowledged it to the complainant ', told],
  take: (by) => [by, ' took it'],
  assign: (by, to) => [by, ' assigned it to ', to],
  release: (by) => [by, ' gave it back to the team'],
  promise: (by, due) => [by, ' promised, due ', due],
  keep: (by) => [by, ' recorded that a promise was kept'],
  renegotiate: (by, due, was) => [by, ' agreed a new date, due ', due, ' instead of ', was],
  waive: (by) => [by, ' recorded that a promise is no longer owed'],
  update: (by) => [by, ' wrote'],
  resolve: (by, told) =>
    told === null
      ? [by, ' resolved it']
      : [by, ' resolved it and recorded that the complainant was told ', told],
  tell: (by, told) =>
    told === null
      ? [by, ' recorded that the complainant was told']
      : [by, ' recorded that the complainant was told ', told],
  'follow-up': (by) => [by, ' followed up'],
  reopen: (by) => [by, ' reopened it'],
  withdraw: (by) => [by, ' recorded that the complainant withdrew it'],
  correct: (by) => [by, ' corrected the details'],
  complete: (by) => [by, ' completed the details'],
  recategorise: (by, is, was) => [by, ' changed what it is about: ', is, ' instead of ', was],
  'correct-promise': (by, due, was) => [
    by,
    ' corrected the date of a promise: due ',
    due,
    ' instead of ',
    was,
  ],
  'correct-received': (by, is, was) => [
    by,
    ' corrected when it was received: ',
    is,
    ' instead of ',
    was,
  ],
  'add-report': (by, received) =>
    received === null
      ? [by, ' recorded that the complainant complained again']
      : [by, ' recorded that the complainant complained again ', received],
  'name-colleague': (by, named) =>
    named === null
      ? [by, ' recorded that it is about no colleague']
      : [by, ' recorded that it is about ', named],
  snooze: (by, until) => [by, ' snoozed until ', until],
  nudge: (by, reminders) =>
    reminders.length === 0
      ? [by, ' sent a reminder']
      : [by, ' reminded ', ...reminders.flatMap(sayReminder)],
  hear: (by) => [by, ' wrote in the thread'],
  undelivered: (by) => [by, ' could not deliver a message'],
  placed: (by, since) => [
    by,
    ' posted the card in the team’s channel, which had not been possible since ',
    since,
  ],
  'channel-changed': (by) => [by, ' followed the team to its new channel'],
} as const satisfies { readonly [K in HistoryKind]: HistorySentence<K> };

/** Who was reminded, and of what. Without a person it was the team. `standIn`: who got it, as `to` was away. */
export interface Reminder {
  readonly to: Inline | 'team';
  readonly standIn: Inline | null;
  readonly rules: readonly NudgeRule[];
}

function sayReminder({ to, standIn, rules }: Reminder, n: number): Text {
  const why = rules.map((rule) => REMINDED_OF[rule]).join(', ');
  const whom = to === 'team' ? 'the team' : to;
  const who: Text = standIn === null ? [whom] : [standIn, ' in place of ', whom];
  return [n === 0 ? '' : '; ', ...who, ` (${why})`];
}

/** What each rule reminds of. */
const REMINDED_OF: Readonly<Record<NudgeRule, string>> = {
  untaken: 'nobody has taken it',
  acknowledgement: 'to acknowledge it',
  incomplete: 'something is still to be completed',
  'promise-near': 'a promise is due soon',
  'promise-passed': 'a promise was not kept in time',
  quiet: 'nothing has happened',
  tell: 'to tell the complainant',
  'follow-up': 'to follow up',
};

/**
 * What the sentence of each kind of entry says besides its author: people and dates as they are shown. A
 * date is null when it says nothing new.
 */
interface HistoryParts {
  readonly file: readonly [received: Inline | null];
  readonly acknowledge: readonly [told: Inline | null];
  readonly resolve: readonly [told: Inline | null];
  readonly tell: readonly [told: Inline | null];
  readonly assign: readonly [to: Inline];
  readonly promise: readonly [due: Inline];
  readonly renegotiate: readonly [due: Inline, was: Inline];
  readonly 'correct-promise': readonly [due: Inline, was: Inline];
  readonly 'correct-received': readonly [is: Inline, was: Inline];
  readonly 'add-report': readonly [received: Inline | null];
  readonly recategorise: readonly [is: Inline, was: Inline];
  readonly snooze: readonly [until: Inline];
  /** Null: nobody any more. */
  readonly 'name-colleague': readonly [named: Inline | null];
  readonly nudge: readonly [reminders: readonly Reminder[]];
  readonly placed: readonly [since: Inline];
}

type HistorySentence<K extends HistoryKind> = (
  by: Inline,
  ...parts: K extends keyof HistoryParts ? HistoryParts[K] : readonly []
) => Text;
