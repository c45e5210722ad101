import type { ComplaintStore } from '../ports/complaint-store.js';
import type { PeopleStore } from '../ports/people-store.js';

/** The stores of one database, opened and closed together. */
export interface Stores {
  readonly complaints: ComplaintStore;
  readonly people: PeopleStore;
  /** Gives the connection or the file back. May be called twice. */
  close(): Promise<void>;
}
