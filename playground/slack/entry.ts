import { asList, asString, isObject, type JsonObject } from '../json.js';
import { NotPossible } from '../not-possible.js';
import { optionsOf, placedElements } from './interactive.js';
import type { StateValues, View } from './types.js';

/** How an element's state is named, what it starts with, and whether it holds several things. */
interface EntryKind {
  key: string;
  initial: string;
  many?: true;
  options?: true;
  /** Empty text counts as nothing entered, and is sent as `null`. */
  text?: true;
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  plain_text_input: { key: 'value', initial: 'initial_value', text: true },
  number_input: { key: 'value', initial: 'initial_value', text: true },
  email_text_input: { key: 'value', initial: 'initial_value', text: true },
  url_text_input: { key: 'value', initial: 'initial_value', text: true },
  static_select: { key: 'selected_option', initial: 'initial_option', options: true },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', options: true },
  external_select: { key: 'selected_option', initial: 'initial_option' },
  checkboxes: { key: 'selected_options', initial: 'initial_options', options: true, many: true },
  multi_static_select: {
    key: 'selected_options',
    initial: 'initial_options',
    options: true,
    many: true,
  },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', many: true },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
};

/** The state of an element nobody has touched; `undefined` for buttons and images. */
export function initialState(element: JsonObject): JsonObject | undefined {
  const kind = KINDS[String(element.type)];
  if (!kind) return undefined;
  return { type: element.type, [kind.key]: element[kind.initial] ?? (kind.many ? [] : null) };
}

/** The values of a view's elements, taking what was entered before where the element is the same. */
export function statesFor(blocks: readonly JsonObject[], before: StateValues = {}): StateValues {
  const values: StateValues = {};
  for (const { blockId, actionId, element } of placedElements(blocks)) {
    const initial = initialState(element);
    if (!initial) continue;
    const old = before[blockId]?.[actionId];
    const state = old && old.type === element.type ? old : initial;
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

function pick(element: JsonObject, wanted: unknown): JsonObject {
  const value = isObject(wanted) ? wanted.value : wanted;
  const option = optionsOf(element).find((item) => {
    const label = isObject(item.text) ? item.text.text : undefined;
    return item.value === value || label === value;
  });
  if (!option) {
    const known = optionsOf(element).map((item) => String(item.value));
    throw new NotPossible(
      `There is no choice "${String(value)}" here; the choices: ${known.join(', ')}.`,
    );
  }
  return option;
}

/**
 * The state of an element after a person entered `value`: text, a date, a user id, the value or the
 * label of a choice, a list of these where several fit, or a whole element state as Slack sends it.
 *
 * @throws NotPossible when the element has no such choice or takes no entry.
 */
export function enter(element: JsonObject, value: unknown): JsonObject {
  const kind = KINDS[String(element.type)];
  if (!kind) throw new NotPossible(`Nothing can be entered into a ${String(element.type)}.`);
  const given = isObject(value) && kind.key in value ? value[kind.key] : value;
  const read = (item: unknown) => (kind.options ? pick(element, item) : item);
  if (kind.many) return { type: element.type, [kind.key]: asList(given).map(read) };
  const empty = given === null || given === undefined || given === '';
  const entered = kind.text && typeof given === 'number' ? String(given) : given;
  return { type: element.type, [kind.key]: empty ? null : read(entered) };
}

function isEmpty(state: JsonObject | undefined, kind: EntryKind): boolean {
  const value = state?.[kind.key];
  return (
    value === null || value === undefined || (kind.many === true && asList(value).length === 0)
  );
}

function textProblem(element: JsonObject, text: string): string | undefined {
  const { max_length: max, min_length: min } = element;
  if (typeof max === 'number' && text.length > max) return `Please use at most ${max} characters.`;
  if (typeof min === 'number' && text.length < min) return `Please use at least ${min} characters.`;
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) {
    return 'Please enter a valid email address.';
  }
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  return element.type === 'number_input' ? numberProblem(element, text) : undefined;
}

function numberProblem(element: JsonObject, text: string): string | undefined {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) {
    return 'Please enter a whole number.';
  }
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && number < Number(min)) return `Please enter ${String(min)} or more.`;
  if (max !== undefined && number > Number(max)) return `Please enter ${String(max)} or less.`;
  return undefined;
}

/** What Slack's client refuses before anything is sent: block id to words. */
export function clientRefusals(view: View): Record<string, string> {
  const refusals: Record<string, string> = {};
  for (const { block, blockId, actionId, element } of placedElements(view.blocks)) {
    const kind = KINDS[String(element.type)];
    if (!kind || block.type !== 'input') continue;
    const state = view.state.values[blockId]?.[actionId];
    if (isEmpty(state, kind)) {
      if (block.optional !== true) refusals[blockId] = 'Please complete this required field.';
      continue;
    }
    const problem = kind.text ? textProblem(element, asString(state?.[kind.key]) ?? '') : undefined;
    if (problem) refusals[blockId] = problem;
  }
  return refusals;
}

/** The conversations chosen in elements that ask for a `response_url`, with their ids. */
export function responseUrlChoices(view: View): { block: string; action: string; to: string }[] {
  return placedElements(view.blocks).flatMap(({ blockId, actionId, element }) => {
    if (element.response_url_enabled !== true) return [];
    const state = view.state.values[blockId]?.[actionId];
    const to = asString(state?.selected_conversation) ?? asString(state?.selected_channel);
    return to ? [{ block: blockId, action: actionId, to }] : [];
  });
}
