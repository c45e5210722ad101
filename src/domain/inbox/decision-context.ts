import type { Viewer } from '../complaint/permissions.js';
import type { PersonHours } from '../organisation/person-teams.js';
import type { Absences } from './absence.js';

/** What a decision on an inbox depends on besides the inbox and the command. Times are ms UTC. */
export interface InboxContext extends PersonHours {
  /** Whose inbox it is. */
  readonly actor: Viewer;
  /** Business time. */
  readonly now: number;
  /** Real time. Deliveries carry it. */
  readonly realNow: number;
  readonly absences: Absences;
  /** At most so many messages a day, by the configuration. */
  readonly mostADay: number;
}
