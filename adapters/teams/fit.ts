import type { Block } from '../../src/views/elements.js';
import { type Shares, type Unit, unitOf } from './blocks.js';
import type { Stand } from './buttons.js';
import type { Mentioning } from './mentions.js';
import { paragraphs } from './text.js';

/** What is tried in turn until everything fits: quotes are shortened first, then notes, then the rest. */
const STAGES: readonly Shares[] = [
  ...[1, 0.75, 0.5, 0.3, 0.15, 0.05, 0].map((quotes) => ({ quotes, notes: 1, texts: 1 })),
  ...[0.1, 0].map((notes) => ({ quotes: 0, notes, texts: 1 })),
  ...[0.3, 0.1, 0.03, 0].map((texts) => ({ quotes: 0, notes: 0, texts })),
];

/** What is to fit, and how. */
export interface Fitting<T> {
  readonly blocks: readonly Block[];
  readonly stand: Stand;
  /** Makes the mentions of one try. */
  readonly mentioning: () => Mentioning;
  /** Puts units into their frame. */
  readonly build: (units: readonly Unit[]) => T;
  readonly fits: (built: T) => boolean;
  /** Said where something was shortened or left out. */
  readonly shortened: string;
}

/**
 * Renders blocks so that they fit: first texts are shortened, then whole blocks go from the end; a
 * line says so. Buttons are never left out: where they alone are too much, the result does not fit.
 */
export function fitted<T>(fitting: Fitting<T>): T {
  let units: readonly Unit[] = [];
  for (const [index, shares] of STAGES.entries()) {
    const mentioning = fitting.mentioning();
    units = fitting.blocks.map((block) => unitOf(block, { ...fitting, mentioning, shares }));
    const built = fitting.build(index === 0 ? units : withLine(units, fitting));
    if (fitting.fits(built)) return built;
  }
  return dropped(units, fitting);
}

/** The most units that fit with the line, found by halving; without any, what is left. */
function dropped<T>(units: readonly Unit[], fitting: Fitting<T>): T {
  const build = (count: number): T => fitting.build(withLine(beginning(units, count), fitting));
  let most = 0;
  let tooMany = units.length;
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fitting.fits(build(middle))) most = middle;
    else tooMany = middle;
  }
  return build(most);
}

/** The first `count` units, and all buttons. */
function beginning(units: readonly Unit[], count: number): readonly Unit[] {
  return units.filter((unit, index) => index < count || unit.kind === 'buttons');
}

/** The line stands before the buttons at the end, where a reader comes past it. */
function withLine<T>(units: readonly Unit[], fitting: Fitting<T>): readonly Unit[] {
  const look = { size: 'small', isSubtle: true } as const;
  const said = paragraphs(
    [fitting.shortened],
    fitting.shortened.length,
    fitting.mentioning(),
    look,
  );
  const last = units.findLastIndex((unit) => unit.kind !== 'buttons');
  return [...units.slice(0, last + 1), { kind: 'words', ...said }, ...units.slice(last + 1)];
}
