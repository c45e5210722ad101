import type { Platform } from './person.js';

/**
 * Where something can be posted: a channel of a platform. Apart from `platform` it is opaque JSON
 * that only that platform's adapter reads.
 */
export interface Place {
  readonly platform: Platform;
  readonly [key: string]: unknown;
}

/** A posted message, so that it can be updated or replied to. Opaque JSON like {@link Place}. */
export interface MessageRef {
  readonly platform: Platform;
  /** The adapter's stable text for this message, by which a thread's complaint is found. */
  readonly key: string;
  readonly [key: string]: unknown;
}
