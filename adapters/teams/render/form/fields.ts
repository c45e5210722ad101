import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Field, FormFault } from '../../../../src/views/elements.js';
import { cut, isBlank, shorten, wellFormed } from '../../../shared/text.js';
import type { CardElement, CardInput } from '../card-elements.js';
import { toDateInputs } from '../dates.js';
import { escapeLiteral } from '../escape.js';
import { LIMITS } from '../limits.js';
import { findAccount, isObjectId, MENTION_NOBODY, type RenderContext } from '../mentions.js';
import { renderParagraphs, type TextStyle } from '../text.js';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** How questions are drawn. */
export interface FieldContext extends RenderContext {
  /** The IANA zone dates are entered in. */
  readonly zone: string;
  /** What was filled in before, by input id; undefined when the form is new. */
  readonly values: unknown;
  readonly faults: readonly FormFault[];
}

/** The people of the tenant, to choose from; learn.microsoft.com, "People Picker in Adaptive Cards". */
const COLLEAGUES = { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } as const;

/** A question: its faults, its input or inputs, its hint. */
export function renderField(field: Field, asking: FieldContext): readonly CardElement[] {
  const own = asking.faults.filter((fault) => fault.field === field.name);
  const hint = renderParagraphs([field.hint ?? ''], LIMITS.label, MENTION_NOBODY, {
    size: 'small',
    isSubtle: true,
  });
  const below = hint.elements.map((element) => ({ ...element, spacing: 'none' as const }));
  return [...own.flatMap(renderFault), ...inputsOf(field, asking), ...below];
}

/** A fault in words that say that it is one, and in the colour for it. */
export function renderFault(fault: FormFault): readonly CardElement[] {
  const look: TextStyle = { color: 'attention', weight: 'bolder' };
  const text = [TEAMS_TEXT.error, fault.message];
  return renderParagraphs(text, LIMITS.fault + TEAMS_TEXT.error.length, MENTION_NOBODY, look)
    .elements;
}

function inputsOf(field: Field, asking: FieldContext): readonly CardInput[] {
  switch (field.kind) {
    case 'text':
      return [textInput(field, asking)];
    case 'choice':
      return [choiceInput(field, asking)];
    case 'moment':
      return momentInputs(field, asking);
    case 'tick':
      return [tickInput(field, asking)];
    case 'person':
      return [personInput(field, asking)];
  }
}

function askedOf(field: Field, fault: string) {
  return {
    id: inputIds(field.name).value,
    label: labelOf(field.label),
    ...required(field, fault),
  };
}

function required(field: Field, errorMessage: string) {
  return field.required ? { isRequired: true as const, errorMessage } : {};
}

/** What the input starts with: what was entered before, or in a new form what the field says. */
function startOf(field: Field, asking: FieldContext, initial: string): string {
  if (asking.values === undefined) return initial;
  return readInput(asking.values, inputIds(field.name).value);
}

function filled(value: string): { readonly value?: string } {
  return value === '' ? {} : { value };
}

function textInput(field: FieldOf<'text'>, asking: FieldContext): CardInput {
  const most = Math.max(1, Math.floor(field.max));
  const start = wellFormed(startOf(field, asking, field.initial ?? ''));
  return {
    type: 'Input.Text',
    ...askedOf(field, TEAMS_TEXT.fillIn),
    isMultiline: field.lines === 'many',
    maxLength: most,
    ...filled(start.length > most ? cut(start, most) : start),
  };
}

function choiceInput(field: FieldOf<'choice'>, asking: FieldContext): CardInput {
  const choices = field.options.map(({ label, value }) => ({ title: labelOf(label), value }));
  const start = startOf(field, asking, field.initial ?? '');
  return {
    type: 'Input.ChoiceSet',
    ...askedOf(field, TEAMS_TEXT.chooseOne),
    wrap: true,
    choices,
    ...(field.look === 'radio'
      ? { style: 'expanded' }
      : { style: 'compact', placeholder: TEAMS_TEXT.choose }),
    ...filled(choices.some(({ value }) => value === start) ? start : ''),
  };
}

/** Teams knows nothing of zones: the label says in which the time is entered. */
function momentInputs(field: FieldOf<'moment'>, asking: FieldContext): readonly CardInput[] {
  const ids = inputIds(field.name);
  const known = field.initial === undefined ? undefined : toDateInputs(field.initial, asking.zone);
  const start =
    asking.values === undefined
      ? known
      : {
          date: inForm(readInput(asking.values, ids.date), DATE),
          time: inForm(readInput(asking.values, ids.time), TIME),
        };
  const time = field.required ? TEAMS_TEXT.time : TEAMS_TEXT.timeOptional;
  const asks = required(field, TEAMS_TEXT.fillIn);
  return [
    {
      type: 'Input.Date',
      id: ids.date,
      label: labelOf(TEAMS_TEXT.date(field.label)),
      ...asks,
      ...filled(start?.date ?? ''),
    },
    {
      type: 'Input.Time',
      id: ids.time,
      label: labelOf(time(asking.zone)),
      ...asks,
      ...filled(start?.time ?? ''),
    },
  ];
}

function tickInput(field: FieldOf<'tick'>, asking: FieldContext): CardInput {
  const start = startOf(field, asking, field.initial === true ? 'true' : 'false');
  return {
    type: 'Input.Toggle',
    ...askedOf(field, TEAMS_TEXT.tickIt),
    title: labelOf(field.text),
    wrap: true,
    value: start === 'true' ? 'true' : 'false',
  };
}

function personInput(field: FieldOf<'person'>, asking: FieldContext): CardInput {
  const account = field.initial && findAccount([field.initial], asking);
  const start = startOf(field, asking, account?.userId ?? '');
  return {
    type: 'Input.ChoiceSet',
    ...askedOf(field, TEAMS_TEXT.chooseOne),
    style: 'filtered',
    wrap: true,
    choices: [],
    'choices.data': COLLEAGUES,
    ...filled(isObjectId(start) ? start : ''),
  };
}

/** What an input for a date or a time takes as its value, the seconds of a time left out. */
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d/;

function inForm(value: string, form: RegExp): string {
  return form.exec(value)?.[0] ?? '';
}

/** A label; a dash where there is nothing, for a question without one cannot be read out. */
function labelOf(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.label)).replace(/\s+/g, ' ');
  return isBlank(short) ? TEAMS_TEXT.nothing : short;
}

/** The ids of a field's inputs. A moment has two: Teams has no input for both. */
export function inputIds(name: string): {
  readonly value: string;
  readonly date: string;
  readonly time: string;
} {
  const value = `f.${name}`;
  return { value, date: `${value}.date`, time: `${value}.time` };
}

/** What stands in an input of a submission; the empty string when nothing does. */
export function readInput(inputs: unknown, id: string): string {
  if (typeof inputs !== 'object' || inputs === null || !Object.hasOwn(inputs, id)) return '';
  const value: unknown = Reflect.get(inputs, id);
  return typeof value === 'string' ? value : '';
}
