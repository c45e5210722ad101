import { NAME_LIMIT, TEXT_LIMIT } from '../domain/complaint/command.js';
import {
  type ComplaintPromise,
  DELIVERED,
  type Details,
  IMPACTS,
  MEANS,
} from '../domain/complaint/complaint.js';
import type { Organisation } from '../domain/organisation/organisation.js';
import { text } from '../text/index.js';
import type { Action } from './buttons.js';
import type { Block, Field, Form, Option } from './elements.js';

const words = text.form;

/** A form without the parts that are added when it is opened. */
export type FormDraft = Omit<Form, 'submissionId' | 'context'>;

const MEANS_OPTIONS = toOptions(MEANS, text.means);

function toOptions<K extends string>(
  keys: readonly K[],
  labels: Readonly<Record<K, string>>,
): readonly Option[] {
  return keys.map((value) => ({ value, label: labels[value] }));
}

function longTextField(
  name: string,
  label: string,
  rest: { hint?: string; required?: boolean; initial?: string } = {},
): Field {
  const { required = true, ...more } = rest;
  return { kind: 'text', lines: 'many', max: TEXT_LIMIT, name, label, required, ...more };
}

function shortTextField(
  name: string,
  label: string,
  rest: { hint?: string; required?: boolean; initial?: string } = {},
): Field {
  const { required = true, ...more } = rest;
  return { kind: 'text', lines: 'one', max: NAME_LIMIT, name, label, required, ...more };
}

function choiceField(
  name: string,
  label: string,
  from: readonly Option[],
  initial?: string,
): Field {
  const look = from.length > 5 ? 'menu' : 'radio';
  const start = initial === undefined ? {} : { initial };
  return { kind: 'choice', name, label, required: true, options: from, look, ...start };
}

function introBlocks(line: string): readonly Block[] {
  return [{ kind: 'text', text: [line] }];
}

/**
 * The form for a new complaint. `description` is the text written after the command. A note says
 * when it does not fit into the field.
 */
export function fileForm(organisation: Organisation, description: string): FormDraft {
  const f = words.file;
  const categories = [...organisation.categories.values()].map(({ key, name }) => ({
    value: key,
    label: name,
  }));
  const category: Field = {
    kind: 'choice',
    look: 'menu',
    name: 'category',
    label: f.category,
    required: true,
    options: categories,
  };
  const [first, ...rest] = detailFields({ description: cutToFieldLimit(description) });
  return {
    id: 'file',
    title: f.title,
    submit: f.submit,
    blocks: [
      ...introBlocks(f.intro),
      ...(description.length > TEXT_LIMIT ? introBlocks(f.tooLong) : []),
    ],
    fields: [
      ...(first === undefined ? [] : [first]),
      ...rest.slice(0, 3),
      category,
      ...rest.slice(3),
    ],
  };
}

/** The text, cut to what one field takes, and never inside a character. */
function cutToFieldLimit(written: string): string {
  return written.slice(0, TEXT_LIMIT).replace(/\p{Surrogate}$/u, '');
}

/** The fields for a complaint's details, filled in with the known values. */
function detailFields(known: Partial<Details>): readonly Field[] {
  const f = words.file;
  const start = (initial: string | undefined): { initial?: string } =>
    initial === undefined || initial === '' ? {} : { initial };
  return [
    shortTextField('complainant', f.complainant, {
      hint: f.complainantHint,
      ...start(known.complainant?.name),
    }),
    shortTextField('account', f.account, { required: false, ...start(known.complainant?.account) }),
    longTextField('description', f.description, {
      hint: f.descriptionHint,
      ...start(known.description),
    }),
    longTextField('desiredOutcome', f.desiredOutcome, {
      hint: f.desiredOutcomeHint,
      ...start(known.desiredOutcome),
    }),
    choiceField('impact', f.impact, toOptions(IMPACTS, text.impacts), known.impact ?? 'medium'),
    choiceField('means', f.means, MEANS_OPTIONS, known.means ?? 'phone'),
    {
      kind: 'tick',
      name: 'isPublic',
      label: f.visibility,
      required: false,
      text: f.isPublic,
      initial: known.isPublic ?? false,
    },
  ];
}

