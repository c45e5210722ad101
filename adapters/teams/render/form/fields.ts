import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Field, FormFault } from '../../../../src/views/elements.js';
import { cutAtGrapheme, isBlank, shorten, toWellFormed } from '../../../shared/text.js';
import type { CardElement, CardInput } from '../card-elements.js';
import { toDateInputs } from '../dates.js';
import { escapeLiteral } from '../escape.js';
import { LIMITS } from '../limits.js';
import { findTenantAccount, isObjectId, NO_MENTIONS, type RenderContext } from '../mentions.js';
import { renderParagraphs, type TextStyle } from '../text.js';

type FieldOfKind<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** How questions are drawn. */
export interface FieldContext extends RenderContext {
  /** The IANA zone dates are entered in. */
  readonly zone: string;
  /** What was filled in before, by input id; undefined when the form is new. */
  readonly values: unknown;
  readonly faults: readonly FormFault[];
}

/** The people of the tenant, to choose from; learn.microsoft.com, "People Picker in Adaptive Cards". */
const PEOPLE_PICKER = { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } as const;

/** A question: its faults, its input or inputs, its hint. */
export function renderField(field: Field, asking: FieldContext): readonly CardElement[] {
  const own = asking.faults.filter((fault) => fault.field === field.name);
  const hint = renderParagraphs([field.hint ?? ''], LIMITS.label, NO_MENTIONS, {
    size: 'small',
    isSubtle: true,
  });
  const below = hint.elements.map((element) => ({ ...element, spacing: 'none' as const }));
  return [...own.flatMap(renderFault), ...renderInputs(field, asking), ...below];
}

/** A fault in words that say that it is one, and in the colour for it. */
export function renderFault(fault: FormFault): readonly CardElement[] {
  const look: TextStyle = { color: 'attention', weight: 'bolder' };
  const text = [TEAMS_TEXT.error, fault.message];
  return renderParagraphs(text, LIMITS.fault + TEAMS_TEXT.error.length, NO_MENTIONS, look).elements;
}

function renderInputs(field: Field, asking: FieldContext): readonly CardInput[] {
  switch (field.kind) {
    case 'text':
      return [renderTextInput(field, asking)];
    case 'choice':
      return [renderChoiceInput(field, asking)];
    case 'moment':
      return renderMomentInputs(field, asking);
    case 'tick':
      return [renderTickInput(field, asking)];
    case 'person':
      return [renderPersonInput(field, asking)];
  }
}

function toInputBase(field: Field, fault: string) {
  return {
    id: toInputIds(field.name).value,
    label: renderLabel(field.label),
    ...toRequired(field, fault),
  };
}

function toRequired(field: Field, errorMessage: string) {
  return field.required ? { isRequired: true as const, errorMessage } : {};
}

/** What the input starts with: what was entered before, or in a new form what the field says. */
function findInitialValue(field: Field, asking: FieldContext, initial: string): string {
  if (asking.values === undefined) return initial;
  return readInput(asking.values, toInputIds(field.name).value);
}

function toValue(value: string): { readonly value?: string } {
  return value === '' ? {} : { value };
}

function renderTextInput(field: FieldOfKind<'text'>, asking: FieldContext): CardInput {
  const most = Math.max(1, Math.floor(field.max));
  const start = toWellFormed(findInitialValue(field, asking, field.initial ?? ''));
  return {
    type: 'Input.Text',
    ...toInputBase(field, TEAMS_TEXT.fillIn),
    isMultiline: field.lines === 'many',
    maxLength: most,
    ...toValue(start.length > most ? cutAtGrapheme(start, most) : start),
  };
}

function renderChoiceInput(field: FieldOfKind<'choice'>, asking: FieldContext): CardInput {
  const choices = field.options.map(({ label, value }) => ({ title: renderLabel(label), value }));
  const start = findInitialValue(field, asking, field.initial ?? '');
  return {
    type: 'Input.ChoiceSet',
    ...toInputBase(field, TEAMS_TEXT.chooseOne),
    wrap: true,
    choices,
    ...(field.look === 'radio'
      ? { style: 'expanded' }
      : { style: 'compact', placeholder: TEAMS_TEXT.choose }),
    ...toValue(choices.some(({ value }) => value === start) ? start : ''),
  };
}

/** Teams knows nothing of zones: the label says in which the time is entered. */
function renderMomentInputs(
  field: FieldOfKind<'moment'>,
  asking: FieldContext,
): readonly CardInput[] {
  const ids = toInputIds(field.name);
  const known = field.initial === undefined ? undefined : toDateInputs(field.initial, asking.zone);
  const start =
    asking.values === undefined
      ? known
      : {
          date: matchFormat(readInput(asking.values, ids.date), DATE),
          time: matchFormat(readInput(asking.values, ids.time), TIME),
        };
  const time = field.required ? TEAMS_TEXT.time : TEAMS_TEXT.timeOptional;
  const asks = toRequired(field, TEAMS_TEXT.fillIn);
  return [
    {
      type: 'Input.Date',
      id: ids.date,
      label: renderLabel(TEAMS_TEXT.date(field.label)),
      ...asks,
      ...toValue(start?.date ?? ''),
    },
    {
      type: 'Input.Time',
      id: ids.time,
      label: renderLabel(time(asking.zone)),
      ...asks,
      ...toValue(start?.time ?? ''),
    },
  ];
}

function renderTickInput(field: FieldOfKind<'tick'>, asking: FieldContext): CardInput {
  const start = findInitialValue(field, asking, field.initial === true ? 'true' : 'false');
  return {
    type: 'Input.Toggle',
    ...toInputBase(field, TEAMS_TEXT.tickIt),
    title: renderLabel(field.text),
    wrap: true,
    value: start === 'true' ? 'true' : 'false',
  };
}

function renderPersonInput(field: FieldOfKind<'person'>, asking: FieldContext): CardInput {
  const account = field.initial && findTenantAccount([field.initial], asking);
  const start = findInitialValue(field, asking, account?.userId ?? '');
  return {
    type: 'Input.ChoiceSet',
    ...toInputBase(field, TEAMS_TEXT.chooseOne),
    style: 'filtered',
    wrap: true,
    choices: [],
    'choices.data': PEOPLE_PICKER,
    ...toValue(isObjectId(start) ? start : ''),
  };
}

/** What an input for a date or a time takes as its value, the seconds of a time left out. */
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d/;

function matchFormat(value: string, form: RegExp): string {
  return form.exec(value)?.[0] ?? '';
}

/** A label; a dash where there is nothing, for a question without one cannot be read out. */
function renderLabel(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.label)).replace(/\s+/g, ' ');
  return isBlank(short) ? TEAMS_TEXT.nothing : short;
}

/** The ids of a field's inputs. A moment has two: Teams has no input for both. */
export function toInputIds(name: string): {
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
