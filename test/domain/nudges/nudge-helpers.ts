import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { toNews } from '../../support/complaint/outbox.js';
import {
  act,
  asSystem,
  COMMANDS,
  createOrganisation,
  expectAccepted,
  formatLocal,
  inState,
  runSystem,
  WHO,
} from '../../support/domain.js';

export const NUDGE = { kind: 'nudge' } as const;

/** An acknowledged complaint with a promise for Tuesday 1 December, 12:00. */
export function createPromised(): Complaint {
  return act(inState('assigned'), WHO.assignee, COMMANDS.acknowledge);
}

/** Wakes the complaint, which must change. */
export function sendNudges(complaint: Complaint, now: number) {
  return expectAccepted(decideSystem(complaint, NUDGE, asSystem(now)));
}

/** Formats nudge messages as lines such as `olga: promise-passed 2, quiet 0`. */
export function formatMessages(items: Complaint['outbox']): readonly string[] {
  return toNews(items)
    .filter((item) => item.kind === 'nudge')
    .flatMap(({ person, view }) => {
      if (view.name !== 'nudge') return [];
      const { reasons } = view.args;
      return [`${person ?? 'team'}: ${reasons.map((r) => `${r.rule} ${r.rung}`).join(', ')}`];
    });
}

/** Formats the plan of one or all rules as lines such as `2026-11-23T11:00 untaken 0 team`, London time. */
export function formatPlan(
  complaint: Complaint,
  rule?: string,
  organisation: Organisation = createOrganisation(),
): readonly string[] {
  return planComplaintNudges(complaint, organisation)
    .filter((nudge) => rule === undefined || nudge.rule === rule)
    .map((nudge) => {
      const to = nudge.to === 'team' ? 'team' : nudge.to.person;
      return `${formatLocal(nudge.at)} ${nudge.rule} ${nudge.rung} ${to}`;
    });
}

/** Wakes the complaint until `person` gets a nudge. Returns the complaint and the time of the nudge. */
export function wakeUntilNudged(
  complaint: Complaint,
  person: string,
): { readonly complaint: Complaint; readonly now: number } {
  const isTheirs = ({ to }: NudgeRecord): boolean => to !== 'team' && to.person === person;
  const now = complaint.nextActionAt;
  if (now === null) throw new Error(`nothing comes to ${person} any more`);
  const nudged = runSystem(complaint, { kind: 'nudge' }, now);
  return nudged.nudges.some(isTheirs)
    ? { complaint: nudged, now }
    : wakeUntilNudged(nudged, person);
}
