import type { ComplaintFacts, NudgeIdentity, NudgeRecord } from '../complaint/facts.js';
import type { Handling } from '../complaint/handling.js';

/** What planning reads of a complaint. */
export type PlanFacts = Pick<
  ComplaintFacts,
  | 'state'
  | 'confidential'
  | 'concerns'
  | 'assignee'
  | 'reporter'
  | 'details'
  | 'receivedAt'
  | 'filedAt'
  | 'untakenSince'
  | 'promises'
  | keyof Handling
  | 'lastLifeAt'
  | 'snoozes'
  | 'nudges'
  | 'rounds'
>;

/** One rung of a rule, in the round that runs. */
export interface PlanStep extends NudgeIdentity, Pick<NudgeRecord, 'lastRound'> {
  /** Ms UTC. */
  readonly dueAt: number;
}
