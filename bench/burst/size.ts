/** How much is due at once. */
export interface BurstSize {
  readonly nudges: number;
  readonly channels: number;
}

const CHANNELS = 50;
const MOST_CHANNELS = 100;

/**
 * Reads `NUDGES` or `NUDGES/CHANNELS`, such as `10000/50`, from a variable; by default `fallback`, over 50
 * channels.
 *
 * @throws Error for any other text.
 */
export function readSize(
  text: string | undefined,
  { nudges, channels = CHANNELS }: { readonly nudges: number; readonly channels?: number },
): BurstSize {
  if (text === undefined || text === '') return { nudges, channels };
  const [, first, second = String(channels)] = /^([1-9]\d*)(?:\/([1-9]\d*))?$/.exec(text) ?? [];
  const size = { nudges: Number(first), channels: Number(second) };
  if (first !== undefined && size.channels <= MOST_CHANNELS) return size;
  throw new Error(
    `“${text}” must be a number of nudges such as 10000, or with that of the channels such as 10000/50, at most ${MOST_CHANNELS}.`,
  );
}
