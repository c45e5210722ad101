import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../src/text/slack-en.js';
import type { Block } from '../../src/views/elements.js';
import { type Unit, unitOf } from './blocks.js';
import { sizeOf } from './limits.js';
import { plainText, type Surroundings } from './text.js';

/** How much of each text stays, tried in turn until everything fits. */
const SHARES = [1, 0.5, 0.25, 0.1, 0.03] as const;

/** What there is room for: Slack blocks, and characters of them as JSON. */
export interface Space {
  readonly blocks: number;
  readonly characters: number;
}

/**
 * Renders blocks so that they fit: first every text is shortened by the same share, then whole
 * blocks go from the end, buttons last, and a line says that there is more.
 */
export function fitted(
  blocks: readonly Block[],
  around: Surroundings,
  space: Space,
): readonly types.KnownBlock[] {
  let units: readonly Unit[] = [];
  for (const share of SHARES) {
    units = blocks.map((block) => unitOf(block, { ...around, share }));
    const rendered = units.flatMap((unit) => unit.blocks);
    if (fits(rendered, space)) return rendered;
    if (rendered.length > space.blocks && sizeOf(rendered) <= space.characters) break;
  }
  return dropped(units, space);
}

function fits(blocks: readonly types.KnownBlock[], space: Space): boolean {
  return blocks.length <= space.blocks && sizeOf(blocks) <= space.characters;
}

const MORE: types.KnownBlock = {
  type: 'context',
  elements: [plainText(SLACK_TEXT.shortened, 2000)],
};

function dropped(units: readonly Unit[], space: Space): readonly types.KnownBlock[] {
  const left = [...units];
  while (left.length > 0) {
    const lastText = left.findLastIndex((unit) => !unit.buttons);
    left.splice(lastText === -1 ? left.length - 1 : lastText, 1);
    const rendered = withMore(left);
    if (fits(rendered, space)) return rendered;
  }
  return [];
}

/** The line stands before the buttons at the end, where a reader comes past it. */
function withMore(units: readonly Unit[]): readonly types.KnownBlock[] {
  const lastText = units.findLastIndex((unit) => !unit.buttons);
  const before = units.slice(0, lastText + 1).flatMap((unit) => unit.blocks);
  return [...before, MORE, ...units.slice(lastText + 1).flatMap((unit) => unit.blocks)];
}
