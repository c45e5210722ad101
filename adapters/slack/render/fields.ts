import type { types } from '@slack/bolt';
import type { Field, Option } from '../../../src/views/elements.js';
import { isBlank, shorten } from '../../shared/text.js';
import { chunk } from './blocks.js';
import { LIMITS } from './limits.js';

import { findAccount, plainText, type RenderContext } from './text.js';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;
type InputElement = types.InputBlock['element'];

/** The `action_id` of every form element: its block is named after the field. */
export const FIELD_ACTION = 'value';

/** The value of the only option of a tick. */
const TICKED = 'yes';

/** Slack's `initial_date_time` has ten digits. */
const MOMENTS = { first: 1_000_000_000, last: 9_999_999_999 } as const;

/** A question as an input block. Its `block_id` is the field's name, so faults find their place. */
export function renderField(field: Field, around: RenderContext): types.InputBlock {
  const hint = field.hint ?? '';
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, LIMITS.label),
    ...(isBlank(hint) ? {} : { hint: plainText(hint, LIMITS.hint) }),
    optional: !field.required,
    element: elementOf(field, around),
  };
}

function elementOf(field: Field, around: RenderContext): InputElement {
  switch (field.kind) {
    case 'text':
      return textInput(field);
    case 'choice':
      return choiceInput(field);
    case 'moment':
      return momentInput(field);
    case 'tick':
      return tickInput(field);
    case 'person':
      return personInput(field, around);
  }
}

function textInput(field: FieldOf<'text'>): types.PlainTextInput {
  const most = Math.min(Math.max(1, Math.floor(field.max)), LIMITS.maxLength);
  const initial = shorten(field.initial ?? '', most);
  return {
    type: 'plain_text_input',
    action_id: FIELD_ACTION,
    multiline: field.lines === 'many',
    max_length: most,
    ...(initial === '' ? {} : { initial_value: initial }),
  };
}

function choiceInput(field: FieldOf<'choice'>): types.RadioButtons | types.StaticSelect {
  const options = field.options.map(optionOf);
  const initial = options.find((option) => option.value === field.initial);
  const chosen = initial === undefined ? {} : { initial_option: initial };
  if (field.look === 'radio' && options.length <= LIMITS.boxOptions) {
    return { type: 'radio_buttons', action_id: FIELD_ACTION, options, ...chosen };
  }
  const listed =
    options.length > LIMITS.options ? { option_groups: optionGroups(options) } : { options };
  return { type: 'static_select', action_id: FIELD_ACTION, ...listed, ...chosen };
}

function optionOf(option: Option): types.PlainTextOption {
  return { text: plainText(option.label, LIMITS.optionText), value: option.value };
}

/** A list too long for one menu, in groups named after their first and last entries. */
function optionGroups(options: readonly types.PlainTextOption[]) {
  return chunk(options, LIMITS.options).map((group) => {
    const ends = [group[0], group.at(-1)].map((option) => shorten(option?.text.text ?? '', 35));
    return { label: plainText(ends.join(' – '), LIMITS.optionText), options: [...group] };
  });
}

function momentInput(field: FieldOf<'moment'>): types.DateTimepicker {
  const seconds = Math.floor((field.initial ?? Number.NaN) / 1000);
  const shown = seconds >= MOMENTS.first && seconds <= MOMENTS.last;
  return {
    type: 'datetimepicker',
    action_id: FIELD_ACTION,
    ...(shown ? { initial_date_time: seconds } : {}),
  };
}

function tickInput(field: FieldOf<'tick'>): types.Checkboxes {
  const option = { text: plainText(field.text, LIMITS.optionText), value: TICKED };
  return {
    type: 'checkboxes',
    action_id: FIELD_ACTION,
    options: [option],
    ...(field.initial === true ? { initial_options: [option] } : {}),
  };
}

function personInput(field: FieldOf<'person'>, around: RenderContext): types.UsersSelect {
  const account = field.initial && findAccount([field.initial], around);
  return {
    type: 'users_select',
    action_id: FIELD_ACTION,
    ...(account === undefined ? {} : { initial_user: account.userId }),
  };
}
