import type { AlarmLog } from '../ports/alarm-log.js';
import type { ComplaintStore } from '../ports/complaint-store.js';
import type { GenerationStore } from '../ports/generation-store.js';
import type { InstallationLog } from '../ports/installation-log.js';
import type { PeopleStore } from '../ports/people-store.js';
import type { ProblemStore } from '../ports/problems.js';
import type { ReferenceStore } from '../ports/reference-store.js';

/** The stores of one database, opened and closed together. */
export interface Stores {
  readonly complaints: ComplaintStore;
  readonly people: PeopleStore;
  readonly references: ReferenceStore;
  readonly alarms: AlarmLog;
  readonly problems: ProblemStore;
  readonly installation: InstallationLog;
  readonly generations: GenerationStore;
  /** Closes the connection or the file. May be called twice. */
  close(): Promise<void>;
}
