import { PHONE_LIMIT, TEXT_LIMIT } from '../../domain/complaint/command.js';
import type { Means } from '../../domain/complaint/handling.js';
import { AUTHORITIES, type Details, IMPACTS } from '../../domain/intake/details.js';
import type { LaterDetail } from '../../domain/intake/missing.js';
import { FROM_WORDS } from '../../domain/intake/suggest-category.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import type { Field } from '../elements.js';
import type { ShownMatches } from '../intake/match-field.js';
import { type OfferedSource, sourceField } from '../intake/source-views.js';
import {
  choiceField,
  introBlocks,
  longTextField,
  MEANS_OPTIONS,
  momentField,
  personField,
  shortTextField,
  tickField,
  toOptions,
} from './fields.js';
import { createForm, type FieldOf, type FormDraft, type FormFields } from './form-fields.js';

const words = text.form;

/** What the form for a new complaint starts with. */
export interface FilingStart {
  /** The text written after the command, or of the message it is about. */
  readonly description: string;
  /** Business time, ms UTC. */
  readonly now: number;
  /** What it is about, as far as that is known. Absent: the words are to say it. */
  readonly category?: string;
  /** How the person's last complaint came in. Absent: they have recorded none. */
  readonly means?: Means;
  /** What was found for it. Absent: nothing. */
  readonly matches?: ShownMatches & {
    /** Where the question stands: first, or under the contact, where it was found while that was entered. */
    readonly place: 'first' | 'contact';
  };
  /** What can be kept of the message that it was opened from. Absent: it was from none. */
  readonly source?: OfferedSource;
}

/**
 * The form for a new complaint: what is asked in each, and behind **More details** the rest. A note says
 * when the description does not fit into its field.
 */
export function fileForm(organisation: Organisation, start: FilingStart): FormDraft<'file'> {
  const f = words.file;
  const { description, now, means, source } = start;
  const categories = [
    { value: FROM_WORDS, label: f.fromWords },
    ...[...organisation.categories.values()].map(({ key, name }) => ({ value: key, label: name })),
  ];
  const note = description.length > TEXT_LIMIT ? introBlocks(f.tooLong) : [];
  const known = { description: cutToFieldLimit(description), ...(means && { means }) };
  const fields = detailFields(known);
  const { description: happened, complainant, desiredOutcome, ...rest } = fields;
  const { isAnonymous, account, phone, email, ...others } = rest;
  const { means: how, impact, isPublic, isVulnerable, adjustments, ...who } = others;
  const match = start.matches?.field ?? null;
  const isFirst = start.matches?.place === 'first';
  return createForm('file', f, [...note, ...(start.matches?.blocks ?? [])], {
    ...(isFirst ? { match } : {}),
    description: happened,
    complainant,
    desiredOutcome,
    category: choiceField(f.category, categories, {
      look: 'menu',
      initial: start.category ?? FROM_WORDS,
    }),
    keepSource: source === undefined ? null : sourceField(source),
    ...toMore({ isAnonymous, ...lookUp({ account, phone, email }) }),
    match,
    ...toMore({
      ...who,
      receivedAt: momentField(f.receivedAt, { initial: now }),
      ...{ means: how, impact, isPublic, isVulnerable, adjustments },
      colleague: personField(text.colleague.asked, { hint: text.colleague.askedHint }),
    }),
  });
}

/** The fields behind More details. None of them is required there. */
function toMore<T extends Readonly<Record<string, FieldOf<Field['kind']> | null>>>(fields: T): T {
  const more = Object.entries(fields).map(([name, field]) => [
    name,
    field === null ? null : { ...field, required: false, isMore: true },
  ]);
  return Object.fromEntries(more) as T;
}

/** Fields by whose values other complaints of the same complainant are found. */
function lookUp<T extends Readonly<Record<string, FieldOf<'text'> | null>>>(fields: T): T {
  const looked = Object.entries(fields).map(([name, field]) => [
    name,
    field === null ? null : { ...field, isLookedUp: true },
  ]);
  return Object.fromEntries(looked) as T;
}

