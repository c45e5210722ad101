import { boxes, MENUS, optionsOf } from './choices.js';
import { plainText } from './emoji.js';
import { faultInElement } from './known.js';
import { textObject } from './mrkdwn.js';
import { guarded, problem } from './problem.js';
import { h } from './tree.js';

/** Uses an element, after asking when it says so; whoever uses it waits for the bot. */
async function use(element, value, context) {
  if (element.confirm && !(await context.ask(element.confirm))) return;
  await context.use(element, value);
}

const open = (url) => window.open(url, '_blank', 'noopener');

function button(element, context) {
  const onclick = async ({ currentTarget }) => {
    if (element.url) open(element.url);
    if (currentTarget.getAttribute('aria-busy') === 'true') return;
    currentTarget.setAttribute('aria-busy', 'true');
    await use(element, element.value, context);
    currentTarget.removeAttribute('aria-busy');
  };
  const props = {
    type: 'button',
    className: `button ${element.style ?? 'plain'}`,
    onclick,
    'aria-label': element.accessibility_label,
    'data-use': `${element.action_id} ${element.value ?? ''}`,
  };
  return h('button', props, textObject(element.text, context));
}

function overflow(element, context) {
  const items = element.options.map((option) => ({
    label: plainText(option.text.text),
    detail: option.description && plainText(option.description.text),
    choose: () => {
      if (option.url) open(option.url);
      void use(element, option.value, context);
    },
  }));
  const props = {
    type: 'button',
    className: 'button more',
    'aria-label': 'More actions',
    'aria-haspopup': 'menu',
    onclick: ({ currentTarget }) => context.openMenu(currentTarget, items),
  };
  return h('button', props, '⋯');
}

function select(element, context) {
  const chosen = element.initial_option?.value ?? element.initial_user ?? element.initial_channel;
  const placeholder = plainText(element.placeholder?.text ?? 'Choose…');
  const options = MENUS[element.type](element, chosen, context);
  const props = {
    className: 'menu',
    'aria-label': placeholder,
    onchange: ({ currentTarget: { value } }) => value && void use(element, value, context),
  };
  const nothing = h('option', { value: '', selected: chosen === undefined }, placeholder);
  return h('select', props, nothing, options);
}

function boxGroup(element, context) {
  const isRadio = element.type === 'radio_buttons';
  const refs = [];
  const initial = [element.initial_option, ...(element.initial_options ?? [])];
  const onchange = () => {
    const values = refs.filter(({ checked }) => checked).map(({ value }) => value);
    void use(element, isRadio ? values[0] : values, context);
  };
  const group = {
    type: isRadio ? 'radio' : 'checkbox',
    name: `${context.place ?? ''} ${element.action_id}`,
    options: optionsOf(element),
    chosen: initial.map((option) => option?.value),
    refs,
    onchange,
  };
  const role = isRadio ? 'radiogroup' : 'group';
  return h('div', { role, 'aria-label': 'Choices', className: 'choices' }, boxes(group, context));
}

function picker(type, initial) {
  return (element, context) =>
    h('input', {
      type,
      className: 'menu',
      value: element[initial] ?? '',
      'aria-label': element.placeholder ? plainText(element.placeholder.text) : `Choose a ${type}`,
      onchange: ({ currentTarget }) => void use(element, currentTarget.value, context),
    });
}

/** Pictures are not fetched, for the page makes no request to anywhere; their words are shown. */
export function picture(source) {
  const words = plainText(source.alt_text);
  return h('span', { className: 'picture', role: 'img', 'aria-label': words }, `🖼 ${words}`);
}

const ELEMENTS = {
  button,
  overflow,
  static_select: select,
  users_select: select,
  channels_select: select,
  radio_buttons: boxGroup,
  checkboxes: boxGroup,
  datepicker: picker('date', 'initial_date'),
  timepicker: picker('time', 'initial_time'),
};

/** An element that is used where it stands, or words that this page does not know it. */
export function element(source, context, { image = false } = {}) {
  const fault = faultInElement(source);
  if (fault) return problem(fault);
  if (image && source.type === 'image') return picture(source);
  const render = ELEMENTS[source.type];
  if (!render) return problem(`an element of type “${source.type}” here`);
  return guarded(`an element of type “${source.type}”`, () => render(source, context));
}
