/**
 * Measures ours and theirs this many times, one right after the other, so that what else the machine does
 * meets both. Who goes first alternates, so that neither is always the one that finds things warm.
 */
export async function measurePairs<T>(
  pairs: number,
  ours: () => Promise<T>,
  theirs: () => Promise<T>,
): Promise<readonly (readonly [T, T])[]> {
  const measured: (readonly [T, T])[] = [];
  for (let n = 0; n < pairs; n += 1) {
    if (n % 2 === 0) {
      const own = await ours();
      measured.push([own, await theirs()]);
    } else {
      const their = await theirs();
      measured.push([await ours(), their]);
    }
  }
  return measured;
}