/** The text, cut to what one field takes, and never inside a character. */
function cutToFieldLimit(written: string): string {
  return written.slice(0, TEXT_LIMIT).replace(/\p{Surrogate}$/u, '');
}

/** The form to correct the complaint's details. It starts with the current ones. */
export function correctForm(details: Details): FormDraft<'correct'> {
  return createForm('correct', words.correct, [], detailFields(details));
}

/**
 * The form for what was left for later: only that is asked. Of several things one is enough, and the form says so; a
 * single one must be filled in. A name is never required: not wanting to say it is another answer. The hints promise
 * no more than that.
 */
export function completeForm(
  details: Details,
  missing: readonly LaterDetail[],
): FormDraft<'complete'> {
  const { file } = words;
  const { intro, hints } = text.completion;
  const isUnknown = missing.includes('complainant');
  const isOne = missing.length === 1;
  const wish = { required: isOne, hint: hints.desiredOutcome };
  return createForm('complete', words.complete, isOne ? [] : introBlocks(intro), {
    complainant: isUnknown ? optionalText(file.complainant, undefined, hints.complainant) : null,
    isAnonymous: isUnknown ? detailFields(details).isAnonymous : null,
    desiredOutcome: missing.includes('desiredOutcome')
      ? longTextField(file.desiredOutcome, wish)
      : null,
  });
}

type Initial = { readonly initial?: string };

function startWith(initial: string | undefined): Initial {
  return initial === undefined || initial === '' ? {} : { initial };
}

/** An optional text of one line. */
function optionalText(label: string, initial: string | undefined, hint?: string) {
  return shortTextField(label, { required: false, ...startWith(initial), ...(hint && { hint }) });
}

/** The fields for a complaint's details, filled in with the known values. */
function detailFields(known: Partial<Details>): FormFields<'correct'> {
  const f = words.file;
  return {
    description: longTextField(f.description, {
      hint: f.descriptionHint,
      ...startWith(known.description),
    }),
    complainant: optionalText(f.complainant, known.complainant?.name, f.complainantHint),
    desiredOutcome: longTextField(f.desiredOutcome, {
      required: false,
      hint: f.desiredOutcomeHint,
      ...startWith(known.desiredOutcome),
    }),
    ...contactFields(known),
    ...representativeFields(known),
    means: choiceField(f.means, MEANS_OPTIONS, { initial: known.means ?? 'phone' }),
    impact: choiceField(f.impact, toOptions(IMPACTS, text.impacts), {
      required: false,
      hint: f.impactHint,
      ...startWith(known.impact),
    }),
    isPublic: tickField(f.visibility, f.isPublic, known.isPublic ?? false),
    isVulnerable: tickField(f.help, f.isVulnerable, known.isVulnerable ?? false),
    adjustments: optionalText(f.adjustments, known.adjustments, f.adjustmentsHint),
  };
}

function contactFields({ complainant }: Partial<Details>) {
  const f = words.file;
  const prefers = complainant?.prefers;
  return {
    isAnonymous: tickField(f.anonymous, f.isAnonymous, complainant?.isAnonymous ?? false),
    account: optionalText(f.account, complainant?.account),
    phone: { ...optionalText(f.phone, complainant?.phone), max: PHONE_LIMIT },
    email: optionalText(f.email, complainant?.email),
    address: optionalText(f.address, complainant?.address),
    prefers: choiceField(f.prefers, MEANS_OPTIONS, { required: false, ...startWith(prefers) }),
  };
}

function representativeFields({ representative }: Partial<Details>) {
  const f = words.file;
  return {
    representative: optionalText(f.representative, representative?.name, f.representativeHint),
    authority: choiceField(f.authority, toOptions(AUTHORITIES, f.authorities), {
      required: false,
      ...startWith(representative?.authority),
    }),
  };
}
