import { answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  unchanged,
} from '../complaint/decision.js';
import type { OutboxDraft } from '../complaint/delivery.js';
import { draftDirectMessage } from '../complaint/delivery-drafts.js';
import { type ComplaintFacts, isOngoing } from '../complaint/facts.js';
import { isViewer } from '../complaint/permissions.js';
import { isConcerned } from '../concerned/concerned.js';
import { refusal } from '../document/refusal.js';
import { draftToInbox } from '../nudges/nudge-message.js';
import { startRounds } from '../nudges/rounds.js';
import type { PersonId } from '../organisation/person.js';

/** Assigns the complaint to the actor. */
export function take(
  complaint: ComplaintFacts,
  _: CommandOf<'take'>,
  context: PersonContext,
): Outcome {
  const { person, ids } = context.actor;
  if (isViewer(context.actor, complaint.assignee))
    return unchanged(answer({ code: 'already-yours' }));
  if (complaint.assignee !== null) {
    return rejectOutcome(refusal('already-taken', null, { assignee: complaint.assignee }));
  }
  const assignee = findKnownId(complaint, person, ids);
  return changed({ what: 'take', args: {} }, { state: 'assigned', assignee, untakenSince: null });
}

/** Assigns the complaint to a team member, the lead or an officer. Informs the new and the old assignee. */
export function assign(
  complaint: ComplaintFacts,
  command: CommandOf<'assign'>,
  context: PersonContext,
): Outcome {
  const { organisation, actor } = context;
  const ids = [command.to, ...(command.aliases ?? [])];
  const isOne = (id: PersonId | null | undefined): boolean => ids.some((one) => one === id);
  const isToSelf = ids.some((id) => isViewer(actor, id));
  const isFromSelf = isViewer(actor, complaint.assignee);
  if (isOne(complaint.assignee) || (isToSelf && isFromSelf)) {
    return unchanged(answer({ code: 'already-theirs' }));
  }
  const team = organisation.teams.get(complaint.team);
  const colleagues = [...(team?.members ?? []), team?.lead, ...organisation.officers];
  if (!colleagues.some(isOne)) return rejectOutcome(refusal('no-such-colleague', 'to'));
  if (isConcerned({ ids }, complaint)) return rejectOutcome(refusal('concerned', 'to'));
  const to = findKnownId(complaint, command.to, ids);
  const from = complaint.assignee;
  const by = actor.person;
  const assigned = isToSelf ? [] : [draftDirectMessage(to, { name: 'assigned', args: { by, to } })];
  const relieved =
    from === null || isFromSelf
      ? []
      : [draftDirectMessage(from, { name: 'relieved', args: { by, from, to } })];
  return changed(
    { what: 'assign', args: { from, to } },
    { state: 'assigned', assignee: to, untakenSince: null },
    { drafts: [...assigned, ...relieved] },
  );
}

/** Gives the complaint back to the team, which is nudged as for a new one. */
export function release(
  complaint: ComplaintFacts,
  _: CommandOf<'release'>,
  context: PersonContext,
): Outcome {
  const event = { what: 'release', args: { from: complaint.assignee } } as const;
  return changed(event, toUntaken(complaint, context.now));
}

/**
 * What changes when nobody has the complaint from `now` on (business time, ms UTC): its team is nudged as for a new
 * one.
 */
export function toUntaken(complaint: ComplaintFacts, now: number) {
  const rounds = startRounds(complaint, 'untaken');
  return { state: 'open', assignee: null, untakenSince: now, rounds } as const;
}

/**
 * Returns the one of a person's ids that the complaint knows: the id that got the last nudge. Under
 * another id they would get all nudges again.
 */
function findKnownId(
  { nudges }: ComplaintFacts,
  present: PersonId,
  ids: readonly PersonId[],
): PersonId {
  const last = nudges.findLast(({ to }) => to !== 'team' && ids.includes(to.person));
  return last === undefined || last.to === 'team' ? present : last.to.person;
}

/** Whoever has it from now on, or again once it is reopened, gets a morning list. */
export function draftList(
  before: Pick<ComplaintFacts, 'assignee' | 'state'>,
  after: Pick<ComplaintFacts, 'assignee' | 'state'>,
): readonly OutboxDraft[] {
  const { assignee } = after;
  const isNew = assignee !== before.assignee || (!isOngoing(before) && isOngoing(after));
  return isNew && assignee !== null ? [draftToInbox(assignee, { kind: 'expect-list' })] : [];
}