/** The form to record that the complaint was acknowledged. */
export function acknowledgeForm(): FormDraft {
  const f = words.acknowledge;
  return {
    id: 'acknowledge',
    title: f.title,
    submit: f.submit,
    blocks: introBlocks(f.intro),
    fields: [
      choiceField('means', f.means, MEANS_OPTIONS, 'phone'),
      longTextField('words', f.words),
    ],
  };
}

/** The form to assign the complaint. `colleagues`: who can get it, by person id. */
export function assignForm(colleagues: readonly Option[]): FormDraft {
  const f = words.assign;
  const to: Field = {
    kind: 'choice',
    look: 'menu',
    name: 'to',
    label: f.to,
    required: true,
    options: colleagues,
  };
  return { id: 'assign', title: f.title, submit: f.submit, blocks: [], fields: [to] };
}

/** The form to record a promise. */
export function promiseForm(): FormDraft {
  const f = words.promise;
  return {
    id: 'promise',
    title: f.title,
    submit: f.submit,
    blocks: introBlocks(f.intro),
    fields: [
      longTextField('what', f.what),
      { kind: 'moment', name: 'dueAt', label: f.dueAt, required: true },
      longTextField('basis', f.basis, { hint: f.basisHint }),
    ],
  };
}

/** The form to agree a new date for a promise. */
export function renegotiateForm(promise: ComplaintPromise): FormDraft {
  const f = words.renegotiate;
  return {
    id: 'renegotiate',
    title: f.title,
    submit: f.submit,
    blocks: introBlocks(f.intro(promise.what)),
    fields: [
      { kind: 'moment', name: 'dueAt', label: f.dueAt, required: true },
      longTextField('basis', f.basis),
    ],
  };
}

/** The form to write an update. `audiences`: whom it can go to; a reporter can write only to the team. */
export function updateForm(audiences: readonly ('reporter' | 'team')[]): FormDraft {
  const f = words.update;
  const labels = { reporter: f.toReporter, team: f.toTeam };
  const audience = choiceField('audience', f.audience, toOptions(audiences, labels), 'team');
  return {
    id: 'update',
    title: f.title,
    submit: f.submit,
    blocks: [],
    fields: [...(audiences.length > 1 ? [audience] : []), longTextField('text', f.text)],
  };
}

/** The form to resolve the complaint. `desiredOutcome` is shown, to compare it with what was done. */
export function resolveForm(desiredOutcome: string): FormDraft {
  const f = words.resolve;
  return {
    id: 'resolve',
    title: f.title,
    submit: f.submit,
    blocks: [{ kind: 'quote', label: f.wanted, text: desiredOutcome, max: TEXT_LIMIT }],
    fields: [
      longTextField('done', f.done, { hint: f.doneHint }),
      choiceField('delivered', f.delivered, toOptions(DELIVERED, text.delivered)),
      { kind: 'tick', name: 'told', label: f.told, required: false, text: f.isTold },
    ],
  };
}

/** The form to record how satisfied the complainant is. */
export function followUpForm(): FormDraft {
  const f = words.followUp;
  const scale = f.scale.map((label, n) => ({ value: String(n + 1), label }));
  return {
    id: 'follow-up',
    title: f.title,
    submit: f.submit,
    blocks: introBlocks(f.intro),
    fields: [
      choiceField('satisfaction', f.satisfaction, scale),
      longTextField('words', f.words, { required: false }),
    ],
  };
}

/** The form to reopen or withdraw the complaint. It asks for the reason. */
export function reasonForm(id: Extract<Action, 'reopen' | 'withdraw'>): FormDraft {
  const f = words[id];
  return {
    id,
    title: f.title,
    submit: f.submit,
    blocks: [],
    fields: [longTextField('reason', f.reason)],
  };
}

/** The form to correct the complaint's details. It starts with the current ones. */
export function correctForm(details: Details): FormDraft {
  const f = words.correct;
  return {
    id: 'correct',
    title: f.title,
    submit: f.submit,
    blocks: [],
    fields: detailFields(details),
  };
}
