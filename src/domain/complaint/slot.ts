import type { PersonId } from '../organisation/person.js';

/**
 * What a team has to do with a complaint: it has it, it had it before a move, or it helps with a part.
 * Exactly one placement is the owner's.
 */
export const PLACEMENT_ROLES = ['owner', 'former', 'involved'] as const;
export type PlacementRole = (typeof PLACEMENT_ROLES)[number];

/** A complaint's place with one team: a card in the team's channel and the thread under it. */
export interface Placement {
  /** From 1 on, unique within the complaint and never used again. Slots are numbered by it. */
  readonly n: number;
  readonly team: string;
  readonly as: PlacementRole;
  /** Business time, ms UTC. */
  readonly openedAt: number;
  /** Business time, ms UTC; null while its card is kept up to date. */
  readonly closedAt: number | null;
  /** Who wrote under its card after it was closed, and was told where the complaint is. */
  readonly redirected?: readonly PersonId[];
}

/** So many placements a complaint has at most. */
export const MAX_PLACEMENTS = 20;

/** The card of a placement in its team's channel, by the placement's number. */
export type CardSlot = `card:${number}`;
/** The messages under the card of a placement. */
export type ThreadSlot = `thread:${number}`;

/** The card of who recorded it, and of each who joined them by adding to it. */
export type ReporterSlot = 'reporter-card' | `added-card:${PersonId}`;

/**
 * Which message of a complaint it is. Deliveries keep their order within a slot; `thread:<n>` waits for
 * `card:<n>`. Each nudge message has its own slot, so that it can be updated when it is answered.
 */
export type Slot =
  | CardSlot
  | ThreadSlot
  | ReporterSlot
  | 'ops'
  | `dm:${PersonId}`
  | `nudge:${string}`;

/** The kind of a slot: what stands before a placement, a person or a nudge. */
export type SlotKind = Slot extends infer S
  ? S extends `${infer Kind}:${string}`
    ? Kind
    : S extends string
      ? S
      : never
  : never;

/** Returns the kind of a slot. */
export function toSlotKind(slot: Slot): SlotKind {
  const [kind = slot] = slot.split(':');
  return kind as SlotKind;
}

/** Returns the slot of a placement's card. */
export function toCardSlot({ n }: Pick<Placement, 'n'>): CardSlot {
  return `card:${n}`;
}

/** Returns the slot of the messages under a placement's card. */
export function toThreadSlot({ n }: Pick<Placement, 'n'>): ThreadSlot {
  return `thread:${n}`;
}

/** True for the slot of a card in a team's channel. */
export function isCardSlot(slot: string): slot is CardSlot {
  return /^card:\d+$/.test(slot);
}

/** True for the slot of the messages under a card. */
export function isThreadSlot(slot: string): slot is ThreadSlot {
  return /^thread:\d+$/.test(slot);
}

/** True for the slot of the card of a reporter. */
export function isReporterSlot(slot: string): slot is ReporterSlot {
  return slot === 'reporter-card' || slot.startsWith('added-card:');
}

/** Returns the number of the placement whose card or thread this is; null for any other slot. */
export function findPlacementNumber(slot: string): number | null {
  const number = /^(?:card|thread):(\d+)$/.exec(slot)?.[1];
  return number === undefined ? null : Number(number);
}

/** Returns the placement whose card or thread this slot is; undefined for any other slot. */
export function findPlacement(
  placements: readonly Placement[],
  slot: string,
): Placement | undefined {
  const number = findPlacementNumber(slot);
  return placements.find(({ n }) => n === number);
}

/** Did the complaint go on from this placement to another team? It may have come back to a placement of its own. */
export function isLeft(one: Pick<Placement, 'n'>, placements: readonly Placement[]): boolean {
  const at = placements.findIndex(({ n }) => n === one.n);
  const team = placements[at]?.team;
  return placements.some((next, n) => n > at && next.as !== 'involved' && next.team !== team);
}

/**
 * Returns the placement of the team that has the complaint. Every complaint has exactly one: the stores
 * read no other.
 */
export function getOwner(placements: readonly Placement[]): Placement {
  const owner = placements.find((one) => one.as === 'owner');
  if (owner === undefined) throw new Error('The complaint has no owner placement.');
  return owner;
}

/** Returns a new placement with this team, which has the complaint from now on. `now`: business time, ms UTC. */
export function openPlacement(
  placements: readonly Placement[],
  team: string,
  now: number,
): Placement {
  const n = Math.max(...placements.map((one) => one.n)) + 1;
  return { n, team, as: 'owner', openedAt: now, closedAt: null };
}
