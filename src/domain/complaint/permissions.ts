import { isConcerned } from '../concerned/concerned.js';
import type { Complainant, Details } from '../intake/details.js';
import type { Organisation } from '../organisation/organisation.js';
import type { Person, PersonId } from '../organisation/person.js';
import {
  findGrants,
  type KeyHolder,
  type Role,
  toViewerKeys,
  type VisibilityFacts,
} from './audience.js';
import type { PersonCommandKind } from './command.js';
import type { Complaint } from './complaint.js';
import type { ComplaintFacts, ComplaintPromise, ComplaintState } from './facts.js';
import type { HistoryEntry } from './history.js';

/** A person who looks or acts, with their roles in the organisation. */
export interface Viewer extends KeyHolder {
  readonly person: PersonId;
  readonly isOfficer: boolean;
  /** For whom they stand in now. Absent: for nobody. */
  readonly standsIn?: StandsIn;
}

/** What a stand-in may do for people who are away: what these have, and what these lead. */
export interface StandsIn {
  readonly assigned: readonly PersonId[];
  /** Keys of teams. */
  readonly leadOf: readonly string[];
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

/**
 * How much of a complaint a person may see.
 *
 * - `none`: it does not exist for them
 * - `part`: all but the contact details and the conversation it was recorded from, see {@link withholdFrom}; a
 *   search must not find it by words of what is withheld. No role gives it yet: it is for teams that are involved
 *   for their share.
 * - `full`: everything
 */
export type Access = 'none' | 'part' | 'full';

/** What each role lets a person see. */
const ROLE_ACCESS: Readonly<Record<Role, Exclude<Access, 'none'>>> = {
  reporter: 'full',
  assignee: 'full',
  member: 'full',
  lead: 'full',
  officer: 'full',
};

/**
 * How much of the complaint may this person see? The reporter, the assignee, the team's lead and the
 * complaints officers see all; so do the team's members unless it is confidential; nobody else sees
 * anything, nor does whom it is about, whatever else they are. The stores' filter by `audience` gives the same
 * answer: both come from `findGrants`.
 */
export function accessOf(viewer: Viewer, complaint: VisibilityFacts): Access {
  const given: readonly Access[] = findRoles(viewer, complaint).map((role) => ROLE_ACCESS[role]);
  if (given.includes('full')) return 'full';
  return given.includes('part') ? 'part' : 'none';
}

/** The complaint as a person with this access may read it; undefined if they may not. */
export function withholdFrom(access: Access, complaint: Complaint): Complaint | undefined {
  switch (access) {
    case 'none':
      return undefined;
    case 'part':
      return withoutContact(complaint);
    case 'full':
      return complaint;
  }
}

/**
 * Without what the complainant can be looked up and reached by, also in corrections, without the conversation that
 * it was recorded from, and without whom it is about.
 */
function withoutContact(all: Complaint): Complaint {
  const {
    keys: _contact,
    source: _source,
    concerns: _named,
    isConcernNamedLater: _later,
    ...complaint
  } = all;
  return {
    ...complaint,
    details: hideContact(complaint.details),
    history: complaint.history
      .filter(({ what }) => what !== 'name-colleague')
      .map(hideCorrectedContact),
  };
}

function hideCorrectedContact(entry: HistoryEntry): HistoryEntry {
  if (entry.what !== 'correct') return entry;
  const { before, after } = entry.args;
  return { ...entry, args: { before: hideContact(before), after: hideContact(after) } };
}

function hideContact<T extends Partial<Details>>(details: T): T {
  const { complainant } = details;
  return complainant === undefined ? details : { ...details, complainant: toNameOnly(complainant) };
}

function toNameOnly({ name, isAnonymous }: Complainant): Complainant {
  return { name, account: '', ...(isAnonymous === undefined ? {} : { isAnonymous }) };
}

/**
 * Returns all roles of this person in the complaint, each once. Whoever stands in for its assignee or lead has
 * that role too, but only where they have one of their own besides that of the reporter, who may not read
 * what the team writes for itself: standing in shows nobody more than before. Whom it is about has none.
 */
export function findRoles(viewer: Viewer, complaint: VisibilityFacts): readonly Role[] {
  if (isConcerned(viewer, complaint)) return [];
  const keys = toViewerKeys(viewer);
  const granted = findGrants(complaint).filter(({ key }) => keys.includes(key));
  const officer = viewer.isOfficer ? ['officer' as const] : [];
  const own: readonly Role[] = [...granted.map(({ role }) => role), ...officer];
  const isInside = own.some((role) => role !== 'reporter');
  return isInside ? [...new Set([...own, ...findRolesOfAbsent(viewer, complaint)])] : own;
}

/** Whoever stands in for somebody whom the complaint is about does nothing for them there. */
function findRolesOfAbsent({ standsIn }: Viewer, complaint: VisibilityFacts): readonly Role[] {
  const { assignee, team } = complaint;
  if (standsIn === undefined || isConcerned({ ids: standsIn.assigned }, complaint)) return [];
  const isAssignee = assignee !== null && standsIn.assigned.includes(assignee);
  const isLead = standsIn.leadOf.includes(team);
  return [...(isAssignee ? ['assignee' as const] : []), ...(isLead ? ['lead' as const] : [])];
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
  keep: { states: ['open', 'assigned', 'resolved'], roles: OWNERS },
  waive: { states: ['open', 'assigned', 'resolved'], roles: OWNERS },
  renegotiate: { states: ['assigned', 'resolved'], roles: OWNERS },
  update: { states: ['open', 'assigned', 'resolved'], roles: ALL },
  resolve: { states: ['assigned'], roles: OWNERS },
  tell: { states: ['resolved'], roles: PARTIES },
  'follow-up': { states: ['resolved'], roles: PARTIES },
  reopen: { states: ['resolved', 'closed'], roles: PARTIES },
  withdraw: { states: ['open', 'assigned'], roles: PARTIES },
  correct: { states: ['open', 'assigned', 'resolved'], roles: PARTIES },
  complete: { states: ['open', 'assigned'], roles: ALL },
  recategorise: { states: ['open'], roles: ['reporter', 'member', 'lead', 'officer'] },
  'correct-received': {
    states: ['open', 'assigned', 'resolved'],
    roles: ['lead', 'officer'],
  },
  // a member only if they recorded the promise, see mayCorrectPromise
  'correct-promise': {
    states: ['open', 'assigned', 'resolved'],
    roles: ['assignee', 'member', 'lead', 'officer'],
  },
  // also for others, see findAddingObstacle
  'add-report': { states: ['open', 'assigned'], roles: ALL },
  'name-colleague': {
    states: ['open', 'assigned', 'resolved', 'closed'],
    roles: ['lead', 'officer'],
  },
  snooze: { states: ['open', 'assigned', 'resolved'], roles: ['assignee', 'lead', 'officer'] },
};

/** May this person correct the date of a promise that `by` recorded? As long as the command is permitted at all. */
export function mayCorrectPromise(
  viewer: Viewer,
  complaint: VisibilityFacts,
  { by }: Pick<ComplaintPromise, 'by'>,
): boolean {
  return isViewer(viewer, by) || findRoles(viewer, complaint).some((role) => OWNERS.includes(role));
}

/** May this person give this command now? `not-found` when the complaint does not exist for them. */
export function checkPermission(
  viewer: Viewer,
  complaint: VisibilityFacts & Pick<ComplaintFacts, 'state'>,
  command: PersonCommandKind,
): 'yes' | 'not-found' | 'not-permitted' | 'wrong-state' {
  if (accessOf(viewer, complaint) === 'none') return 'not-found';
  const rule = COMMAND_RULES[command];
  if (!findRoles(viewer, complaint).some((role) => rule.roles.includes(role)))
    return 'not-permitted';
  return rule.states.includes(complaint.state) ? 'yes' : 'wrong-state';
}
