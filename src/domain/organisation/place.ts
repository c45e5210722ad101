import type { Platform } from './person.js';

/**
 * A channel of a platform, where messages can be posted. Only that platform's adapter reads more of
 * it than `platform` and `channel`: the rest is opaque JSON.
 */
export interface Place {
  readonly platform: Platform;
  /** Differs for each channel of the platform. */
  readonly channel?: string;
  readonly [key: string]: unknown;
}

/** A place as a text that is the same for the same place, whatever the order of its fields. */
export function toPlaceKey(place: Place): string {
  const entries = Object.entries(place).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

/** Identifies a posted message, for updates and replies. Opaque JSON like {@link Place}. */
export interface MessageRef {
  readonly platform: Platform;
  /** The adapter's stable text for this message. Finds the complaint of a thread. */
  readonly key: string;
  /** The place it was posted in. Absent in a thread or a direct chat, and in older references. */
  readonly place?: Place;
  readonly [key: string]: unknown;
}

/**
 * Is this message surely in another channel than `place`? An older reference does not say where it was
 * posted: it is elsewhere on another platform, or if its own channel differs.
 */
export function isElsewhere(ref: MessageRef, place: Place): boolean {
  const { platform, channel }: Place | MessageRef = ref.place ?? ref;
  return platform !== place.platform || (channel !== undefined && channel !== place.channel);
}
