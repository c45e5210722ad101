import type { types } from '@slack/bolt';
import { isBlank } from '../../../src/domain/text/blank.js';
import { isolate } from '../../../src/domain/text/isolate.js';
import type { Field, Option } from '../../../src/views/elements.js';
import { shorten } from '../../shared/text.js';
import { chunk } from './blocks.js';
import { LIMITS } from './limits.js';
import { findMentionableAccount, type RenderContext } from './pieces.js';
import { plainText } from './text.js';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;
type InputElement = types.InputBlock['element'];

/** The `action_id` of every form element. The `block_id` around it is the field's name. */
export const FIELD_ACTION = 'value';

/** The value of a tick's only option. */
const TICKED = 'yes';

/** Slack's `initial_date_time` has ten digits; Unix seconds. */
const DATE_TIME_RANGE = { first: 1_000_000_000, last: 9_999_999_999 } as const;

/** When Slack says what was entered so far: while somebody types. */
const WHILE_TYPING: types.DispatchActionConfig = {
  trigger_actions_on: ['on_character_entered'],
};

/** Renders a field as an input block. Its `block_id` is the field's name, so that Slack shows faults under it. */
export function renderField(field: Field, context: RenderContext): types.InputBlock {
  const hint = field.hint ?? '';
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, LIMITS.label),
    ...(isBlank(hint) ? {} : { hint: plainText(hint, LIMITS.hint) }),
    optional: !field.required,
    ...(field.isLookedUp === true ? { dispatch_action: true } : {}),
    element: renderElement(field, context),
  };
}

function renderElement(field: Field, context: RenderContext): InputElement {
  switch (field.kind) {
    case 'text':
      return renderTextInput(field);
    case 'choice':
      return renderChoice(field);
    case 'moment':
      return renderDateTimePicker(field);
    case 'tick':
      return renderCheckbox(field);
    case 'person':
      return renderUserSelect(field, context);
  }
}

function renderTextInput(field: FieldOf<'text'>): types.PlainTextInput {
  const max = Math.min(Math.max(1, Math.floor(field.max)), LIMITS.maxLength);
  const initial = shorten(field.initial ?? '', max);
  return {
    type: 'plain_text_input',
    action_id: FIELD_ACTION,
    multiline: field.lines === 'many',
    max_length: max,
    ...(initial === '' ? {} : { initial_value: initial }),
    ...(field.isLookedUp === true ? { dispatch_action_config: WHILE_TYPING } : {}),
  };
}

function renderChoice(field: FieldOf<'choice'>): types.RadioButtons | types.StaticSelect {
  const options = field.options.map(renderOption);
  const initial = options.find((option) => option.value === field.initial);
  const chosen = initial === undefined ? {} : { initial_option: initial };
  if (field.look === 'radio' && options.length <= LIMITS.boxOptions) {
    return { type: 'radio_buttons', action_id: FIELD_ACTION, options, ...chosen };
  }
  const listed =
    options.length > LIMITS.options ? { option_groups: groupOptions(options) } : { options };
  return { type: 'static_select', action_id: FIELD_ACTION, ...listed, ...chosen };
}

function renderOption(option: Option): types.PlainTextOption {
  return { text: plainText(option.label, LIMITS.optionText), value: option.value };
}

/** Splits a list that is too long for one menu into groups, named after their first and last options. */
function groupOptions(options: readonly types.PlainTextOption[]) {
  return chunk(options, LIMITS.options).map((group) => {
    const ends = [group[0], group.at(-1)].map((option) =>
      isolate(shorten(option?.text.text ?? '', 35)),
    );
    return { label: plainText(ends.join(' – '), LIMITS.optionText), options: [...group] };
  });
}

function renderDateTimePicker(field: FieldOf<'moment'>): types.DateTimepicker {
  const seconds = Math.floor((field.initial ?? Number.NaN) / 1000);
  const isInRange = seconds >= DATE_TIME_RANGE.first && seconds <= DATE_TIME_RANGE.last;
  return {
    type: 'datetimepicker',
    action_id: FIELD_ACTION,
    ...(isInRange ? { initial_date_time: seconds } : {}),
  };
}

function renderCheckbox(field: FieldOf<'tick'>): types.Checkboxes {
  const option = { text: plainText(field.text, LIMITS.optionText), value: TICKED };
  return {
    type: 'checkboxes',
    action_id: FIELD_ACTION,
    options: [option],
    ...(field.initial === true ? { initial_options: [option] } : {}),
  };
}

function renderUserSelect(field: FieldOf<'person'>, context: RenderContext): types.UsersSelect {
  const account = field.initial && findMentionableAccount([field.initial], context);
  return {
    type: 'users_select',
    action_id: FIELD_ACTION,
    ...(account === undefined ? {} : { initial_user: account.userId }),
  };
}
