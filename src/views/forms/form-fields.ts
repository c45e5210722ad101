import type {
  CommandOf,
  PersonCommandKind,
  TellingDetails,
} from '../../domain/complaint/command.js';
import type { InboxCommand } from '../../domain/inbox/inbox-command.js';
import type { Complainant, Details, Representative } from '../../domain/intake/details.js';
import type { Account } from '../../domain/organisation/person.js';
import type { FieldValue } from '../../ports/intake.js';
import type { OpeningAction } from '../buttons.js';
import type { Block, Field, Form } from '../elements.js';

/**
 * The fields for a complaint's details; the complainant's name has the field `complainant`, the
 * representative's the field `representative`.
 */
type DetailField =
  | keyof Details
  | Exclude<keyof Complainant, 'name'>
  | Exclude<keyof Representative, 'name'>;

const DETAIL_FIELDS = {
  description: 'text',
  complainant: 'text',
  desiredOutcome: 'text',
  isAnonymous: 'tick',
  account: 'text',
  phone: 'text',
  email: 'text',
  address: 'text',
  prefers: 'choice',
  representative: 'text',
  authority: 'choice',
  means: 'choice',
  impact: 'choice',
  isPublic: 'tick',
  isVulnerable: 'tick',
  adjustments: 'text',
} as const satisfies Readonly<Record<DetailField, Field['kind']>>;

/** The fields of each form that people fill in, by the form's id and the field's name: its kind. */
export const FORM_FIELDS = {
  file: {
    ...DETAIL_FIELDS,
    receivedAt: 'moment',
    category: 'choice',
    match: 'choice',
    keepSource: 'tick',
    colleague: 'person',
  },
  acknowledge: { at: 'moment', means: 'choice', words: 'text' },
  assign: { to: 'choice' },
  promise: { what: 'text', dueAt: 'moment', dueWords: 'text', unworked: 'tick', basis: 'text' },
  renegotiate: { dueAt: 'moment', dueWords: 'text', unworked: 'tick', basis: 'text' },
  'correct-promise': { dueAt: 'moment', dueWords: 'text', unworked: 'tick' },
  waive: { words: 'text' },
  update: { audience: 'choice', text: 'text' },
  resolve: {
    done: 'text',
    delivered: 'choice',
    promises: 'choices',
    told: 'choice',
    toldAt: 'moment',
    toldMeans: 'choice',
    toldWords: 'text',
  },
  tell: { at: 'moment', means: 'choice', words: 'text' },
  'follow-up': { outcome: 'choice', satisfaction: 'choice', words: 'text' },
  reopen: { reason: 'text' },
  withdraw: { reason: 'text' },
  correct: DETAIL_FIELDS,
  complete: { complainant: 'text', isAnonymous: 'tick', desiredOutcome: 'text' },
  recategorise: { category: 'choice' },
  'correct-received': { receivedAt: 'moment', reason: 'text' },
  'add-report': { receivedAt: 'moment', means: 'choice', words: 'text' },
  'snooze-until': { words: 'text' },
  'name-colleague': { colleague: 'person', nobody: 'tick' },
  away: { words: 'text', standIn: 'person' },
  reminders: { listAt: 'choice', mostADay: 'choice', quiet: 'text', inList: 'choices' },
} as const satisfies FileFields & CommandFields & SnoozeFields & InboxFields;

/** A kind of field, or several choices of which a form has as many as it needs. */
type FieldKind = Field['kind'] | 'choices';

/**
 * The form for a new complaint asks for its details, when it was received, its category, whom it is about, whether it
 * is one of those that were found, and whether to keep the conversation it comes from.
 */
type FileFields = {
  readonly file: Readonly<
    Record<
      DetailField | 'receivedAt' | 'category' | 'match' | 'keepSource' | 'colleague',
      FieldKind
    >
  >;
};

/** The form of a command asks for all that the command says, but for the promise it is about. */
type CommandFields = {
  readonly [K in Extract<OpeningAction, PersonCommandKind>]: Readonly<
    Record<AskedBy<CommandOf<K>>, FieldKind>
  >;
};

/** The form for a snooze asks for a date in words. */
type SnoozeFields = { readonly 'snooze-until': Readonly<Record<'words', FieldKind>> };

/** Whether a follow-up closes the complaint is a part of its outcome; by what it was found is in the context. */
type AskedBy<C> = C extends { readonly details: Details }
  ? DetailField
  : Exclude<keyof C, 'kind' | 'aliases' | 'promise' | 'closes' | 'entered' | 'on'> | ToldFields<C>;

/** How the complainant was told, asked beside whether they were. */
type ToldFields<C> = C extends { readonly told: unknown }
  ? `told${Capitalize<keyof TellingDetails>}`
  : never;

