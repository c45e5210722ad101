import { asList, asObjects, asString, type JsonObject } from '../../json.js';
import { optionsOf, placedElements } from '../interactive.js';
import type { Faults } from './check.js';

/** What cannot be said of one field alone: ids unique, text or fields, choices that add up. */
export function checkRelations(blocks: readonly JsonObject[], at: string, faults: Faults): void {
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    const here = `${at}/${index}`;
    const id = asString(block.block_id);
    if (id !== undefined && seen.has(id)) {
      faults.add(`\`block_id\` ${id} already exists`, `${here}/block_id`);
    }
    if (id !== undefined) seen.add(id);
    if (block.type === 'section' && !block.text && asList(block.fields).length === 0) {
      faults.add('must define either `text` or `fields`', here);
    }
    checkElements(block, here, faults);
  });
}

function checkElements(block: JsonObject, at: string, faults: Faults): void {
  const seen = new Set<string>();
  for (const { element, actionId } of placedElements([block])) {
    if (actionId !== '' && seen.has(actionId)) {
      faults.add(`\`action_id\` ${actionId} already exists`, at);
    }
    seen.add(actionId);
    checkChoices(element, at, faults);
    checkLengths(element, at, faults);
  }
}

const CHOICES = new Set(['static_select', 'multi_static_select', 'radio_buttons', 'checkboxes']);

function checkChoices(element: JsonObject, at: string, faults: Faults): void {
  if (!CHOICES.has(String(element.type))) return;
  const options = optionsOf(element);
  if (options.length === 0) faults.add('must define either `options` or `option_groups`', at);
  if (element.options && element.option_groups) {
    faults.add('only one of `options` and `option_groups` is allowed', at);
  }
  const initial = [
    ...(element.initial_option ? asObjects([element.initial_option]) : []),
    ...asObjects(element.initial_options),
  ];
  const known = new Set(options.map((option) => JSON.stringify(option.value)));
  if (initial.some((option) => !known.has(JSON.stringify(option.value)))) {
    faults.add('initial option must be one of the options', at);
  }
}

function checkLengths(element: JsonObject, at: string, faults: Faults): void {
  if (element.type !== 'plain_text_input') return;
  const { max_length: max, min_length: min } = element;
  const initial = asString(element.initial_value) ?? '';
  if (typeof max === 'number' && initial.length > max) {
    faults.add(`must be less than ${max + 1} characters`, `${at}/element/initial_value`);
  }
  if (typeof max === 'number' && typeof min === 'number' && min > max) {
    faults.add('min_length must not be more than max_length', `${at}/element/min_length`);
  }
}
