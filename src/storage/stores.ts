import type { ProblemStore } from '../ports/problems.js';
import type { AlarmLog } from '../ports/stores/alarm-log.js';
import type { ComplaintStore } from '../ports/stores/complaint-store.js';
import type { GenerationStore } from '../ports/stores/generation-store.js';
import type { InboxStore } from '../ports/stores/inbox-store.js';
import type { InstallationLog } from '../ports/stores/installation-log.js';
import type { MatchStore } from '../ports/stores/match-store.js';
import type { PeopleStore } from '../ports/stores/people-store.js';
import type { ReferenceStore } from '../ports/stores/reference-store.js';

/** The stores of one database, opened and closed together. */
export interface Stores {
  readonly complaints: ComplaintStore;
  readonly matches: MatchStore;
  readonly inboxes: InboxStore;
  readonly people: PeopleStore;
  readonly references: ReferenceStore;
  readonly alarms: AlarmLog;
  readonly problems: ProblemStore;
  readonly installation: InstallationLog;
  readonly generations: GenerationStore;
  /** Closes the connection or the file. May be called twice. */
  close(): Promise<void>;
}
