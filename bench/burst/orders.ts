/** In which order nudges that are due at once belong to the channels. */
export const ORDERS = ['in-turn', 'random', 'by-channel'] as const;
export type Order = (typeof ORDERS)[number];

/** The channel of each nudge, the one that is due first comes first; the same in each run. */
export function arrange(order: Order, nudges: number, channels: number): readonly number[] {
  const inTurn = Array.from({ length: nudges }, (_, n) => n % channels);
  switch (order) {
    case 'in-turn':
      return inTurn;
    case 'random':
      return shuffle(inTurn);
    case 'by-channel':
      return inTurn.sort((one, other) => one - other);
  }
}

/** Shuffles by Fisher and Yates, with the generator of Numerical Recipes from a fixed seed. */
function shuffle(values: readonly number[]): readonly number[] {
  const shuffled = [...values];
  let state = 20_260_101;
  for (let n = shuffled.length - 1; n > 0; n -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (n + 1));
    const held = shuffled[n] ?? 0;
    shuffled[n] = shuffled[other] ?? 0;
    shuffled[other] = held;
  }
  return shuffled;
}

/** How many nudges each channel gets. */
export function countByChannel(arranged: readonly number[], channels: number): readonly number[] {
  const counts = Array.from({ length: channels }, () => 0);
  for (const channel of arranged) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

/** A message as it arrived: the place of its nudge among all by when they were due, and its channel. */
export interface Arrival {
  readonly rank: number;
  readonly channel: string;
}

/** The share of messages that came after one that was due later, in the same channel; 0 to 1. */
export function computeOvertaken(arrivals: readonly Arrival[]): number {
  const latest = new Map<string, number>();
  let overtaken = 0;
  for (const { rank, channel } of arrivals) {
    const before = latest.get(channel) ?? -1;
    if (rank < before) overtaken += 1;
    else latest.set(channel, rank);
  }
  return arrivals.length === 0 ? 0 : overtaken / arrivals.length;
}
