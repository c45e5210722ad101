import type { CommandOf } from '../complaint/command.js';
import type { ComplaintFacts } from '../complaint/complaint.js';
import {
  answer,
  changed,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  unchanged,
} from '../complaint/decision.js';
import { draftDirectMessage } from '../complaint/delivery-drafts.js';
import { isViewer } from '../complaint/permissions.js';
import type { PersonId } from '../organisation/person.js';

/** Assigns the complaint to the actor. */
export function take(
  complaint: ComplaintFacts,
  _: CommandOf<'take'>,
  context: PersonContext,
): Outcome {
  const { person, ids } = context.actor;
  if (isViewer(context.actor, complaint.assignee)) return unchanged(answer('already-yours'));
  if (complaint.assignee !== null) {
    return rejectOutcome('already-taken', null, { assignee: complaint.assignee });
  }
  return changed({
    state: 'assigned',
    assignee: findKnownId(complaint, person, ids),
    untakenSince: null,
  });
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
    return unchanged(answer('already-theirs'));
  }
  const team = organisation.teams.get(complaint.team);
  const colleagues = [...(team?.members ?? []), team?.lead, ...organisation.officers];
  if (!colleagues.some(isOne)) return rejectOutcome('no-such-colleague', 'to');
  const to = findKnownId(complaint, command.to, ids);
  const from = complaint.assignee;
  const by = actor.person;
  const assigned = isToSelf ? [] : [draftDirectMessage(to, 'assigned', { by, to })];
  const relieved =
    from === null || isFromSelf ? [] : [draftDirectMessage(from, 'relieved', { by, to })];
  return changed(
    { state: 'assigned', assignee: to, untakenSince: null },
    { args: { from, to }, drafts: [...assigned, ...relieved] },
  );
}

/** Gives the complaint back to the team, which is nudged as for a new one. */
export function release(
  complaint: ComplaintFacts,
  _: CommandOf<'release'>,
  context: PersonContext,
): Outcome {
  return changed(
    { state: 'open', assignee: null, untakenSince: context.now },
    { args: { from: complaint.assignee } },
  );
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
