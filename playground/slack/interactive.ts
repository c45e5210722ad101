import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import type { Core } from './state.js';

/** An element a person can use, and the block it is in. */
export interface Placed {
  block: JsonObject;
  blockId: string;
  element: JsonObject;
  actionId: string;
}

/** The elements of a block that carry an `action_id`: its own, its accessory, its input. */
function elementsIn(block: JsonObject): JsonObject[] {
  if (block.type === 'input') return isObject(block.element) ? [block.element] : [];
  if (block.type === 'section') return isObject(block.accessory) ? [block.accessory] : [];
  return block.type === 'actions' ? asObjects(block.elements) : [];
}

/** Gives a block and its elements the ids Slack makes up when the app gave none. Changes `block`. */
export function identify(core: Core, block: JsonObject): JsonObject {
  block.block_id ??= core.nextId('').slice(-5);
  for (const element of elementsIn(block)) {
    if (element.type !== 'image') element.action_id ??= core.nextId('').slice(-5);
  }
  return block;
}

/** Every usable element of a message or view, in order. */
export function placedElements(blocks: readonly JsonObject[]): Placed[] {
  return blocks.flatMap((block) =>
    elementsIn(block).map((element) => ({
      block,
      blockId: asString(block.block_id) ?? '',
      element,
      actionId: asString(element.action_id) ?? '',
    })),
  );
}

/** The options of a choice element, those inside option groups included. */
export function optionsOf(element: JsonObject): JsonObject[] {
  const grouped = asObjects(element.option_groups).flatMap((group) => asObjects(group.options));
  return [...asObjects(element.options), ...grouped];
}
