import { element, picture } from './elements.js';
import { plainText } from './emoji.js';
import { faultInBlock } from './known.js';
import { textObject } from './mrkdwn.js';
import { guarded, problem } from './problem.js';
import { richText } from './rich-text.js';
import { h } from './tree.js';

function section(block, context) {
  const text = block.text
    ? h('div', { className: 'text', dir: 'auto' }, textObject(block.text, context))
    : null;
  const fields = (block.fields ?? []).map((field) =>
    h('div', { dir: 'auto' }, textObject(field, context)),
  );
  if (!text && fields.length === 0) return problem('a block of type “section” without text');
  const grid = fields.length > 0 ? h('div', { className: 'fields' }, fields) : null;
  const beside = block.accessory ? element(block.accessory, context, { image: true }) : null;
  return h('div', { className: 'section' }, h('div', { className: 'words' }, text, grid), beside);
}

function contextItem(item, context) {
  if (item?.type === 'image') return element(item, context, { image: true });
  return h('span', {}, textObject(item, context));
}

const isNotUsed = (block) => problem(`a block of type “${block.type}” here`);

const BLOCKS = {
  section,
  header: (block, context) =>
    h('h3', { className: 'heading', dir: 'auto' }, textObject(block.text, context)),
  divider: () => h('hr'),
  context: (block, context) =>
    h(
      'div',
      { className: 'context' },
      block.elements.map((item) => contextItem(item, context)),
    ),
  actions: (block, context) =>
    h(
      'div',
      { className: 'actions' },
      block.elements.map((item) => element(item, context)),
    ),
  image: (block) => {
    const title = block.title ? h('span', {}, plainText(block.title.text)) : null;
    return h('div', { className: 'figure' }, title, picture(block));
  },
  rich_text: richText,
  input: isNotUsed,
};

/**
 * Blocks as trees. `context.use(element, value, block)` is called when a person uses an element,
 * `context.input(block)` makes the trees of an input where there can be one (missing: in messages).
 * What this page does not know is shown as an error.
 */
export function blocks(list, surroundings) {
  return list.map((block) => {
    const fault = faultInBlock(block);
    if (fault) return problem(fault);
    const use = (item, value) => surroundings.use(item, value, block);
    const context = { ...surroundings, use, place: block.block_id };
    const render = (block.type === 'input' && surroundings.input) || BLOCKS[block.type];
    return guarded(`a block of type “${block.type}”`, () => render(block, context));
  });
}
