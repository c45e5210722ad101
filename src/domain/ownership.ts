import type { PersonCommand } from './command.js';
import type { ComplaintFacts } from './complaint.js';
import { type PersonContext, say } from './decision.js';
import { change, no, type Outcome, unchanged } from './outcome.js';
import { toPerson } from './outgoing.js';
import { isViewer } from './permissions.js';

type Of<K> = Extract<PersonCommand, { kind: K }>;

/** The actor takes it on. */
export function take(complaint: ComplaintFacts, _: Of<'take'>, context: PersonContext): Outcome {
  const { person } = context.actor;
  if (isViewer(context.actor, complaint.assignee)) return unchanged(say('already-yours'));
  if (complaint.assignee !== null) {
    return no('already-taken', null, { assignee: complaint.assignee });
  }
  return change({ state: 'assigned', assignee: person, untakenSince: null });
}

/** Gives it to a colleague of the team, its lead or an officer; whoever had it is told as well. */
export function assign(
  complaint: ComplaintFacts,
  command: Of<'assign'>,
  context: PersonContext,
): Outcome {
  const { organisation, actor } = context;
  const isToSelf = isViewer(actor, command.to);
  const isFromSelf = isViewer(actor, complaint.assignee);
  if (complaint.assignee === command.to || (isToSelf && isFromSelf)) {
    return unchanged(say('already-theirs'));
  }
  const team = organisation.teams.get(complaint.team);
  const colleagues = [...(team?.members ?? []), team?.lead, ...organisation.officers];
  if (!colleagues.includes(command.to)) return no('no-such-colleague', 'to');
  const from = complaint.assignee;
  const by = actor.person;
  const told = isToSelf ? [] : [toPerson(command.to, 'assigned', { by })];
  const relieved =
    from === null || isFromSelf ? [] : [toPerson(from, 'relieved', { by, to: command.to })];
  return change(
    { state: 'assigned', assignee: command.to, untakenSince: null },
    { args: { from, to: command.to }, drafts: [...told, ...relieved] },
  );
}

/** Gives it back to the team, which is nudged as for a new one. */
export function release(
  complaint: ComplaintFacts,
  _: Of<'release'>,
  context: PersonContext,
): Outcome {
  return change(
    { state: 'open', assignee: null, untakenSince: context.now },
    { args: { from: complaint.assignee } },
  );
}
