import type { Complaint } from '../complaint/complaint.js';
import { type ComplaintId, isInWork } from '../complaint/facts.js';
import { type Access, checkPermission, type Viewer } from '../complaint/permissions.js';
import { isToldOf } from '../intake/adding.js';

/** What a person can do with a complaint that was found for the one they are about to record. */
const MATCH_STEPS = ['add', 'link', 'reopen'] as const;
export type MatchStep = (typeof MATCH_STEPS)[number];

/** What a person decided about the complaints that were found for theirs: it is a new one, or belongs to one of them. */
export type MatchAnswer =
  | { readonly kind: 'new' }
  | { readonly kind: MatchStep; readonly id: ComplaintId };

/** A complaint that was found, and what may be done with it. Null: it is only named. */
export interface OfferedMatch {
  readonly complaint: Complaint;
  readonly access: Access;
  readonly step: MatchStep | null;
}

/** What was found for a complaint that is about to be recorded. */
export interface OfferedMatches {
  readonly matches: readonly OfferedMatch[];
  /** There are more of the same complainant than these: the account may be one that many people share. */
  readonly hasMore: boolean;
}

/**
 * What may be done with a complaint of the same complainant: add to it while it is worked on, else reopen it if
 * this person may. Undefined: they are not told that it exists. Of a confidential complaint nobody gets a hint
 * who may not see it.
 */
export function offerSame(
  viewer: Viewer,
  complaint: Complaint,
  access: Access,
): OfferedMatch | undefined {
  if (access !== 'full') {
    return isToldOf(complaint) ? { complaint, access, step: 'add' } : undefined;
  }
  if (isInWork(complaint)) return { complaint, access, step: 'add' };
  const canReopen = checkPermission(viewer, complaint, 'reopen') === 'yes';
  return { complaint, access, step: canReopen ? 'reopen' : null };
}

/** The value of the answer in a form. Stands on people’s screens, so it never changes. */
export function formatMatchAnswer(answer: MatchAnswer): string {
  return answer.kind === 'new' ? 'new' : `${answer.kind}:${answer.id}`;
}

/** Parses what {@link formatMatchAnswer} made; undefined if nothing was asked, or for any other text. */
export function parseMatchAnswer(value: string): MatchAnswer | undefined {
  if (value === 'new') return { kind: 'new' };
  const [, kind, rest = ''] = /^([a-z]+):(.*)$/.exec(value) ?? [];
  const step = MATCH_STEPS.find((one) => one === kind);
  return step === undefined ? undefined : { kind: step, id: rest };
}
