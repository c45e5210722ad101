import type { Block } from '../../../src/views/elements.js';
import { type ButtonContext, type RenderedBlock, renderBlock, type Shares } from './blocks.js';
import type { MentionFactory } from './mentions.js';
import { renderParagraphs } from './text.js';

/** How much of everything is drawn in one try. */
interface Plan {
  /** What stands up to the first buttons: what it is about. */
  readonly above: Shares;
  /** What stands between the first buttons and the divider. */
  readonly below: Shares;
  /** How many of the entries behind the divider stay. */
  readonly entries: number;
  /** How much of the quotes in them stays. */
  readonly entryQuotes: number;
}

const FULL: Shares = { quotes: 1, notes: 1, texts: 1 };

/** How much of long entries may stay: they are shortened before more than half of the entries go. */
const ENTRY_QUOTES = [1, 0.3, 0.1] as const;

/** What is tried in turn when all entries are gone: quotes are shortened first, the lower ones before the upper. */
const STAGES: readonly Pick<Plan, 'above' | 'below'>[] = [
  ...[1, 0.5, 0.3, 0.15, 0.05, 0].map((quotes) => ({ above: FULL, below: { ...FULL, quotes } })),
  ...[0.75, 0.5, 0.3, 0.15, 0.05, 0].map((quotes) => both({ ...FULL, quotes }, { quotes: 0 })),
  ...[0.1, 0].map((notes) => both({ quotes: 0, notes, texts: 1 })),
  ...[0.3, 0.1, 0.03, 0].map((texts) => both({ quotes: 0, notes: 0, texts })),
];

function both(above: Shares, below: Partial<Shares> = {}): Pick<Plan, 'above' | 'below'> {
  return { above, below: { ...above, ...below } };
}

/** What is to fit, and how. */
export interface FitOptions<T> {
  readonly blocks: readonly Block[];
  readonly buttonContext: ButtonContext;
  /** Makes the mentions of one try. */
  readonly newMentionFactory: () => MentionFactory;
  /** Puts units into their frame. */
  readonly build: (units: readonly RenderedBlock[]) => T;
  readonly fits: (built: T) => boolean;
  /** Said where something was shortened or left out. */
  readonly shortened: string;
  /** Said where so many of the last entries were left out. */
  readonly leftOut: (entries: number) => string;
}

/** Blocks by what may go first: the last of `entries`, then `below`, then `above`. */
interface BlockSections {
  readonly above: readonly Block[];
  readonly below: readonly Block[];
  /** The divider and the note that says what comes after it. */
  readonly heading: readonly Block[];
  /** Each a note and what belongs to it. */
  readonly entries: readonly (readonly Block[])[];
}

/**
 * Renders blocks so that they fit: first the entries behind a divider go, from the end; then texts
 * are shortened; then whole blocks go from the end. A line says what was done. Buttons are never
 * left out: where they alone are too much, the result does not fit.
 */
export function fitToLimits<T>(fitting: FitOptions<T>): T {
  const parts = splitBlocks(fitting.blocks);
  const { length } = parts.entries;
  const whole = renderPlan(parts, fitting, {
    above: FULL,
    below: FULL,
    entries: length,
    entryQuotes: 1,
  });
  const built = fitting.build(whole);
  if (fitting.fits(built)) return built;
  return withFewerEntries(parts, fitting) ?? withShorterTexts(parts, fitting);
}

function splitBlocks(blocks: readonly Block[]): BlockSections {
  const divider = blocks.findLastIndex(({ kind }) => kind === 'divider');
  const [words, rest] =
    divider < 0 || blocks.slice(divider).some(({ kind }) => kind === 'buttons')
      ? [blocks, []]
      : [blocks.slice(0, divider), blocks.slice(divider)];
  const buttons = words.findIndex(({ kind }) => kind === 'buttons');
  const below = buttons < 0 ? words.length : buttons;
  return {
    above: words.slice(0, below),
    below: words.slice(below),
    heading: rest.slice(0, 2),
    entries: groupEntries(rest.slice(2)),
  };
}

function groupEntries(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const entries: Block[][] = [];
  for (const block of blocks) {
    const last = entries.at(-1);
    if (last === undefined || block.kind === 'note') entries.push([block]);
    else last.push(block);
  }
  return entries;
}

