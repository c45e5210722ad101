import { type ComplaintFacts, isInWork } from '../complaint/facts.js';
import type { PersonId } from '../organisation/person.js';
import type { Details } from './details.js';

/** What may be left for later when a complaint is recorded, by the form's field names. */
export const LATER_DETAILS = ['complainant', 'desiredOutcome'] as const;
export type LaterDetail = (typeof LATER_DETAILS)[number];

const IS_MISSING: Readonly<Record<LaterDetail, (details: Details) => boolean>> = {
  complainant: ({ complainant }) => complainant.name === '' && complainant.isAnonymous !== true,
  desiredOutcome: ({ desiredOutcome }) => desiredOutcome === '',
};

/** Which details are still to be completed: nobody has said them yet. */
export function findMissing(details: Details): readonly LaterDetail[] {
  return LATER_DETAILS.filter((detail) => IS_MISSING[detail](details));
}

/** Is something to be completed while the complaint is in work? */
export function isIncomplete({
  state,
  details,
}: Pick<ComplaintFacts, 'state' | 'details'>): boolean {
  return isInWork({ state }) && findMissing(details).length > 0;
}

/**
 * When each reminder to complete the details comes after the complaint was recorded, working ms. The first two go
 * to the reporter, who can still ask; the last one to whoever has the complaint.
 */
export const COMPLETION_SPANS = [3_600_000, 4 * 3_600_000, 8 * 3_600_000] as const;

/** So many reminders go to the reporter. */
export const REPORTER_REMINDERS = 2;

/** Who is to complete it: the reporter until they were reminded so often, then whoever has it; null: the team. */
export function findCompleter({
  reporter,
  assignee,
  nudges,
}: Pick<ComplaintFacts, 'reporter' | 'assignee' | 'nudges'>): PersonId | null {
  const isPassedOn = nudges.some(
    ({ rule, round }) => rule === 'incomplete' && round > REPORTER_REMINDERS,
  );
  return isPassedOn ? assignee : reporter;
}
