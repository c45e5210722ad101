import { asList, asObjects, isObject, type JsonObject } from '../../json.js';
import { checkBlock, checkFields, Faults } from './check.js';
import { checkRelations } from './relations.js';
import type { Surface } from './rules.js';
import { HOME, MODAL } from './shapes.js';

/** Blocks a message may have, and a modal or Home view. */
const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const;

/** A view's JSON may be at most 250 kB (`view_too_large`, docs of `views.open`). */
const VIEW_BYTES = 250_000;

// Slack publishes no number for all the text of a message's blocks. Measured by others
// (slackapi/bolt-js#2509 and #2867): 13,297 characters in one block pass, each further block costs
// some; 9,597 in 50 blocks pass, 11,341 in 45 do not. This estimate fits all but the first and is
// on the strict side there.
const ALL_TEXT = 13_000;
const BLOCK_COST = 40;

/**
 * What is wrong with the blocks of a message: Slack's reasons with their JSON pointers, or nothing.
 */
export function faultsInBlocks(
  value: unknown,
  surface: Surface = 'message',
  at = '/blocks',
): string[] {
  const faults = new Faults(surface);
  if (!Array.isArray(value)) {
    faults.add('must provide an array', at);
    return faults.list;
  }
  const most = MOST_BLOCKS[surface];
  if (value.length > most) faults.add(`no more than ${most} items allowed`, at);
  value.forEach((block, index) => {
    checkBlock(block, `${at}/${index}`, faults);
  });
  checkRelations(asObjects(value), at, faults);
  return faults.list;
}

/** What is wrong with a view, or nothing. */
export function faultsInView(value: unknown, type: 'modal' | 'home'): string[] {
  const faults = new Faults(type);
  if (!isObject(value)) {
    faults.add('must provide an object', '/view');
    return faults.list;
  }
  checkFields(type === 'modal' ? MODAL : HOME, value, '/view', faults);
  const blocks = asList(value.blocks);
  if (type === 'modal' && !value.submit && asObjects(blocks).some((b) => b.type === 'input')) {
    faults.add('missing required field: submit', '/view');
  }
  if (value.blocks !== undefined) {
    faults.list.push(...faultsInBlocks(value.blocks, type, '/view/blocks'));
  }
  if (faults.list.length > 0) {
    faults.list.unshift('failed to match all allowed schemas [json-pointer:/view]');
  }
  return faults.list;
}

/** True when the view is larger than Slack takes. */
export function isViewTooLarge(value: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(value)) > VIEW_BYTES;
}

/** True when all the blocks' text together is more than Slack takes in one message. */
export function isTooMuchText(blocks: readonly unknown[]): boolean {
  return textIn(blocks) + blocks.length * BLOCK_COST > ALL_TEXT;
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textIn(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : textIn(inner)),
    0,
  );
}
