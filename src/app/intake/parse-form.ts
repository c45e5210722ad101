import type {
  CommandOf,
  Filing,
  PersonCommand,
  PersonCommandKind,
  PromiseAnswer,
  TellingDetails,
} from '../../domain/complaint/command.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Delivered, FollowUpOutcome, Means } from '../../domain/complaint/handling.js';
import type { Complainant, Details, Impact, Representative } from '../../domain/intake/details.js';
import type { Platform } from '../../domain/organisation/person.js';
import { isBlank } from '../../domain/text/blank.js';
import type { FieldValue } from '../../ports/intake.js';
import type { ButtonRef, DirectAction } from '../../views/buttons.js';
import type { FormTarget } from '../../views/forms/add-report-form.js';
import {
  type FormId,
  type FormValues,
  type InboxFormId,
  isFormId,
  isInboxForm,
  readFormValues,
} from '../../views/forms/form-fields.js';
import { FOLLOW_UP_CHOICES, isFollowUpChoice, TOLD } from '../../views/forms/handling-forms.js';

type Values = Readonly<Record<string, FieldValue>>;

/**
 * Parses the values of the intake form, submitted on this platform. `links`: the complaints that it is linked to,
 * which the reporter may see. The domain checks them.
 */
export function parseFiling(
  values: Values,
  on: Platform,
  links: readonly ComplaintId[] = [],
): Filing {
  const read = readFormValues('file', values);
  const { category, receivedAt } = read;
  const linked = links.length === 0 ? {} : { links };
  return { category, details: toDetails(read), receivedAt, on, ...linked };
}

/** Every field of a type, undefined where there is none: the compiler leads here when one is added. */
type Every<T> = { readonly [K in keyof Required<T>]: T[K] | undefined };

/** The details, as they were entered: the domain leaves out what is empty. */
function toDetails(values: FormValues<'correct'>): Details {
  const { description, desiredOutcome, impact, means, isPublic, adjustments } = values;
  const isAlone = isBlank(values.representative) && values.authority === '';
  const every: Every<Details> = {
    complainant: toComplainant(values),
    description,
    desiredOutcome,
    impact: impact === '' ? undefined : (impact as Impact),
    means: means as Means,
    isPublic,
    representative: isAlone ? undefined : toRepresentative(values),
    isVulnerable: values.isVulnerable ? true : undefined,
    adjustments,
  };
  return withoutUndefined(every) as Details;
}

