import { writeMinute, writeQuietHours } from '../../domain/inbox/reminders/quiet-words.js';
import {
  PATIENT_RULES,
  type ReminderSettings,
} from '../../domain/inbox/reminders/reminder-settings.js';
import type { Account } from '../../domain/organisation/person.js';
import { text } from '../../text/index.js';
import type { Option } from '../elements.js';
import { choiceField, introBlocks, personField, shortTextField } from './fields.js';
import { type ChoiceFields, createForm, type FormDraft, type FormValues } from './form-fields.js';

const words = text.form;

/** What the form to say that one is away is filled in with. */
export interface KnownAbsence {
  /** Until when, in words; empty: nothing is known. */
  readonly words: string;
  /** Who stands in now. */
  readonly standIn: Account | null;
}

/** The form to say that one is away. */
export function awayForm({ words: until, standIn }: KnownAbsence): FormDraft<'away'> {
  const f = words.away;
  const initial = standIn === null ? {} : { initial: standIn };
  const start = until === '' ? {} : { initial: until };
  return createForm('away', f, introBlocks(f.intro), {
    words: shortTextField(f.words, { hint: f.wordsHint, required: false, ...start }),
    standIn: personField(f.standIn, { hint: f.standInHint, required: false, ...initial }),
  });
}

/** The times of day at which a morning list can come, minutes after midnight. */
const LIST_TIMES = Array.from({ length: 17 }, (_, n) => 360 + n * 30);

/** The choice that leaves it to the working hours, or to the configuration. */
const USUAL = 'usual';

/** When a reminder comes that can wait: when it is due, or with the morning list. */
const WAITS = ['due', 'list'] as const;
type Wait = (typeof WAITS)[number];

/** The form to say how one wants one's reminders. `mostADay`: what the configuration allows. */
export function remindersForm(
  { listAt, mostADay, quiet, inList }: ReminderSettings,
  allowed: number,
): FormDraft<'reminders'> {
  const f = words.reminders;
  const kinds: ChoiceFields = new Map(
    PATIENT_RULES.map((rule) => {
      const initial: Wait = inList.includes(rule) ? 'list' : 'due';
      const options = WAITS.map((value) => ({ value, label: f.waits[value] }));
      return [rule, choiceField(f.kinds[rule], options, { initial, look: 'menu' })];
    }),
  );
  const most = mostADay === null || mostADay >= allowed ? USUAL : String(mostADay);
  return createForm('reminders', f, introBlocks(f.intro), {
    listAt: choiceField(f.listAt, toListTimes(listAt), {
      initial: listAt === null ? USUAL : String(listAt),
    }),
    mostADay: choiceField(f.mostADay, toCounts(allowed), { initial: most, look: 'menu' }),
    quiet: shortTextField(f.quiet, {
      hint: f.quietHint,
      required: false,
      ...(quiet === null ? {} : { initial: writeQuietHours(quiet) }),
    }),
    inList: kinds,
  });
}

function toListTimes(known: number | null): readonly Option[] {
  const times = new Set([...LIST_TIMES, ...(known === null ? [] : [known])]);
  const sorted = [...times].toSorted((one, other) => one - other);
  return [
    { value: USUAL, label: words.reminders.startOfWork },
    ...sorted.map((minute) => ({ value: String(minute), label: writeMinute(minute) })),
  ];
}

function toCounts(allowed: number): readonly Option[] {
  const fewer = Array.from({ length: allowed }, (_, n) => allowed - 1 - n);
  return [
    { value: USUAL, label: words.reminders.asMany(allowed) },
    ...fewer.map((n) => ({ value: String(n), label: words.reminders.fewer(n) })),
  ];
}

/** What somebody entered into {@link remindersForm}, as the command has it. NaN: no such choice. */
export function readReminders(values: FormValues<'reminders'>) {
  const toNumber = (choice: string): number | null => {
    if (choice === USUAL) return null;
    return /^\d+$/.test(choice) ? Number(choice) : Number.NaN;
  };
  return {
    listAt: toNumber(values.listAt),
    mostADay: toNumber(values.mostADay),
    quiet: values.quiet,
    inList: PATIENT_RULES.filter((rule) => values.inList[rule] === ('list' satisfies Wait)),
  };
}
