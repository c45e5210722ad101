/** One measured figure beside its bare peer's, from the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly peer: number;
  /** Median of the pairs' ratios, not the ratio of the medians. */
  readonly ratio: number;
  readonly unit: string;
}

/** The middle value; of an even number the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.ceil(middle) - 1],
    sorted[Math.floor(middle)],
  ];
  return (low + high) / 2;
}

/** A figure of interleaved pairs `[ours, peer]`. */
export function figure(
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
