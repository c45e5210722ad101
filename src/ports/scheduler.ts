import type { DocumentKind, DocumentRef } from '../domain/document/document-ref.js';

/** What the scheduler calls. Calls may be late or repeated: the store decides what is due. */
export interface Wakeable<K extends string = DocumentKind> {
  /** Does this document's next action, if it is due. */
  wake(document: DocumentRef<K>): Promise<void>;
  /** Finds due work that no wake-up handled; called every 30 s. */
  sweep(): Promise<void>;
}

/** Wakes the bot at given times. A lost, repeated or late wake-up is harmless: the sweep finds what is due. */
export interface Scheduler<K extends string = DocumentKind> {
  /** Starts to wake and to sweep. Throws `SCHEDULER` when the store does not answer. */
  start(target: Wakeable<K>): Promise<void>;
  /**
   * Says that the stored `nextActionAt` of a document is now `at` (business time, ms UTC): it is woken
   * then, at most a second late, and no more at an earlier time; null: not at all. Best effort: a failure
   * is logged, and the sweep finds the work.
   */
  schedule(document: DocumentRef<K>, at: number | null): Promise<void>;
  /**
   * Real time (ms UTC) of the start, later of the last heartbeat, which comes every 10 s or more often
   * and only while wake-ups can come; null before the start. `/readyz` checks it.
   */
  lastHeartbeatAt(): number | null;
  /**
   * Plans sweeps and heartbeats anew after the computer's clock was set: those that are planned may lie hours
   * ahead. Wake-ups keep their dates. Never rejects.
   */
  planAnew(): Promise<void>;
  /**
   * Starts nothing new and waits for what runs, at most `graceMs` of real time. What did not run or end
   * is left for the next process.
   */
  stop(graceMs: number): Promise<void>;
}
