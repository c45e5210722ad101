import { NAME_LIMIT, TEXT_LIMIT } from '../../domain/complaint/command.js';
import {
  type ComplaintPromise,
  DELIVERED,
  type Details,
  IMPACTS,
  MEANS,
} from '../../domain/complaint/facts.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import type { Block, Option } from '../elements.js';
import { createForm, type FieldOf, type FormDraft, type FormFields } from './form-fields.js';

const words = text.form;

const MEANS_OPTIONS = toOptions(MEANS, text.means);

function toOptions<K extends string>(
  keys: readonly K[],
  labels: Readonly<Record<K, string>>,
): readonly Option[] {
  return keys.map((value) => ({ value, label: labels[value] }));
}

/** What a field may have besides its label. Required by default. */
interface FieldOptions {
  readonly hint?: string;
  readonly required?: boolean;
  readonly initial?: string;
}

function longTextField(label: string, options: FieldOptions = {}): FieldOf<'text'> {
  return { kind: 'text', lines: 'many', max: TEXT_LIMIT, label, required: true, ...options };
}

function shortTextField(label: string, options: FieldOptions = {}): FieldOf<'text'> {
  return { kind: 'text', lines: 'one', max: NAME_LIMIT, label, required: true, ...options };
}

function choiceField(
  label: string,
  options: readonly Option[],
  rest: { readonly initial?: string; readonly look?: 'menu' | 'radio' } = {},
): FieldOf<'choice'> {
  const look = options.length > 5 ? 'menu' : 'radio';
  return { kind: 'choice', label, required: true, options, look, ...rest };
}

function momentField(label: string): FieldOf<'moment'> {
  return { kind: 'moment', label, required: true };
}

function tickField(label: string, line: string, initial?: boolean): FieldOf<'tick'> {
  const start = initial === undefined ? {} : { initial };
  return { kind: 'tick', label, required: false, text: line, ...start };
}

function introBlocks(line: string): readonly Block[] {
  return [{ kind: 'text', text: [line] }];
}

/**
 * The form for a new complaint. `description` is the text written after the command. A note says
 * when it does not fit into the field.
 */
export function fileForm(organisation: Organisation, description: string): FormDraft<'file'> {
  const f = words.file;
  const categories = [...organisation.categories.values()].map(({ key, name }) => ({
    value: key,
    label: name,
  }));
  const note = description.length > TEXT_LIMIT ? introBlocks(f.tooLong) : [];
  const details = detailFields({ description: cutToFieldLimit(description) });
  const { complainant, account, description: happened, desiredOutcome, ...rest } = details;
  return createForm('file', f, [...introBlocks(f.intro), ...note], {
    complainant,
    account,
    description: happened,
    desiredOutcome,
    category: choiceField(f.category, categories, { look: 'menu' }),
    ...rest,
  });
}

/** The text, cut to what one field takes, and never inside a character. */
function cutToFieldLimit(written: string): string {
  return written.slice(0, TEXT_LIMIT).replace(/\p{Surrogate}$/u, '');
}

/** The fields for a complaint's details, filled in with the known values. */
function detailFields(known: Partial<Details>): FormFields<'correct'> {
  const f = words.file;
  const start = (initial: string | undefined): { initial?: string } =>
    initial === undefined || initial === '' ? {} : { initial };
  return {
    complainant: shortTextField(f.complainant, {
      hint: f.complainantHint,
      ...start(known.complainant?.name),
    }),
    account: shortTextField(f.account, { required: false, ...start(known.complainant?.account) }),
    description: longTextField(f.description, {
      hint: f.descriptionHint,
      ...start(known.description),
    }),
    desiredOutcome: longTextField(f.desiredOutcome, {
      hint: f.desiredOutcomeHint,
      ...start(known.desiredOutcome),
    }),
    impact: choiceField(f.impact, toOptions(IMPACTS, text.impacts), {
      initial: known.impact ?? 'medium',
    }),
    means: choiceField(f.means, MEANS_OPTIONS, { initial: known.means ?? 'phone' }),
    isPublic: tickField(f.visibility, f.isPublic, known.isPublic ?? false),
  };
}

/** The form to record that the complaint was acknowledged. */
export function acknowledgeForm(): FormDraft<'acknowledge'> {
  const f = words.acknowledge;
  return createForm('acknowledge', f, introBlocks(f.intro), {
    means: choiceField(f.means, MEANS_OPTIONS, { initial: 'phone' }),
    words: longTextField(f.words),
  });
}

/** The form to assign the complaint. `colleagues`: who can get it, by person id. */
export function assignForm(colleagues: readonly Option[]): FormDraft<'assign'> {
  const f = words.assign;
  return createForm('assign', f, [], { to: choiceField(f.to, colleagues, { look: 'menu' }) });
}

/** The form to record a promise. */
export function promiseForm(): FormDraft<'promise'> {
  const f = words.promise;
  return createForm('promise', f, introBlocks(f.intro), {
    what: longTextField(f.what),
    dueAt: momentField(f.dueAt),
    basis: longTextField(f.basis, { hint: f.basisHint }),
  });
}

/** The form to agree a new date for a promise. */
export function renegotiateForm(promise: ComplaintPromise): FormDraft<'renegotiate'> {
  const f = words.renegotiate;
  return createForm('renegotiate', f, introBlocks(f.intro(promise.what)), {
    dueAt: momentField(f.dueAt),
    basis: longTextField(f.basis),
  });
}

/** The form to write an update. `audiences`: whom it can go to; a reporter can write only to the team. */
export function updateForm(audiences: readonly ('reporter' | 'team')[]): FormDraft<'update'> {
  const f = words.update;
  const options = toOptions(audiences, { reporter: f.toReporter, team: f.toTeam });
  return createForm('update', f, [], {
    audience: audiences.length > 1 ? choiceField(f.audience, options, { initial: 'team' }) : null,
    text: longTextField(f.text),
  });
}

/** The form to resolve the complaint. `desiredOutcome` is shown, to compare it with what was done. */
export function resolveForm(desiredOutcome: string): FormDraft<'resolve'> {
  const f = words.resolve;
  const wanted: Block = { kind: 'quote', label: f.wanted, text: desiredOutcome, max: TEXT_LIMIT };
  return createForm('resolve', f, [wanted], {
    done: longTextField(f.done, { hint: f.doneHint }),
    delivered: choiceField(f.delivered, toOptions(DELIVERED, text.delivered)),
    told: tickField(f.told, f.isTold),
  });
}

/** The form to record how satisfied the complainant is. */
export function followUpForm(): FormDraft<'follow-up'> {
  const f = words.followUp;
  const scale = f.scale.map((label, n) => ({ value: String(n + 1), label }));
  return createForm('follow-up', f, introBlocks(f.intro), {
    satisfaction: choiceField(f.satisfaction, scale),
    words: longTextField(f.words, { required: false }),
  });
}

/** The form to reopen the complaint. It asks for the reason. */
export function reopenForm(): FormDraft<'reopen'> {
  const f = words.reopen;
  return createForm('reopen', f, [], { reason: longTextField(f.reason) });
}

/** The form to withdraw the complaint. It asks for the reason. */
export function withdrawForm(): FormDraft<'withdraw'> {
  const f = words.withdraw;
  return createForm('withdraw', f, [], { reason: longTextField(f.reason) });
}

/** The form to correct the complaint's details. It starts with the current ones. */
export function correctForm(details: Details): FormDraft<'correct'> {
  return createForm('correct', words.correct, [], detailFields(details));
}
