/** The number of the first complaint: `C-1001`. */
export const FIRST_NUMBER = 1001;

/**
 * How many of the newest complaints are asked for the highest reference. References are given in the order
 * of filing, so a few would do; these are enough for processes whose clocks differ.
 */
export const NEWEST_COUNT = 500;

/** The highest number of these references, 0 without any: `C-999` comes before `C-1001`, unlike as texts. */
export function findHighestNumber(references: readonly string[]): number {
  const numbers = references.map((reference) => Number(/^C-(\d{1,15})$/.exec(reference)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}
