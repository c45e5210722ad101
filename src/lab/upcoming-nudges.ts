import type { Dependencies } from '../app/dependencies.js';
import { skipUnreadable } from '../app/records/skip-unreadable.js';
import type { NudgeRecipient } from '../domain/complaint/facts.js';
import { planComplaintNudges } from '../domain/nudges/next-action.js';
import type { PlannedNudge } from '../domain/nudges/nudge.js';

/** A nudge that is due next, for display. */
export interface UpcomingNudge {
  /** The complaint's reference. */
  readonly complaint: string;
  readonly rule: string;
  /** Business time, ms UTC. */
  readonly at: number;
  /** The person's name, or the team's. */
  readonly to: string;
}

/** How many complaints are read, and how many nudges are listed. */
const MAX_LISTED = 20;

/** The next nudges of the complaints with the earliest `nextActionAt`, earliest first. Throws `STORE_UNAVAILABLE`. */
export async function listUpcomingNudges(deps: Dependencies): Promise<readonly UpcomingNudge[]> {
  const next = await deps.complaints.upcoming(MAX_LISTED);
  const load = ({ id }: (typeof next)[number]) => skipUnreadable(() => deps.complaints.load(id));
  const found = await Promise.all(next.map(load));
  const plans = found.flatMap((complaint) =>
    complaint === undefined
      ? []
      : planComplaintNudges(complaint, deps.organisation).map((plan) => ({ complaint, plan })),
  );
  const first = plans.sort((a, b) => a.plan.at - b.plan.at).slice(0, MAX_LISTED);
  const persons = first.flatMap(({ plan }) => (plan.to === 'team' ? [] : [plan.to.person]));
  const people = await deps.people.getMany([...new Set(persons)]);
  const findName = (to: NudgeRecipient, team: string): string =>
    to === 'team'
      ? (deps.organisation.teams.get(team)?.name ?? team)
      : (people.get(to.person)?.name ?? 'a colleague');
  const toUpcomingNudge = (
    id: string,
    team: string,
    { rule, at, to }: PlannedNudge,
  ): UpcomingNudge => ({
    complaint: id,
    rule,
    at,
    to: findName(to, team),
  });
  return first.map(({ complaint, plan }) => toUpcomingNudge(complaint.id, complaint.team, plan));
}
