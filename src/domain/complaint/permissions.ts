import type { Organisation } from '../organisation/organisation.js';
import type { Person, PersonId } from '../organisation/person.js';
import type { PersonCommandKind } from './command.js';
import type { ComplaintFacts, ComplaintState } from './facts.js';

/** A person who looks or acts, with their roles in the organisation. */
export interface Viewer {
  readonly person: PersonId;
  /**
   * Every id of this person: their own and those of all records merged into theirs. Complaints and
   * the organisation keep the ids they were written with, so permissions check all of them.
   */
  readonly ids: readonly PersonId[];
  readonly memberOf: readonly string[];
  readonly leadOf: readonly string[];
  readonly isOfficer: boolean;
}

/**
 * Looks up a person's roles in the organisation. A lead is a member of their team. A bare id means a
 * person without aliases: pass the record if there may be some.
 */
export function toViewer(
  person: PersonId | Pick<Person, 'id' | 'aliases'>,
  organisation: Organisation,
): Viewer {
  const known = typeof person === 'string' ? { id: person, aliases: [] } : person;
  const ids = [known.id, ...known.aliases];
  const isOne = (id: PersonId | null): boolean => id !== null && ids.includes(id);
  const teams = [...organisation.teams.values()];
  return {
    person: known.id,
    ids,
    memberOf: teams
      .filter((team) => team.members.some(isOne) || isOne(team.lead))
      .map((team) => team.key),
    leadOf: teams.filter((team) => isOne(team.lead)).map((team) => team.key),
    isOfficer: organisation.officers.some(isOne),
  };
}

/** Is this stored id one of the viewer's? */
export function isViewer(viewer: Viewer, id: PersonId | null): boolean {
  return id !== null && viewer.ids.includes(id);
}

/** What {@link canSee} reads. Stores turn it into a filter that gives the same answer. */
export type VisibilityFacts = Pick<
  ComplaintFacts,
  'reporter' | 'assignee' | 'team' | 'confidential'
>;

/**
 * May this person see the complaint? The reporter, the assignee, the team's lead and the complaints
 * officers always may; the team's members unless it is confidential; nobody else.
 */
export function canSee(viewer: Viewer, complaint: VisibilityFacts): boolean {
  return findRoles(viewer, complaint).length > 0;
}

/** The role of a person in one complaint. */
export type Role = 'reporter' | 'assignee' | 'member' | 'lead' | 'officer';

/** Returns all roles of this person in the complaint. None: it does not exist for them. */
export function findRoles(viewer: Viewer, complaint: VisibilityFacts): readonly Role[] {
  const roles: Role[] = [];
  if (isViewer(viewer, complaint.reporter)) roles.push('reporter');
  if (isViewer(viewer, complaint.assignee)) roles.push('assignee');
  if (!complaint.confidential && viewer.memberOf.includes(complaint.team)) roles.push('member');
  if (viewer.leadOf.includes(complaint.team)) roles.push('lead');
  if (viewer.isOfficer) roles.push('officer');
  return roles;
}

/** Does this person have no role in the complaint other than reporter? */
export function isOnlyReporter(viewer: Viewer, complaint: VisibilityFacts): boolean {
  return findRoles(viewer, complaint).every((role) => role === 'reporter');
}

interface CommandRule {
  readonly states: readonly ComplaintState[];
  readonly roles: readonly Role[];
}

const OWNERS: readonly Role[] = ['assignee', 'lead', 'officer'];
const PARTIES: readonly Role[] = ['reporter', ...OWNERS];
const ALL: readonly Role[] = ['reporter', 'assignee', 'member', 'lead', 'officer'];

/** In which states a command is possible, and for which roles. A test keeps the table in the docs equal. */
export const COMMAND_RULES: Readonly<Record<PersonCommandKind, CommandRule>> = {
  acknowledge: { states: ['open', 'assigned'], roles: ALL },
  take: { states: ['open'], roles: ['member', 'lead', 'officer'] },
  assign: { states: ['open', 'assigned'], roles: OWNERS },
  release: { states: ['assigned'], roles: OWNERS },
  promise: { states: ['assigned'], roles: OWNERS },
  keep: { states: ['open', 'assigned'], roles: OWNERS },
  renegotiate: { states: ['assigned'], roles: OWNERS },
  update: { states: ['open', 'assigned', 'resolved'], roles: ALL },
  resolve: { states: ['assigned'], roles: OWNERS },
  tell: { states: ['resolved'], roles: PARTIES },
  'follow-up': { states: ['resolved'], roles: PARTIES },
  reopen: { states: ['resolved', 'closed'], roles: PARTIES },
  withdraw: { states: ['open', 'assigned'], roles: PARTIES },
  correct: { states: ['open', 'assigned', 'resolved'], roles: PARTIES },
  snooze: { states: ['open', 'assigned', 'resolved'], roles: ['assignee', 'lead', 'officer'] },
};

/** May this person give this command now? `not-found` when the complaint does not exist for them. */
export function checkPermission(
  viewer: Viewer,
  complaint: VisibilityFacts & Pick<ComplaintFacts, 'state'>,
  command: PersonCommandKind,
): 'yes' | 'not-found' | 'not-permitted' | 'wrong-state' {
  const roles = findRoles(viewer, complaint);
  if (roles.length === 0) return 'not-found';
  const rule = COMMAND_RULES[command];
  if (!roles.some((role) => rule.roles.includes(role))) return 'not-permitted';
  return rule.states.includes(complaint.state) ? 'yes' : 'wrong-state';
}
