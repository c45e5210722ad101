import { isBlank } from '../../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Field, FormFault } from '../../../../src/views/elements.js';
import { cutAtGrapheme, shorten, toWellFormed } from '../../../shared/text.js';
import type { CardElement, CardInput } from '../card-elements.js';
import { toDateInputs } from '../dates.js';
import { LIMITS } from '../limits.js';
import { findTenantAccount, isObjectId, NO_MENTIONS, type RenderContext } from '../mentions.js';
import { escapeLiteral, renderParagraphs, type TextStyle } from '../text.js';

type FieldOfKind<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** What rendering a field needs. */
export interface FieldContext extends RenderContext {
  /** IANA zone in which dates are entered. */
  readonly zone: string;
  /** The entered values by input id; undefined in a new form. */
  readonly values: unknown;
  readonly faults: readonly FormFault[];
}

/** Offers the people of the tenant; learn.microsoft.com, "People Picker in Adaptive Cards". */
const PEOPLE_PICKER = { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } as const;

/** The id of what “More details” shows and hides. */
const MORE_ID = 'more';

/**
 * Renders the fields of a form. Those behind “More details” are hidden, unless one of them has a fault. Teams
 * checks hidden inputs too, so none of them is required.
 */
export function renderFields(
  fields: readonly Field[],
  context: FieldContext,
): readonly CardElement[] {
  const render = (field: Field) => renderField(field, context);
  const more = fields.filter(({ isMore }) => isMore === true);
  const first = fields.filter((field) => !more.includes(field)).flatMap(render);
  if (more.length === 0) return first;
  const isVisible = context.faults.some(({ field }) => more.some(({ name }) => name === field));
  const title = TEAMS_TEXT.moreDetails;
  return [
    ...first,
    {
      type: 'ActionSet',
      actions: [{ type: 'Action.ToggleVisibility', title, targetElements: [MORE_ID] }],
    },
    { type: 'Container', id: MORE_ID, isVisible, items: more.flatMap(render) },
  ];
}

/** Renders a field: its faults, its inputs, its hint. */
function renderField(field: Field, context: FieldContext): readonly CardElement[] {
  const faults = context.faults.filter((fault) => fault.field === field.name);
  const hint = renderParagraphs([field.hint ?? ''], LIMITS.label, NO_MENTIONS, {
    size: 'small',
    isSubtle: true,
  });
  const below = hint.elements.map((element) => ({ ...element, spacing: 'none' as const }));
  return [...faults.flatMap(renderFault), ...renderInputs(field, context), ...below];
}

/** Renders a fault with the word "Error", because colour alone must not carry the meaning. */
export function renderFault(fault: FormFault): readonly CardElement[] {
  const style: TextStyle = { color: 'attention', weight: 'bolder' };
  const text = [TEAMS_TEXT.error, fault.message];
  return renderParagraphs(text, LIMITS.fault + TEAMS_TEXT.error.length, NO_MENTIONS, style)
    .elements;
}

function renderInputs(field: Field, context: FieldContext): readonly CardInput[] {
  switch (field.kind) {
    case 'text':
      return [renderTextInput(field, context)];
    case 'choice':
      return [renderChoiceInput(field, context)];
    case 'moment':
      return renderMomentInputs(field, context);
    case 'tick':
      return [renderTickInput(field, context)];
    case 'person':
      return [renderPersonInput(field, context)];
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

/** The entered value, or in a new form `initial`. */
function findInitialValue(field: Field, context: FieldContext, initial: string): string {
  if (context.values === undefined) return initial;
  return readInput(context.values, toInputIds(field.name).value);
}

function toValue(value: string): { readonly value?: string } {
  return value === '' ? {} : { value };
}

function renderTextInput(field: FieldOfKind<'text'>, context: FieldContext): CardInput {
  const maxLength = Math.max(1, Math.floor(field.max));
  const start = toWellFormed(findInitialValue(field, context, field.initial ?? ''));
  return {
    type: 'Input.Text',
    ...toInputBase(field, TEAMS_TEXT.fillIn),
    isMultiline: field.lines === 'many',
    maxLength,
    ...toValue(start.length > maxLength ? cutAtGrapheme(start, maxLength) : start),
  };
}

function renderChoiceInput(field: FieldOfKind<'choice'>, context: FieldContext): CardInput {
  const choices = field.options.map(({ label, value }) => ({ title: renderLabel(label), value }));
  const start = findInitialValue(field, context, field.initial ?? '');
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

/** Teams' inputs have no zone, so the label names it. */
function renderMomentInputs(
  field: FieldOfKind<'moment'>,
  context: FieldContext,
): readonly CardInput[] {
  const ids = toInputIds(field.name);
  const initial =
    field.initial === undefined ? undefined : toDateInputs(field.initial, context.zone);
  const start =
    context.values === undefined
      ? initial
      : {
          date: matchFormat(readInput(context.values, ids.date), DATE),
          time: matchFormat(readInput(context.values, ids.time), TIME),
        };
  const required = toRequired(field, TEAMS_TEXT.fillIn);
  return [
    {
      type: 'Input.Date',
      id: ids.date,
      label: renderLabel(TEAMS_TEXT.date(field.label)),
      ...required,
      ...toValue(start?.date ?? ''),
    },
    {
      type: 'Input.Time',
      id: ids.time,
      label: renderLabel(TEAMS_TEXT.time(context.zone)),
      ...required,
      ...toValue(start?.time ?? ''),
    },
  ];
}

function renderTickInput(field: FieldOfKind<'tick'>, context: FieldContext): CardInput {
  const start = findInitialValue(field, context, field.initial === true ? 'true' : 'false');
  return {
    type: 'Input.Toggle',
    ...toInputBase(field, TEAMS_TEXT.tickIt),
    title: renderLabel(field.text),
    wrap: true,
    value: start === 'true' ? 'true' : 'false',
  };
}

function renderPersonInput(field: FieldOfKind<'person'>, context: FieldContext): CardInput {
  const account = field.initial && findTenantAccount([field.initial], context);
  const start = findInitialValue(field, context, account?.userId ?? '');
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

/** Formats of the values of Input.Date and Input.Time. Seconds are dropped. */
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d/;

function matchFormat(value: string, format: RegExp): string {
  return format.exec(value)?.[0] ?? '';
}

/** A label; a dash for a blank one, because a screen reader needs a label. */
function renderLabel(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.label)).replace(/\s+/g, ' ');
  return isBlank(short) ? TEAMS_TEXT.nothing : short;
}

/** The ids of a field's inputs. A moment has two, because Teams has no input for date and time. */
export function toInputIds(name: string): {
  readonly value: string;
  readonly date: string;
  readonly time: string;
} {
  const value = `f.${name}`;
  return { value, date: `${value}.date`, time: `${value}.time` };
}

/** The value of a submitted input; an empty string without one. */
export function readInput(inputs: unknown, id: string): string {
  if (typeof inputs !== 'object' || inputs === null || !Object.hasOwn(inputs, id)) return '';
  const value: unknown = Reflect.get(inputs, id);
  return typeof value === 'string' ? value : '';
}
