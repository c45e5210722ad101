import { fromLocal, toLocal } from '../frame/dates.js';
import { el } from '../frame/dom.js';
import { optionsOf } from './blocks.js';
import { plainText } from './emoji.js';

function textInput(type, more = () => ({})) {
  return (element, state, props) => {
    const value = state?.value ?? element.initial_value ?? '';
    const node = element.multiline
      ? el('textarea', { rows: 5, value, ...props })
      : el('input', { type, value, ...props, ...more(element) });
    node.placeholder = element.placeholder?.text ?? '';
    return { node, control: node, read: () => node.value };
  };
}

function select(options) {
  return (element, state, props, context) => {
    const list = options(element, context);
    const chosen = state?.selected_option?.value ?? state?.selected_user ?? '';
    const placeholder = plainText(element.placeholder?.text ?? 'Choose…');
    const node = el('select', props, el('option', { value: '' }, placeholder));
    node.append(...list.map(([value, name]) => el('option', { value }, name)));
    node.value = chosen;
    return { node, control: node, read: () => node.value || null };
  };
}

function boxes(type) {
  return (element, state, props) => {
    const chosen = [state?.selected_option, ...(state?.selected_options ?? [])].map(
      (o) => o?.value,
    );
    const rows = optionsOf(element).map((option) => {
      const { value } = option;
      const box = el('input', { type, name: props.id, value, checked: chosen.includes(value) });
      const more = option.description
        ? el('small', { className: 'quiet' }, plainText(option.description.text))
        : null;
      return {
        box,
        row: el('label', { className: 'choice' }, box, plainText(option.text.text), more),
      };
    });
    const group = type === 'radio' ? 'radiogroup' : 'group';
    const node = el('div', { role: group, id: props.id, onchange: props.onchange });
    node.append(...rows.map(({ row }) => row));
    const picked = () => rows.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const read = type === 'radio' ? () => picked()[0] ?? null : picked;
    return { node, control: node, read };
  };
}

function picker(type, key, initial) {
  return (element, state, props) => {
    const node = el('input', { type, value: state?.[key] ?? element[initial] ?? '', ...props });
    return { node, control: node, read: () => node.value || null };
  };
}

/** A date and time in the zone of whoever fills it in, as the messages are; Slack keeps Unix seconds. */
function dateTime(element, state, props, { zone }) {
  const seconds = state?.selected_date_time ?? element.initial_date_time;
  const value = seconds ? toLocal(seconds * 1000, zone) : '';
  const node = el('input', { type: 'datetime-local', value, ...props });
  const read = () => (node.value ? fromLocal(node.value, zone) / 1000 : null);
  return { node, control: node, read };
}

const people = (_element, context) =>
  context.people.filter((p) => !p.isBot && !p.deleted).map((p) => [p.id, p.name]);
const options = (element) => optionsOf(element).map((o) => [o.value, plainText(o.text.text)]);

const FIELDS = {
  plain_text_input: textInput('text'),
  email_text_input: textInput('email'),
  url_text_input: textInput('url'),
  number_input: textInput('number', (element) => ({
    step: element.is_decimal_allowed ? 'any' : '1',
    inputMode: 'decimal',
  })),
  static_select: select(options),
  users_select: select(people),
  radio_buttons: boxes('radio'),
  checkboxes: boxes('checkbox'),
  multi_static_select: boxes('checkbox'),
  datepicker: picker('date', 'selected_date', 'initial_date'),
  timepicker: picker('time', 'selected_time', 'initial_time'),
  datetimepicker: dateTime,
};

/** A label above a field; groups of boxes are named by `aria-labelledby` instead. */
function labelFor(block, id, isGroup) {
  const optional = block.optional ? el('span', { className: 'quiet' }, ' (optional)') : null;
  const tag = isGroup ? 'span' : 'label';
  const props = isGroup ? { id: `${id}-label` } : { id: `${id}-label`, for: id };
  return el(tag, { className: 'label', ...props }, plainText(block.label.text), optional);
}

/**
 * An `input` block as a field: its node, `read()` for what is entered, and `complain(words)` to show
 * what is wrong under it (empty words take it away).
 */
export function field(block, state, context) {
  const { element } = block;
  const id = `f-${block.block_id}`;
  const make = FIELDS[element.type];
  if (!make) {
    const words = `Unknown field: ${String(element.type)}`;
    return { node: el('p', { className: 'unknown', role: 'alert' }, words) };
  }
  const onchange = block.dispatch_action ? () => context.dispatch(block) : undefined;
  const made = make(element, state, { id, onchange }, context);
  const isGroup = made.control.tagName === 'DIV';
  const hint = block.hint ? el('p', { className: 'quiet' }, plainText(block.hint.text)) : null;
  const wrong = el('p', { className: 'wrong', id: `${id}-wrong`, role: 'alert' });
  made.control.setAttribute('aria-describedby', wrong.id);
  if (isGroup) made.control.setAttribute('aria-labelledby', `${id}-label`);
  const complain = (words) => {
    wrong.textContent = words;
    made.control.setAttribute('aria-invalid', words === '' ? 'false' : 'true');
  };
  const node = el(
    'div',
    { className: 'field' },
    labelFor(block, id, isGroup),
    made.node,
    hint,
    wrong,
  );
  return { node, read: made.read, complain, focus: () => made.control.focus?.() };
}
