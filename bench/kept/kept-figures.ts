import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Figure } from '../figures.js';

/** A figure as it was kept: its ratio, which compares between machines, and where it came from. */
export interface KeptFigure {
  readonly ratio: number;
  /** Day of the run, `YYYY-MM-DD`. */
  readonly date: string;
  /** Version of Node. */
  readonly node: string;
}

/** The kept figures by name. */
export type KeptFigures = Readonly<Record<string, KeptFigure>>;

/** How a figure has changed. */
export interface Change {
  readonly kept: KeptFigure;
  /** Change of the ratio, as a share of the kept one: 0.1 for 10% more. */
  readonly share: number;
  /** Is it worse by more than {@link TOLERANCE}? */
  readonly isWorse: boolean;
}

/** Up to this share a figure may be worse without a reason. */
export const TOLERANCE = 0.05;

/** Compares a figure with the kept one; undefined if none was kept. */
export function compareWithKept(figure: Figure, all: KeptFigures): Change | undefined {
  const kept = Object.hasOwn(all, figure.name) ? all[figure.name] : undefined;
  if (kept === undefined) return undefined;
  const share = computeChange(figure.ratio, kept.ratio);
  const worse = figure.isMoreBetter ? -share : share;
  return { kept, share, isWorse: worse > TOLERANCE };
}

function computeChange(now: number, before: number): number {
  return now === before ? 0 : (now - before) / before;
}

/** The kept figures with these in place of those of the same names. */
export function keepFigures(
  all: KeptFigures,
  figures: readonly Figure[],
  { date, node }: Omit<KeptFigure, 'ratio'>,
): KeptFigures {
  const added = figures.map(({ name, ratio }) => {
    return [name, { ratio: Number(ratio.toPrecision(4)), date, node }] as const;
  });
  return { ...all, ...Object.fromEntries(added) };
}

/** Reads the kept figures; none if there is no such file. */
export function readKept(file: string): KeptFigures {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Writes the kept figures, laid out as the style check wants it. */
export function writeKept(file: string, all: KeptFigures): void {
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

/** A figure as a line of text, with its change. */
export function renderFigure(figure: Figure, change: Change | undefined): string {
  const { name, value, peer, ratio, unit } = figure;
  const measured = `${name.padEnd(34)} ${value.toFixed(1)} against ${peer.toFixed(1)} ${unit}: ratio ${ratio.toFixed(2)}`;
  if (change === undefined) return measured;
  const { kept, share, isWorse } = change;
  const percent = `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}%`;
  const mark = isWorse ? ' WORSE' : '';
  return `${measured}, ${percent} to ${kept.ratio.toFixed(2)} of ${kept.date}${mark}`;
}
