import type { Organisation } from '../domain/organisation/organisation.js';
import type { Platform } from '../domain/organisation/person.js';
import type { Channel } from '../ports/channel.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Meter } from '../ports/meter.js';
import type { OnlineCheck } from '../ports/online-check.js';
import type { ProblemSource, ProblemStore } from '../ports/problems.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { AlarmLog } from '../ports/stores/alarm-log.js';
import type { ComplaintStore } from '../ports/stores/complaint-store.js';
import type { GenerationStore } from '../ports/stores/generation-store.js';
import type { InboxStore } from '../ports/stores/inbox-store.js';
import type { MatchStore } from '../ports/stores/match-store.js';
import type { PeopleStore } from '../ports/stores/people-store.js';
import type { ThreadReader } from '../ports/thread-reader.js';
import type { UnreadableRecords } from '../ports/unreadable-records.js';
import type { Waiting } from '../ports/waiting.js';
import type { WorkspaceIds } from './organisation/account-lookup.js';

/** Everything the use cases need from outside. */
export interface Dependencies {
  readonly complaints: ComplaintStore;
  readonly matches: MatchStore;
  readonly inboxes: InboxStore;
  readonly people: PeopleStore;
  readonly alarms: AlarmLog;
  readonly generations: GenerationStore;
  readonly problems: ProblemStore;
  /** Finds the problems that only the outside knows of, see `createProblemWatch`. */
  readonly problemSources: readonly ProblemSource[];
  /** Asks the platforms about the groups that tag teams; `where` is the team's key. */
  readonly checkGroups: OnlineCheck['checkGroups'];
  /** The records that the stores could not read. */
  readonly unreadable: UnreadableRecords;
  readonly channels: ReadonlyMap<Platform, Channel>;
  /** Of each platform that is configured. */
  readonly threadReaders: ReadonlyMap<Platform, ThreadReader>;
  readonly workspaces: WorkspaceIds;
  readonly scheduler: Pick<Scheduler, 'schedule'>;
  readonly organisation: Organisation;
  /** Business time. */
  readonly clock: Clock;
  /** Real time, ms UTC: leases and retries. */
  readonly realNow: () => number;
  /** A time that only runs forward, ms, whatever happens to the computer's clock: waits in this process. */
  readonly monotonicNow: () => number;
  /** The pauses of a commit that waits for the store. Default: real time. */
  readonly waiting?: Waiting | undefined;
  /** A new unguessable id. */
  readonly newId: () => string;
  /** The name of this process in leases; unique among the processes that run at the same time. */
  readonly owner: string;
  readonly logger: Logger;
  readonly meter: Meter;
}
