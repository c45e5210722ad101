/** A measured figure beside that of its bare peer, from the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly peer: number;
  /** Median of the pairs' ratios, not the ratio of the medians. */
  readonly ratio: number;
  readonly unit: string;
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
