import { fromLocal, toLocal } from '../frame/dates.js';
import { boxes, MENUS, optionsOf, peopleOf } from './choices.js';
import { plainObject } from './emoji.js';
import { faultInElement } from './known.js';
import { problem } from './problem.js';
import { h } from './tree.js';

/** A place for the one control of a field, known once it is on the page. */
function slot() {
  const held = { node: undefined };
  const ref = (node) => {
    held.node = node;
  };
  return { held, ref };
}

function single(tag, props, children = [], toValue = (text) => text || null) {
  const { held, ref } = slot();
  const tree = h(tag, { ...props, ref }, children);
  return { tree, control: () => held.node, read: () => toValue(held.node.value) };
}

const placeholderOf = (element) => plainObject(element.placeholder);

function textInput(type, more = () => ({})) {
  return (element, state, props) => {
    const value = state?.value ?? element.initial_value ?? '';
    const placeholder = placeholderOf(element);
    const own = element.multiline ? { rows: 5 } : { type, ...more(element) };
    const tag = element.multiline ? 'textarea' : 'input';
    const all = { ...props, ...own, value, placeholder, autocomplete: 'off' };
    return single(tag, all, [], (text) => text);
  };
}

function select(key) {
  return (element, state, props, context) => {
    const held = state?.[key];
    const chosen = held?.value ?? held ?? '';
    const options = MENUS[element.type](element, chosen, context);
    const words = placeholderOf(element) || 'Choose…';
    return single('select', props, [
      h('option', { value: '', selected: chosen === '' }, words),
      ...options,
    ]);
  };
}

/** Several at once (or one of a few) as boxes: a group named by the field's label. */
function group(type, choices) {
  return (element, state, props, context) => {
    const refs = [];
    const { options, chosen } = choices(element, state ?? {}, context);
    const { id, onchange, 'aria-required': required, ...rest } = props;
    const { held, ref } = slot();
    const role = type === 'radio' ? 'radiogroup' : 'group';
    const named = {
      ...rest,
      id,
      role,
      ref,
      className: 'choices',
      'aria-labelledby': `${id}-label`,
    };
    // a group of ticks cannot be required as a whole (WAI-ARIA 1.2, aria-required)
    const own = type === 'radio' ? { ...named, 'aria-required': required } : named;
    const tree = h('div', own, boxes({ type, name: id, options, chosen, refs, onchange }, context));
    const picked = () => refs.filter(({ checked }) => checked).map(({ value }) => value);
    const read = type === 'radio' ? () => picked()[0] ?? null : picked;
    const focus = () => (refs.find(({ checked }) => checked) ?? refs[0])?.focus();
    return { tree, control: () => held.node, read, focus, isGroup: true };
  };
}

const withOptions = (element, state) => ({
  options: optionsOf(element),
  chosen: [state.selected_option, ...(state.selected_options ?? [])].map((option) => option?.value),
});
const withPeople = (_element, state, context) => ({
  options: peopleOf(context).map(([value, name]) => ({
    value,
    text: { type: 'plain_text', text: name },
  })),
  chosen: state.selected_users ?? [],
});

function picker(type, key, initial) {
  return (element, state, props) =>
    single('input', { ...props, type, value: state?.[key] ?? element[initial] ?? '' });
}

/** A date and time in the zone of whoever fills it in, as the messages are; Slack keeps Unix seconds. */
function dateTime(element, state, props, { zone }) {
  const seconds = state?.selected_date_time ?? element.initial_date_time;
  const value = seconds ? toLocal(seconds * 1000, zone) : '';
  const toSeconds = (text) => (text ? fromLocal(text, zone) / 1000 : null);
  return single('input', { ...props, type: 'datetime-local', value }, [], toSeconds);
}

const FIELDS = {
  plain_text_input: textInput('text'),
  email_text_input: textInput('email'),
  url_text_input: textInput('url'),
  number_input: textInput('number', (element) => ({
    step: element.is_decimal_allowed ? 'any' : '1',
    inputMode: 'decimal',
  })),
  static_select: select('selected_option'),
  users_select: select('selected_user'),
  channels_select: select('selected_channel'),
  radio_buttons: group('radio', withOptions),
  checkboxes: group('checkbox', withOptions),
  multi_static_select: group('checkbox', withOptions),
  multi_users_select: group('checkbox', withPeople),
  datepicker: picker('date', 'selected_date', 'initial_date'),
  timepicker: picker('time', 'selected_time', 'initial_time'),
  datetimepicker: dateTime,
};

/** A label above a field; groups of boxes are named by `aria-labelledby` instead. */
function labelFor(block, id, isGroup) {
  const optional = block.optional ? h('span', { className: 'quiet' }, ' (optional)') : null;
  const props = { className: 'label', id: `${id}-label` };
  const words = plainObject(block.label);
  return isGroup
    ? h('span', props, words, optional)
    : h('label', { ...props, for: id }, words, optional);
}

/** What makes the parts of a field work together once they are on the page. */
function behaviour(made, wrong) {
  // nor be invalid (WAI-ARIA 1.2, aria-invalid)
  const mark = () =>
    made.control().getAttribute('role') === 'group' ? 'data-invalid' : 'aria-invalid';
  const complain = (words) => {
    wrong.held.node.textContent = words;
    if (words === '') made.control().removeAttribute(mark());
    else made.control().setAttribute(mark(), 'true');
  };
  return {
    read: made.read,
    control: made.control,
    complain,
    isWrong: () => wrong.held.node.textContent !== '',
    holds: (node) => made.control().contains(node),
    focus: made.focus ?? (() => made.control()?.focus()),
  };
}

function place(block, made, ids, wrong) {
  const { id, hint } = ids;
  const small = hint && h('p', { className: 'hint quiet', id: hint }, plainObject(block.hint));
  const error = h('p', { className: 'wrong', id: `${id}-wrong`, role: 'alert', ref: wrong.ref });
  const label = labelFor(block, id, made.isGroup);
  return h('div', { className: 'field' }, label, made.tree, error, small);
}

/**
 * An `input` block as a field: its tree and, when this page knows it, `read()` for what is entered,
 * `complain(words)` to show what is wrong under it (empty words take it away), and `focus()`.
 * `context.dispatch(block)` is called at a change when the block asks for it.
 */
export function field(block, state, context) {
  const { element } = block;
  const fault = faultInElement(element);
  const make = fault ? undefined : FIELDS[element.type];
  if (!make) return { tree: problem(fault ?? `a field of type “${element.type}”`) };
  const id = `f-${block.block_id}`;
  const hint = block.hint ? `${id}-hint` : undefined;
  const onchange = block.dispatch_action ? () => context.dispatch(block) : undefined;
  const props = {
    id,
    onchange,
    'aria-describedby': [hint, `${id}-wrong`].filter(Boolean).join(' '),
    'aria-required': block.optional ? undefined : 'true',
    'data-focus': element.focus_on_load ? 'yes' : undefined,
  };
  const made = make(element, state, props, context);
  const wrong = slot();
  const tree = place(block, made, { id, hint }, wrong);
  return { tree, ...behaviour(made, wrong) };
}