/** As many entries as fit, with all else in full; undefined when none does, or when there are none. */
function withFewerEntries<T>(parts: BlockSections, fitting: FitOptions<T>): T | undefined {
  const { length } = parts.entries;
  let best: T | undefined;
  let most = 0;
  for (const entryQuotes of ENTRY_QUOTES) {
    const build = (entries: number): T =>
      fitting.build(
        renderPlanWithLine(parts, fitting, { above: FULL, below: FULL, entries, entryQuotes }),
      );
    const count = mostThatFit(length, (entries) => fitting.fits(build(entries)));
    if (count > most) {
      most = count;
      best = build(count);
    }
    if (most * 2 >= length) break;
  }
  return best;
}

function withShorterTexts<T>(parts: BlockSections, fitting: FitOptions<T>): T {
  for (const stage of STAGES) {
    const plan = { ...stage, entries: 0, entryQuotes: 1 };
    const built = fitting.build(renderPlanWithLine(parts, fitting, plan));
    if (fitting.fits(built)) return built;
  }
  const least = { ...both({ quotes: 0, notes: 0, texts: 0 }), entries: 0, entryQuotes: 1 };
  const units = renderPlan(parts, fitting, least);
  const line = toCutLine(parts, fitting, least);
  const build = (count: number): T =>
    fitting.build(insertCutLine(firstUnits(units, count), line, fitting));
  return build(mostThatFit(units.length - 1, (count) => fitting.fits(build(count))));
}

/** The biggest number up to `max` that fits, found by halving; 0 when none does. */
function mostThatFit(max: number, fits: (count: number) => boolean): number {
  let most = 0;
  let tooMany = max + 1;
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}

/** The first `count` units, and all buttons. */
function firstUnits(units: readonly RenderedBlock[], count: number): readonly RenderedBlock[] {
  return units.filter((unit, index) => index < count || unit.kind === 'buttons');
}

function renderPlan<T>(
  parts: BlockSections,
  fitting: FitOptions<T>,
  plan: Plan,
): readonly RenderedBlock[] {
  const { buttonContext } = fitting;
  const mentioning = fitting.newMentionFactory();
  const drawn = (blocks: readonly Block[], shares: Shares): readonly RenderedBlock[] =>
    blocks.map((block) =>
      renderBlock(block, { buttonContext, mentionFactory: mentioning, shares }),
    );
  return [
    ...drawn(parts.above, plan.above),
    ...drawn(parts.below, plan.below),
    ...drawn(parts.heading, FULL),
    ...drawn(parts.entries.slice(0, plan.entries).flat(), { ...FULL, quotes: plan.entryQuotes }),
  ];
}

/** The units of a plan, and what it left out. */
function renderPlanWithLine<T>(
  parts: BlockSections,
  fitting: FitOptions<T>,
  plan: Plan,
): readonly RenderedBlock[] {
  return insertCutLine(renderPlan(parts, fitting, plan), toCutLine(parts, fitting, plan), fitting);
}

function toCutLine<T>(
  parts: BlockSections,
  { shortened, leftOut }: FitOptions<T>,
  plan: Plan,
): string {
  const gone = parts.entries.length - plan.entries;
  const shares = [plan.above, plan.below].flatMap(({ quotes, notes, texts }) => [
    quotes,
    notes,
    texts,
  ]);
  const isShorter = Math.min(plan.entryQuotes, ...shares) < 1;
  const said = [...(isShorter ? [shortened] : []), ...(gone === 0 ? [] : [leftOut(gone)])];
  return said.length === 0 ? shortened : said.join(' ');
}

/** The line stands before the buttons at the end, where a reader comes past it. */
function insertCutLine<T>(
  units: readonly RenderedBlock[],
  line: string,
  fitting: FitOptions<T>,
): readonly RenderedBlock[] {
  const look = { size: 'small', isSubtle: true } as const;
  const said = renderParagraphs([line], line.length, fitting.newMentionFactory(), look);
  const last = units.findLastIndex((unit) => unit.kind !== 'buttons');
  return [...units.slice(0, last + 1), { kind: 'words', ...said }, ...units.slice(last + 1)];
}