function toComplainant(values: FormValues<'correct'>): Complainant {
  const { complainant: name, account, phone, email, address, prefers } = values;
  const every: Every<Complainant> = {
    ...{ name, account, phone, email, address },
    prefers: prefers === '' ? undefined : (prefers as Means),
    isAnonymous: values.isAnonymous ? true : undefined,
  };
  return withoutUndefined(every) as Complainant;
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function toRepresentative(values: FormValues<'correct'>): Representative {
  const authority = values.authority as Representative['authority'];
  return { name: values.representative, authority };
}

/**
 * The forms about a complaint that is recorded: each is submitted as the command of its name. Whom a form names as
 * the colleague is to be found first, see `readNaming`.
 */
type CommandForm = Exclude<FormId, 'file' | 'name-colleague' | InboxFormId>;

/** The command of a form: the one of its name; a date to snooze until is a snooze. */
type CommandOfForm<F extends CommandForm> = F extends PersonCommandKind
  ? CommandOf<F>
  : CommandOf<'snooze'>;

/**
 * Makes a command of each form's values. This only converts types; the domain checks the values. `zone`: the
 * person's (IANA), null if it is not known. `on`: the platform it was submitted on.
 */
const TO_COMMAND: {
  readonly [F in CommandForm]: (
    values: FormValues<F>,
    target: FormTarget,
    zone: string | null,
    on: Platform | undefined,
  ) => CommandOfForm<F>;
} = {
  acknowledge: (values) => ({ kind: 'acknowledge', ...toTelling(values) }),
  assign: ({ to }) => ({ kind: 'assign', to }),
  promise: ({ dueWords: words, ...values }, _, zone) => ({
    kind: 'promise',
    ...values,
    dueWords: { words, zone },
  }),
  renegotiate: ({ dueWords: words, ...values }, target, zone) => ({
    kind: 'renegotiate',
    promise: target.promise ?? '',
    ...values,
    dueWords: { words, zone },
  }),
  'correct-promise': ({ dueWords: words, ...values }, target, zone) => ({
    kind: 'correct-promise',
    promise: target.promise ?? '',
    ...values,
    dueWords: { words, zone },
  }),
  waive: ({ words }, target) => ({ kind: 'waive', promise: target.promise ?? '', words }),
  update: ({ audience, text }) => ({
    kind: 'update',
    audience: audience === 'reporter' ? 'reporter' : 'team',
    text,
  }),
  resolve: ({
    done,
    delivered,
    promises,
    told,
    toldAt: at,
    toldMeans: means,
    toldWords: words,
  }) => ({
    kind: 'resolve',
    done,
    delivered: delivered as Delivered,
    promises: Object.entries(promises).map(([promise, answer]) => ({
      promise,
      answer: answer as PromiseAnswer['answer'],
    })),
    told: told === TOLD ? toResolutionTelling({ at, means, words }) : null,
  }),
  tell: (values) => ({ kind: 'tell', ...toResolutionTelling(values) }),
  'follow-up': ({ outcome, satisfaction, words }) => ({
    kind: 'follow-up',
    ...toOutcome(outcome),
    satisfaction: satisfaction === '' ? null : Number(satisfaction),
    words,
  }),
  reopen: ({ reason }) => ({ kind: 'reopen', reason }),
  withdraw: ({ reason }) => ({ kind: 'withdraw', reason }),
  correct: (values) => ({ kind: 'correct', details: toDetails(values) }),
  complete: (values) => ({ kind: 'complete', ...values }),
  recategorise: ({ category }) => ({ kind: 'recategorise', category }),
  'correct-received': (values) => ({ kind: 'correct-received', ...values }),
  'add-report': ({ means, ...values }, { entered }, _, on) => ({
    kind: 'add-report',
    ...values,
    means: means as Means,
    ...(entered && { entered }),
    ...(on && { on }),
  }),
  'snooze-until': ({ words }, _, zone) => ({ kind: 'snooze', choice: { words, zone } }),
};

function toTelling({ at, means, words }: FormValues<'tell'>): TellingDetails {
  return { at, means: means as Means, words };
}

/**
 * How the complainant was told of the resolution. The form is filled in with the time at which it was
 * opened; a person who removed that said no time, so it is no date, and not just now.
 */
function toResolutionTelling(values: FormValues<'tell'>): TellingDetails {
  return { ...toTelling(values), at: values.at ?? Number.NaN };
}

/** A form of a release that did not ask for the outcome has an answer of the complainant. */
function toOutcome(value: string): Pick<CommandOf<'follow-up'>, 'outcome' | 'closes'> {
  if (value === '') return FOLLOW_UP_CHOICES.answered;
  return isFollowUpChoice(value)
    ? FOLLOW_UP_CHOICES[value]
    : { outcome: value as FollowUpOutcome, closes: false };
}

/** Parses a form that somebody in `zone` submitted on a platform into its command; undefined for an unknown form. */
export function parseFormCommand(
  form: string,
  values: Values,
  target: FormTarget,
  zone: string | null,
  on?: Platform,
): PersonCommand | undefined {
  if (!isFormId(form) || form === 'file' || form === 'name-colleague') return undefined;
  if (isInboxForm(form)) return undefined;
  return toCommand(form, values, target, zone, on);
}

function toCommand<F extends CommandForm>(
  form: F,
  values: Values,
  target: FormTarget,
  zone: string | null,
  on: Platform | undefined,
): PersonCommand {
  return TO_COMMAND[form](readFormValues(form, values), target, zone, on);
}

/** The command of each button that runs one at once. */
const DIRECT_COMMANDS: {
  readonly [A in DirectAction]: (target: ButtonRef) => PersonCommand;
} = {
  take: () => ({ kind: 'take' }),
  release: () => ({ kind: 'release' }),
  snooze: () => ({ kind: 'snooze', choice: 'next-day' }),
  'snooze-hour': () => ({ kind: 'snooze', choice: 'hour' }),
  'snooze-afternoon': () => ({ kind: 'snooze', choice: 'afternoon' }),
  keep: (target) => ({ kind: 'keep', promise: target.promise ?? '' }),
};

/** The command of a button that runs one at once. */
export function toDirectCommand(action: DirectAction, target: ButtonRef): PersonCommand {
  return DIRECT_COMMANDS[action](target);
}
