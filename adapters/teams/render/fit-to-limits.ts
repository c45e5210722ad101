import type { Block } from '../../../src/views/elements.js';
import { type ButtonContext, type RenderedBlock, renderBlock, type Shares } from './blocks.js';
import type { MentionFactory } from './mentions.js';
import { renderParagraphs } from './text.js';

/** What to keep in one attempt. */
interface Plan {
  /** Texts above the first buttons: the main content. */
  readonly above: Shares;
  /** Texts between the first buttons and the divider. */
  readonly below: Shares;
  /** Number of entries to keep after the divider. */
  readonly entries: number;
  /** How much of the quotes in the entries to keep, from 0 to 1. */
  readonly entryQuotes: number;
}

const FULL: Shares = { quotes: 1, notes: 1, texts: 1 };

/** Long entries are shortened to these shares before more than half of the entries are left out. */
const ENTRY_QUOTES = [1, 0.3, 0.1] as const;

/** Attempts without any entries: quotes are shortened first, those below the buttons before those above. */
const STAGES: readonly Pick<Plan, 'above' | 'below'>[] = [
  ...[1, 0.5, 0.3, 0.15, 0.05, 0].map((quotes) => ({ above: FULL, below: { ...FULL, quotes } })),
  ...[0.75, 0.5, 0.3, 0.15, 0.05, 0].map((quotes) => both({ ...FULL, quotes }, { quotes: 0 })),
  ...[0.1, 0].map((notes) => both({ quotes: 0, notes, texts: 1 })),
  ...[0.3, 0.1, 0.03, 0].map((texts) => both({ quotes: 0, notes: 0, texts })),
];

function both(above: Shares, below: Partial<Shares> = {}): Pick<Plan, 'above' | 'below'> {
  return { above, below: { ...above, ...below } };
}

/** What to fit, and how. */
export interface FitOptions<T> {
  readonly blocks: readonly Block[];
  readonly buttonContext: ButtonContext;
  /** Creates the mentions of one attempt. */
  readonly newMentionFactory: () => MentionFactory;
  /** Builds the message or dialog from its rendered blocks. */
  readonly build: (blocks: readonly RenderedBlock[]) => T;
  readonly fits: (built: T) => boolean;
  /** Shown when something was shortened or left out. */
  readonly shortened: string;
  /** Shown when this number of entries was left out. */
  readonly leftOut: (entries: number) => string;
}

/** Blocks in sections. The last of `entries` are left out first, then `below` is shortened, then `above`. */
interface BlockSections {
  readonly above: readonly Block[];
  readonly below: readonly Block[];
  /** The divider and the note with the heading of the entries. */
  readonly heading: readonly Block[];
  /** Each begins with a note. */
  readonly entries: readonly (readonly Block[])[];
}

/**
 * Renders blocks so that they fit. First it leaves out the entries after the divider, from the end;
 * then it shortens texts; then it leaves out whole blocks, from the end. A line tells the reader.
 * Buttons are never left out: if they alone are too large, the result does not fit.
 */
export function fitToLimits<T>(options: FitOptions<T>): T {
  const sections = splitBlocks(options.blocks);
  const { length } = sections.entries;
  const complete = renderPlan(sections, options, {
    above: FULL,
    below: FULL,
    entries: length,
    entryQuotes: 1,
  });
  const built = options.build(complete);
  if (options.fits(built)) return built;
  return withFewerEntries(sections, options) ?? withShorterTexts(sections, options);
}

