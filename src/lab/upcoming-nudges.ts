import type { Dependencies } from '../app/dependencies.js';
import { loadSendContext } from '../app/inbox/wake-inbox.js';
import { skipUnreadable } from '../app/records/skip-unreadable.js';
import type { NudgeRecipient } from '../domain/complaint/facts.js';
import type { Inbox } from '../domain/inbox/inbox.js';
import { sendDue } from '../domain/inbox/send-due.js';
import { planComplaintNudges } from '../domain/nudges/next-action.js';

/** A nudge that is due next, for display. */
export interface UpcomingNudge {
  /** The complaint's reference; null: it is a list of the day. */
  readonly complaint: string | null;
  readonly rule: string;
  /** Business time, ms UTC. */
  readonly at: number;
  /** The person's name, or the team's. */
  readonly to: string;
  /** It waits in the person's inbox. False: it is not decided yet. */
  readonly isCollected: boolean;
}

/** How many complaints are read, and how many nudges are listed. */
const MAX_LISTED = 20;

/**
 * The next nudges, earliest first: those that complaints with the earliest `nextActionAt` plan, and those that
 * wait in inboxes, lists of the day included. Throws `STORE_UNAVAILABLE`.
 */
export async function listUpcomingNudges(deps: Dependencies): Promise<readonly UpcomingNudge[]> {
  const coming = [...(await findPlanned(deps)), ...(await findWaiting(deps))];
  const first = coming.sort((a, b) => a.at - b.at).slice(0, MAX_LISTED);
  const persons = first.flatMap(({ to }) => (to === 'team' ? [] : [to.person]));
  const people = await deps.people.getMany([...new Set(persons)]);
  return first.map(({ complaint, team, rule, at, to, isCollected }) => ({
    ...{ complaint, rule, at, isCollected },
    to:
      to === 'team'
        ? (deps.organisation.teams.get(team)?.name ?? team)
        : (people.get(to.person)?.name ?? 'a colleague'),
  }));
}

/** A nudge that comes, with its recipient; `team`: the key of the complaint's team. */
interface ComingNudge extends Omit<UpcomingNudge, 'to'> {
  readonly team: string;
  readonly to: NudgeRecipient;
}

async function findPlanned(deps: Dependencies): Promise<readonly ComingNudge[]> {
  const next = await deps.complaints.upcoming(MAX_LISTED);
  const load = ({ id }: (typeof next)[number]) => skipUnreadable(() => deps.complaints.load(id));
  const found = await Promise.all(next.map(load));
  return found.flatMap((complaint) =>
    complaint === undefined
      ? []
      : planComplaintNudges(complaint, deps.organisation).map(({ rule, at, to }) => {
          const { id, team } = complaint;
          return { complaint: id, team, rule, at, to, isCollected: false };
        }),
  );
}

async function findWaiting(deps: Dependencies): Promise<readonly ComingNudge[]> {
  const { inboxes } = deps;
  const next = await inboxes.upcoming(MAX_LISTED);
  const found = await Promise.all(next.map(({ id }) => skipUnreadable(() => inboxes.load(id))));
  const known = found.filter((inbox) => inbox !== undefined);
  const lists = await Promise.all(known.map((inbox) => findList(deps, inbox)));
  return [...known.flatMap(findLines), ...lists.flat()];
}

function findLines({ id, lines }: Inbox): readonly ComingNudge[] {
  return lines
    .filter(({ sent }) => sent === null)
    .flatMap(({ complaint, args, sendAt }) => {
      const [first] = args.reasons;
      const line = { complaint, team: '', at: sendAt, to: { person: id }, isCollected: true };
      return first === undefined ? [] : [{ ...line, rule: first.rule }];
    });
}

/** The next list of the day of this person, if there would be something to say. */
async function findList(deps: Dependencies, inbox: Inbox): Promise<readonly ComingNudge[]> {
  const { id, listAt: at } = inbox;
  if (at === null) return [];
  const decision = sendDue(inbox, await loadSendContext(deps, inbox, at));
  const isSaid = decision.kind === 'accepted' && decision.deliveries.length > 0;
  const list = { complaint: null, team: '', at, to: { person: id }, isCollected: true };
  return isSaid ? [{ ...list, rule: 'list' }] : [];
}
