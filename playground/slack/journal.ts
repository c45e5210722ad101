/** One Web API call; never what was said in it. */
export interface JournalEntry {
  /** Unix ms. */
  at: number;
  method: string;
  /** The person the call names; empty when it names none. */
  user: string;
  /** HTTP status; 0 when the connection was broken on purpose. */
  status: number;
  /** Slack's error name. */
  error?: string;
  /** How long it took. */
  ms: number;
}