function splitBlocks(blocks: readonly Block[]): BlockSections {
  const divider = blocks.findLastIndex(({ kind }) => kind === 'divider');
  const [main, rest] =
    divider < 0 || blocks.slice(divider).some(({ kind }) => kind === 'buttons')
      ? [blocks, []]
      : [blocks.slice(0, divider), blocks.slice(divider)];
  const buttons = main.findIndex(({ kind }) => kind === 'buttons');
  const below = buttons < 0 ? main.length : buttons;
  return {
    above: main.slice(0, below),
    below: main.slice(below),
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

/** Keeps as many entries as fit, and everything else in full; undefined when not even one fits. */
function withFewerEntries<T>(sections: BlockSections, options: FitOptions<T>): T | undefined {
  const { length } = sections.entries;
  let best: T | undefined;
  let most = 0;
  for (const entryQuotes of ENTRY_QUOTES) {
    const build = (entries: number): T =>
      options.build(
        renderPlanWithLine(sections, options, { above: FULL, below: FULL, entries, entryQuotes }),
      );
    const count = mostThatFit(length, (entries) => options.fits(build(entries)));
    if (count > most) {
      most = count;
      best = build(count);
    }
    if (most * 2 >= length) break;
  }
  return best;
}

function withShorterTexts<T>(sections: BlockSections, options: FitOptions<T>): T {
  for (const stage of STAGES) {
    const plan = { ...stage, entries: 0, entryQuotes: 1 };
    const built = options.build(renderPlanWithLine(sections, options, plan));
    if (options.fits(built)) return built;
  }
  const least = { ...both({ quotes: 0, notes: 0, texts: 0 }), entries: 0, entryQuotes: 1 };
  const blocks = renderPlan(sections, options, least);
  const line = toCutLine(sections, options, least);
  const build = (count: number): T =>
    options.build(insertCutLine(firstBlocks(blocks, count), line, options));
  return build(mostThatFit(blocks.length - 1, (count) => options.fits(build(count))));
}

/** The largest number up to `max` that fits, by binary search; 0 when none does. */
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

/** The first `count` blocks, and all buttons. */
function firstBlocks(blocks: readonly RenderedBlock[], count: number): readonly RenderedBlock[] {
  return blocks.filter((block, index) => index < count || block.kind === 'buttons');
}

function renderPlan<T>(
  sections: BlockSections,
  options: FitOptions<T>,
  plan: Plan,
): readonly RenderedBlock[] {
  const { buttonContext } = options;
  const mentionFactory = options.newMentionFactory();
  const render = (blocks: readonly Block[], shares: Shares): readonly RenderedBlock[] =>
    blocks.map((block) => renderBlock(block, { buttonContext, mentionFactory, shares }));
  return [
    ...render(sections.above, plan.above),
    ...render(sections.below, plan.below),
    ...render(sections.heading, FULL),
    ...render(sections.entries.slice(0, plan.entries).flat(), {
      ...FULL,
      quotes: plan.entryQuotes,
    }),
  ];
}

/** Renders a plan with the line about what it cut. */
function renderPlanWithLine<T>(
  sections: BlockSections,
  options: FitOptions<T>,
  plan: Plan,
): readonly RenderedBlock[] {
  return insertCutLine(
    renderPlan(sections, options, plan),
    toCutLine(sections, options, plan),
    options,
  );
}

function toCutLine<T>(
  sections: BlockSections,
  { shortened, leftOut }: FitOptions<T>,
  plan: Plan,
): string {
  const leftOutCount = sections.entries.length - plan.entries;
  const shares = [plan.above, plan.below].flatMap(({ quotes, notes, texts }) => [
    quotes,
    notes,
    texts,
  ]);
  const isShorter = Math.min(plan.entryQuotes, ...shares) < 1;
  const sentences = [
    ...(isShorter ? [shortened] : []),
    ...(leftOutCount === 0 ? [] : [leftOut(leftOutCount)]),
  ];
  return sentences.length === 0 ? shortened : sentences.join(' ');
}

/** Inserts the line above the buttons at the end, where a reader sees it. */
function insertCutLine<T>(
  blocks: readonly RenderedBlock[],
  line: string,
  options: FitOptions<T>,
): readonly RenderedBlock[] {
  const style = { size: 'small', isSubtle: true } as const;
  const rendered = renderParagraphs([line], line.length, options.newMentionFactory(), style);
  const last = blocks.findLastIndex((block) => block.kind !== 'buttons');
  return [...blocks.slice(0, last + 1), { kind: 'text', ...rendered }, ...blocks.slice(last + 1)];
}
