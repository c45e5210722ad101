import { plainObject } from './emoji.js';
import { textObject } from './mrkdwn.js';
import { h } from './tree.js';

/** What people choose from: options, those in groups included. */
export function optionsOf(element) {
  const grouped = (element.option_groups ?? []).flatMap((group) => group.options);
  return [...(element.options ?? []), ...grouped];
}

const isUsable = (person) => !person.isBot && !person.deleted;

/** People one can choose, as value and name. */
export const peopleOf = ({ people }) =>
  people.filter(isUsable).map((person) => [person.id, person.name]);

/** Channels one can choose, as value and name. */
const channelsOf = ({ channels }) => channels.map(({ id, name }) => [id, `# ${name}`]);

const listed = (pairs, chosen) =>
  pairs.map(([value, name]) => h('option', { value, selected: value === chosen }, name));

const pair = (option) => [option.value ?? '', plainObject(option.text)];

/** The options of a menu as nodes, in their groups. */
function optionNodes(element, chosen) {
  const groups = (element.option_groups ?? []).map((group) =>
    h('optgroup', { label: plainObject(group.label) }, listed(group.options.map(pair), chosen)),
  );
  return [...listed((element.options ?? []).map(pair), chosen), ...groups];
}

/** The options to choose from for each kind of menu: `(element, chosen, context) → nodes`. */
export const MENUS = {
  static_select: (element, chosen) => optionNodes(element, chosen),
  users_select: (_element, chosen, context) => listed(peopleOf(context), chosen),
  channels_select: (_element, chosen, context) => listed(channelsOf(context), chosen),
};

/**
 * Options as ticks or dots, each with its label and what it means. `chosen`: values; `refs` collects
 * the inputs; `onchange` is called when one is used.
 */
export function boxes({ type, name, options, chosen, refs, onchange }, context) {
  return options.map((option) => {
    const value = option.value ?? '';
    const props = { type, name, value, checked: chosen.includes(value), onchange };
    const more = option.description
      ? h('small', { className: 'quiet' }, textObject(option.description, context))
      : null;
    return h(
      'label',
      { className: 'choice' },
      h('input', { ...props, ref: (node) => refs.push(node) }),
      h('span', {}, textObject(option.text, context), more),
    );
  });
}
