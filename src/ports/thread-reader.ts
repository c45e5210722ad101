import type { SourceMessage, UnreadReason } from '../domain/intake/source.js';
import type { Account, Platform } from '../domain/organisation/person.js';

/** A message that somebody chose to be recorded, as its platform sent it. */
export interface ChosenMessage {
  /** Where its thread is, as the adapter's reader knows it; opaque to the core, at most 250 characters. */
  readonly thread: string;
  /** Opens the message for people who may read it; empty where the platform gives none. */
  readonly link: string;
  /** It is in no public channel, or the platform does not say: nothing is kept unless the reporter wants it. */
  readonly isPrivate: boolean;
  readonly message: SourceMessage;
}

/** What could be read of a thread. */
export interface ThreadReading {
  /** In the order in which they were written, without what the bot itself wrote; perhaps without the chosen one. */
  readonly messages: readonly SourceMessage[];
  /** Why the rest was not read; null: there is no more. */
  readonly unread: UnreadReason | null;
  /** The scope or consent that is missing, as the platform calls it. Only for `not-permitted`. */
  readonly needs?: string;
  /** Whether it is in no public channel, where the platform's message did not say so. */
  readonly isPrivate?: boolean;
}

/** Reads the thread of a chosen message, as far as the bot may read it. */
export interface ThreadReader {
  readonly platform: Platform;
  /**
   * Reads the thread for a person who may read it. Whatever the platform answers is a {@link ThreadReading},
   * never an error.
   * @param thread see {@link ChosenMessage.thread}
   * @param timeoutMs how long it may take, ms of real time; what was read until then is returned
   */
  readThread(thread: string, reader: Account, timeoutMs: number): Promise<ThreadReading>;
}