/** The form of a command on an inbox asks for all that the command says. */
type InboxFields = {
  readonly [K in InboxFormId]: Readonly<
    Record<AskedBy<Extract<InboxCommand, { kind: K }>>, FieldKind>
  >;
};

/** The forms of commands on an inbox. */
export const INBOX_FORMS = ['away', 'reminders'] as const satisfies readonly InboxCommand['kind'][];
export type InboxFormId = (typeof INBOX_FORMS)[number];

/** True for the form of a command on an inbox. */
export function isInboxForm(form: string): form is InboxFormId {
  return INBOX_FORMS.some((one) => one === form);
}

type FieldKinds = Readonly<Record<string, FieldKind>>;

/** The id of a form that people fill in. Submissions carry it. */
export type FormId = keyof typeof FORM_FIELDS;

type KindsOf<F extends FormId> = (typeof FORM_FIELDS)[F];

/** The value of a field of each kind: a moment is ms UTC; null when nothing was entered. */
interface ValueOfKind {
  readonly text: string;
  readonly choice: string;
  readonly moment: number | null;
  readonly tick: boolean;
  readonly person: Account | null;
  /** The answers by the key of each choice. */
  readonly choices: Readonly<Record<string, string>>;
}

/** What somebody entered into a form. */
export type FormValues<F extends FormId> = {
  readonly [N in keyof KindsOf<F>]: KindsOf<F>[N] extends FieldKind
    ? ValueOfKind[KindsOf<F>[N]]
    : never;
};

/** A field without its name. */
export type FieldOf<K extends Field['kind']> = Omit<Extract<Field, { readonly kind: K }>, 'name'>;

/** All fields of a form, in the order in which they are shown; null for one that is left out now. */
export type FormFields<F extends FormId> = {
  readonly [N in keyof KindsOf<F>]: KindsOf<F>[N] extends 'choices'
    ? ChoiceFields
    : KindsOf<F>[N] extends Field['kind']
      ? FieldOf<KindsOf<F>[N]> | null
      : never;
};

/** Several choices, by the key of each. */
export type ChoiceFields = ReadonlyMap<string, FieldOf<'choice'>>;

/** The name of one of several choices. A refusal of its answer names it. */
function toChoiceName(name: string, key: string): string {
  return `${name}.${key}`;
}

/** A form without the parts that are added when it is opened. */
export type FormDraft<Id extends string = string> = Omit<Form, 'submissionId' | 'context'> & {
  readonly id: Id;
};

/** Creates a form to fill in, with every field that {@link FORM_FIELDS} has for it. */
export function createForm<F extends FormId>(
  id: F,
  words: Pick<Form, 'title' | 'close'> & { readonly submit: string },
  blocks: readonly Block[],
  fields: FormFields<F>,
): FormDraft<F> {
  const all = fields as Readonly<Record<string, FieldOf<Field['kind']> | ChoiceFields | null>>;
  const named = Object.entries(all).flatMap(([name, field]): readonly Field[] => {
    if (field === null) return [];
    if (!(field instanceof Map)) return [{ ...field, name } as Field];
    const choices = [...(field as ChoiceFields)];
    return choices.map(([key, choice]) => ({ ...choice, name: toChoiceName(name, key) }));
  });
  const { title, submit, close } = words;
  const texts = close === undefined ? { title, submit } : { title, submit, close };
  return { id, ...texts, blocks, fields: named };
}

/** True for the id of a form that people fill in. */
export function isFormId(id: string): id is FormId {
  return Object.hasOwn(FORM_FIELDS, id);
}

/** Reads what an adapter parsed from a form. A value that is missing or of another kind counts as empty. */
export function readFormValues<F extends FormId>(
  form: F,
  values: Readonly<Record<string, FieldValue>>,
): FormValues<F> {
  const kinds: FieldKinds = FORM_FIELDS[form];
  const read = Object.entries(kinds).map(([name, kind]) => [name, readField(kind, name, values)]);
  return Object.fromEntries(read) as FormValues<F>;
}

function readField(
  kind: FieldKind,
  name: string,
  values: Readonly<Record<string, FieldValue>>,
): ValueOfKind[FieldKind] {
  if (kind !== 'choices') return READERS[kind](values[name]);
  const start = toChoiceName(name, '');
  const answers = Object.entries(values).filter(([field]) => field.startsWith(start));
  return Object.fromEntries(
    answers.map(([field, value]) => [field.slice(start.length), readText(value)]),
  );
}

type Readers = {
  readonly [K in Field['kind']]: (value: FieldValue | undefined) => ValueOfKind[K];
};

const readText = (value: FieldValue | undefined): string =>
  typeof value === 'string' ? value : '';

const READERS: Readers = {
  text: readText,
  choice: readText,
  moment: (value) => (typeof value === 'number' ? value : null),
  tick: (value) => value === true,
  person: (value) => (typeof value === 'object' ? value : null) ?? null,
};
