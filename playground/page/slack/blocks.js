import { el } from '../frame/dom.js';
import { plainText } from './emoji.js';
import { textObject } from './mrkdwn.js';

/** What people choose from: options, those in groups included. */
export function optionsOf(element) {
  const grouped = (element.option_groups ?? []).flatMap((group) => group.options);
  return [...(element.options ?? []), ...grouped];
}

function confirmed(element) {
  const { confirm: ask } = element;
  if (!ask) return true;
  return window.confirm([ask.title?.text, ask.text?.text].filter(Boolean).join('\n\n'));
}

function button(element, context) {
  const style = element.style ?? 'default';
  const use = async (event) => {
    if (!confirmed(element)) return;
    if (element.url) window.open(element.url, '_blank', 'noopener');
    const { currentTarget } = event;
    currentTarget.disabled = true;
    await context.use(element, element.value);
    currentTarget.disabled = false;
  };
  const label = element.accessibility_label;
  const props = { type: 'button', className: `button ${style}`, onclick: use, 'aria-label': label };
  return el('button', props, textObject(element.text, context));
}

function menu(element, context, options) {
  const placeholder = element.placeholder?.text ?? (element.type === 'overflow' ? '⋯' : 'Choose');
  const chosen = element.initial_option?.value ?? element.initial_user ?? '';
  const list = options.map(([value, name]) => el('option', { value }, name));
  const props = {
    className: 'menu',
    'aria-label': placeholder,
    onchange: () => {
      const { value } = node;
      if (element.type === 'overflow') node.value = '';
      if (value !== '' && confirmed(element)) void context.use(element, value);
    },
  };
  const node = el('select', props, el('option', { value: '' }, plainText(placeholder)), list);
  node.value = chosen;
  return node;
}

function optionMenu(element, context) {
  const options = optionsOf(element).map((item) => [item.value, plainText(item.text.text)]);
  return menu(element, context, options);
}

function peopleMenu(element, context) {
  const people = context.people.filter((person) => !person.isBot && !person.deleted);
  return menu(
    element,
    context,
    people.map((person) => [person.id, person.name]),
  );
}

function picker(type, initial) {
  return (element, context) =>
    el('input', {
      type,
      className: 'menu',
      value: element[initial] ?? '',
      'aria-label': element.placeholder?.text ?? type,
      onchange: (event) => context.use(element, event.currentTarget.value),
    });
}

const ELEMENTS = {
  button,
  overflow: optionMenu,
  static_select: optionMenu,
  radio_buttons: optionMenu,
  users_select: peopleMenu,
  datepicker: picker('date', 'initial_date'),
  timepicker: picker('time', 'initial_time'),
  image: (element) => picture(element),
};

/** An element in a message, or words that it is not known here. */
export function element(source, context) {
  const render = ELEMENTS[source.type];
  return render ? render(source, context) : unknown('element', source.type);
}

function unknown(what, type) {
  return el('p', { className: 'unknown', role: 'alert' }, `Unknown ${what}: ${String(type)}`);
}

/** Pictures are not fetched: the page makes no request to anywhere. */
function picture(source) {
  return el('span', { className: 'picture' }, `🖼 ${plainText(source.alt_text ?? '')}`);
}

function section(block, context) {
  const text = block.text
    ? el('div', { className: 'text' }, textObject(block.text, context))
    : null;
  const fields = (block.fields ?? []).map((field) => el('div', {}, textObject(field, context)));
  const grid = fields.length > 0 ? el('div', { className: 'fields' }, fields) : null;
  const beside = block.accessory ? element(block.accessory, context) : null;
  return el('div', { className: 'section' }, el('div', { className: 'words' }, text, grid), beside);
}

function context(block, surroundings) {
  const items = block.elements.map((item) =>
    item.type === 'image' ? picture(item) : el('span', {}, textObject(item, surroundings)),
  );
  return el('div', { className: 'context' }, items);
}

function richText(block) {
  const text = (item) => item.text ?? (item.elements ?? []).map(text).join('');
  return el('div', { className: 'text' }, block.elements.map(text).join('\n'));
}

const BLOCKS = {
  section,
  context,
  header: (block, surroundings) =>
    el('h3', { className: 'heading' }, textObject(block.text, surroundings)),
  divider: () => el('hr'),
  actions: (block, surroundings) =>
    el(
      'div',
      { className: 'actions' },
      block.elements.map((item) => element(item, surroundings)),
    ),
  image: (block) => el('div', {}, picture(block)),
  rich_text: richText,
  markdown: (block) => el('div', { className: 'text' }, block.text),
};

/** Blocks as nodes; `context.use(element, value, block)` is called when a person uses one. */
export function blocks(list, surroundings) {
  return list.map((block) => {
    const render = BLOCKS[block.type];
    const use = (item, value) => surroundings.use(item, value, block);
    return render ? render(block, { ...surroundings, use }) : unknown('block', block.type);
  });
}
