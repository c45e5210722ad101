import type { VisibilityFacts } from '../complaint/audience.js';
import { isOnlyReporter, isViewer, toViewer, type Viewer } from '../complaint/permissions.js';
import { findLadderOf } from '../concerned/concerned.js';
import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { type Absences, isAway, NOBODY_AWAY } from './absence.js';

/** What decides who gets a person's reminders now. `now`: business time, ms UTC. */
export interface AbsenceContext {
  readonly organisation: Organisation;
  readonly now: number;
  /** Absent: nobody is away. */
  readonly absences?: Absences;
}

/** Somebody who gets a reminder in place of a person who is away, or whom it would reach too late. */
export interface StandIn {
  readonly person: PersonId;
  /** When that person is back or can be reached, ms UTC; null: when they say so. */
  readonly until: number | null;
  /** They are not away: it would reach them too late. */
  readonly isHeld?: true;
}

/**
 * Finds who gets a person's reminders about this complaint while they are away: whom they named, else the
 * lead, else an officer (in place of an officer first another one); always somebody who may see the complaint,
 * not only because they reported it, and is not away too. Null when the person is there, or nobody else is:
 * then they get it themselves. `except`: who cannot be reached.
 */
export function findStandIn(
  person: PersonId,
  complaint: VisibilityFacts,
  context: AbsenceContext,
  except: ReadonlySet<PersonId> = new Set(),
): StandIn | null {
  const { organisation, now, absences = NOBODY_AWAY } = context;
  const absence = absences.get(person);
  if (absence === undefined || !isAway(absence, now)) return null;
  const { lead, officers } = findLadderOf(complaint, organisation);
  const peers = officers.includes(person) ? officers : [];
  const candidates = [absence.standIn, ...peers, lead, ...officers];
  const found = candidates.find(
    (one): one is PersonId =>
      one !== null &&
      one !== person &&
      !except.has(one) &&
      !isAway(absences.get(one), now) &&
      !isOnlyReporter(toViewer(one, organisation), complaint),
  );
  return found === undefined ? null : { person: found, until: absence.until };
}

/**
 * The viewer with the rights to act of the people for whom they stand in now. They see no more than before:
 * where they have no role of their own but the reporter's, they get none.
 */
export function toStandInViewer(viewer: Viewer, context: AbsenceContext): Viewer {
  const { organisation, now, absences = NOBODY_AWAY } = context;
  const absentees = [...absences]
    .filter(([, absence]) => isAway(absence, now) && isViewer(viewer, absence.standIn))
    .map(([person]) => person);
  return absentees.reduce((one, person) => standInFor(one, person, organisation), viewer);
}

/** The viewer with the rights to act of this person. */
export function standInFor(viewer: Viewer, person: PersonId, organisation: Organisation): Viewer {
  const { assigned = [], leadOf = [] } = viewer.standsIn ?? {};
  const own = toViewer(person, organisation).leadOf;
  const standsIn = { assigned: [...assigned, person], leadOf: [...leadOf, ...own] };
  return { ...viewer, standsIn };
}
