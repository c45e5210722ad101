import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block } from '../../../src/views/elements.js';
import { type RenderedBlock, renderBlock } from './blocks.js';
import { countCharacters } from './limits.js';
import type { RenderContext } from './pieces.js';
import { plainText } from './text.js';

/** The shares of each text limit to try, in this order, until everything fits. */
const SHARES = [1, 0.5, 0.25, 0.1, 0.03] as const;

/** How much fits: Slack blocks, and characters of their JSON. */
export interface RenderBudget {
  readonly blocks: number;
  readonly characters: number;
}

/**
 * Renders blocks so that they fit the budget. First it shortens every text by the same share. Then
 * it drops whole blocks from the end, buttons last, and adds a line that says that there is more.
 */
export function fitToLimits(
  blocks: readonly Block[],
  context: RenderContext,
  budget: RenderBudget,
): readonly types.KnownBlock[] {
  let units: readonly RenderedBlock[] = [];
  for (const share of SHARES) {
    units = blocks.flatMap((block) => renderBlock(block, { ...context, share }));
    const rendered = units.flatMap((unit) => unit.blocks);
    if (fits(rendered, budget)) return rendered;
    if (rendered.length > budget.blocks && countCharacters(rendered) <= budget.characters) break;
  }
  return dropUnits(units, budget);
}

function fits(blocks: readonly types.KnownBlock[], budget: RenderBudget): boolean {
  return blocks.length <= budget.blocks && countCharacters(blocks) <= budget.characters;
}

/** The line that says that there is more. */
const MORE_LINE: types.KnownBlock = {
  type: 'context',
  elements: [plainText(SLACK_TEXT.shortened, 2000)],
};

/**
 * Drops whole units until the rest and {@link MORE_LINE} fit: texts from the end first, rows of
 * buttons only if the buttons alone are too much. Sizes are added up, not measured again.
 */
function dropUnits(
  units: readonly RenderedBlock[],
  budget: RenderBudget,
): readonly types.KnownBlock[] {
  let texts = units.filter((unit) => !unit.isButtons);
  let rows = units.filter((unit) => unit.isButtons);
  const line = measureUnit({ isButtons: false, blocks: [MORE_LINE] });
  const hasRoomFor = (kept: readonly RenderedBlock[]) => fitsWithLine(budget, kept, line);
  while (rows.length > 0 && !hasRoomFor(rows)) rows = rows.slice(0, -1);
  while (texts.length > 0 && !hasRoomFor([...texts, ...rows])) texts = texts.slice(0, -1);
  const kept = new Set([...texts, ...rows]);
  return insertMoreLine(units.filter((unit) => kept.has(unit)));
}

/** Whether these units and a line of `line` characters fit. */
function fitsWithLine(
  budget: RenderBudget,
  units: readonly RenderedBlock[],
  line: number,
): boolean {
  const blocks = units.reduce((sum, unit) => sum + unit.blocks.length, 1);
  const characters = units.reduce((sum, unit) => sum + measureUnit(unit), line + 1);
  return blocks <= budget.blocks && characters <= budget.characters;
}

const sizes = new WeakMap<RenderedBlock, number>();

/** The characters a unit adds to a list's JSON: its blocks, and a comma after each. Cached. */
function measureUnit(unit: RenderedBlock): number {
  const cached = sizes.get(unit);
  if (cached !== undefined) return cached;
  const size = unit.blocks.length === 0 ? 0 : countCharacters(unit.blocks) - 1;
  sizes.set(unit, size);
  return size;
}

/** Puts the line before the buttons at the end, where a reader passes it. */
function insertMoreLine(units: readonly RenderedBlock[]): readonly types.KnownBlock[] {
  const lastText = units.findLastIndex((unit) => !unit.isButtons);
  const before = units.slice(0, lastText + 1).flatMap((unit) => unit.blocks);
  return [...before, MORE_LINE, ...units.slice(lastText + 1).flatMap((unit) => unit.blocks)];
}
