import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block } from '../../../src/views/elements.js';
import { type RenderedBlock, renderBlock } from './blocks.js';
import { blocksSize } from './limits.js';
import { plainText, type RenderContext } from './text.js';

/** How much of each text stays, tried in turn until everything fits. */
const SHARES = [1, 0.5, 0.25, 0.1, 0.03] as const;

/** What there is room for: Slack blocks, and characters of them as JSON. */
export interface RenderBudget {
  readonly blocks: number;
  readonly characters: number;
}

/**
 * Renders blocks so that they fit: first every text is shortened by the same share, then whole
 * blocks go from the end, buttons last, and a line says that there is more.
 */
export function fitToLimits(
  blocks: readonly Block[],
  around: RenderContext,
  space: RenderBudget,
): readonly types.KnownBlock[] {
  let units: readonly RenderedBlock[] = [];
  for (const share of SHARES) {
    units = blocks.flatMap((block) => renderBlock(block, { ...around, share }));
    const rendered = units.flatMap((unit) => unit.blocks);
    if (fits(rendered, space)) return rendered;
    if (rendered.length > space.blocks && blocksSize(rendered) <= space.characters) break;
  }
  return dropped(units, space);
}

function fits(blocks: readonly types.KnownBlock[], space: RenderBudget): boolean {
  return blocks.length <= space.blocks && blocksSize(blocks) <= space.characters;
}

const MORE: types.KnownBlock = {
  type: 'context',
  elements: [plainText(SLACK_TEXT.shortened, 2000)],
};

/**
 * Takes whole units away until the rest and the line fit: from the end, rows of buttons only when
 * they alone are too much. Sizes are summed, not measured anew.
 */
function dropped(
  units: readonly RenderedBlock[],
  space: RenderBudget,
): readonly types.KnownBlock[] {
  let texts = units.filter((unit) => !unit.buttons);
  let rows = units.filter((unit) => unit.buttons);
  const line = spanOf({ buttons: false, blocks: [MORE] });
  while (rows.length > 0 && !holds(space, rows, line)) rows = rows.slice(0, -1);
  while (texts.length > 0 && !holds(space, [...texts, ...rows], line)) texts = texts.slice(0, -1);
  const kept = new Set([...texts, ...rows]);
  return withMore(units.filter((unit) => kept.has(unit)));
}

/** Whether there is room for these units and the line. */
function holds(space: RenderBudget, units: readonly RenderedBlock[], line: number): boolean {
  const blocks = units.reduce((sum, unit) => sum + unit.blocks.length, 1);
  const characters = units.reduce((sum, unit) => sum + spanOf(unit), line + 1);
  return blocks <= space.blocks && characters <= space.characters;
}

const spans = new WeakMap<RenderedBlock, number>();

/** What a unit adds to the size of a list: its blocks and a comma after each. Measured once. */
function spanOf(unit: RenderedBlock): number {
  const known = spans.get(unit);
  if (known !== undefined) return known;
  const span = unit.blocks.length === 0 ? 0 : blocksSize(unit.blocks) - 1;
  spans.set(unit, span);
  return span;
}

/** The line stands before the buttons at the end, where a reader comes past it. */
function withMore(units: readonly RenderedBlock[]): readonly types.KnownBlock[] {
  const lastText = units.findLastIndex((unit) => !unit.buttons);
  const before = units.slice(0, lastText + 1).flatMap((unit) => unit.blocks);
  return [...before, MORE, ...units.slice(lastText + 1).flatMap((unit) => unit.blocks)];
}
