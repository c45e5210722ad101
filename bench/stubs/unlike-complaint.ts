/** How many words of what happened a sample complaint has. */
const WORDS = 10;

/**
 * What happened, and to which account: the n-th is like no other, so that no form asks whether it is known. `n`: a
 * number that is used once.
 */
export function createUnlikeComplaint(n: number): {
  readonly account: string;
  readonly description: string;
} {
  const words = Array.from({ length: WORDS }, (_, at) => `bill${n}x${at}`);
  return { account: `A-${n}`, description: words.join(' ') };
}
