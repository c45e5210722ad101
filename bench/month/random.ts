/** Random numbers, the same for the same seed. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** In [from, to). */
  between(from: number, to: number): number;
  /** One of these, each as likely. */
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** Creates random numbers from a seed, by the generator of Numerical Recipes. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    pick: ([first, ...more]) => [first, ...more][Math.floor(next() * (1 + more.length))] ?? first,
  };
}
