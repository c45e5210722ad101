/** How many entries of a stem to read. */
export interface StemRead {
  readonly stem: string;
  readonly limit: number;
}

/**
 * Plans which entries of the index are read: all of the rarest stem, then of the next one, until `most` are
 * planned. Of stems that are equally rare, the first in the order of the alphabet. `counts`: how many entries
 * each stem has; no more than `most` need be counted.
 */
export function planReads(counts: ReadonlyMap<string, number>, most: number): readonly StemRead[] {
  const rarest = [...counts]
    .filter(([, count]) => count > 0)
    .sort(([one, ones], [other, others]) => ones - others || (one < other ? -1 : 1));
  let left = most;
  const reads: StemRead[] = [];
  for (const [stem, count] of rarest) {
    if (left <= 0) break;
    reads.push({ stem, limit: Math.min(count, left) });
    left -= count;
  }
  return reads;
}
