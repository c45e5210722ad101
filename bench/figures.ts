/** A measured figure beside that of its bare peer, from the same run, or beside its target. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly peer: number;
  /** Median of the pairs' ratios, not the ratio of the medians. */
  readonly ratio: number;
  readonly unit: string;
  /** Of most figures less is better. */
  readonly isMoreBetter?: true;
}

/** The middle value, or the mean of the two middle ones. NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.ceil(middle) - 1],
    sorted[Math.floor(middle)],
  ];
  return (low + high) / 2;
}

/** The least of these values that `share` (0 to 1) of them do not exceed. NaN for no values. */
export function findPercentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The figure of interleaved pairs `[ours, peer]`. */
export function toFigure(
  name: string,
  unit: string,
  pairs: readonly (readonly [number, number])[],
): Figure {
  return {
    name,
    value: median(pairs.map(([ours]) => ours)),
    peer: median(pairs.map(([, peer]) => peer)),
    ratio: median(pairs.map(([ours, peer]) => ours / peer)),
    unit,
  };
}

/** The figure of one measurement beside its target. */
export function toTargetFigure(name: string, unit: string, value: number, target: number): Figure {
  return { name, value, peer: target, ratio: value / target, unit };
}
