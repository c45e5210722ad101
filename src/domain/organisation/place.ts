import type { Platform } from './person.js';

/**
 * A channel of a platform, where messages can be posted. Only that platform's adapter reads more of
 * it than `platform`: the rest is opaque JSON.
 */
export interface Place {
  readonly platform: Platform;
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
  readonly [key: string]: unknown;
}
