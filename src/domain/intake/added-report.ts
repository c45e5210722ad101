import type { Means } from '../complaint/handling.js';
import type { PersonId, Platform } from '../organisation/person.js';
import type { Complainant } from './details.js';

/** What a colleague heard of a complainant whose complaint was recorded before. Times are ms UTC, business time. */
export interface AddedReport {
  /** When it was added. */
  readonly at: number;
  readonly by: PersonId;
  /** When the complainant said it. */
  readonly receivedAt: number;
  readonly means: Means;
  readonly words: string;
  /** The platform it was added on, where whoever added it gets messages. */
  readonly on?: Platform;
  /** Whoever added it had no role in the complaint, and is a reporter of it since. */
  readonly joins?: true;
}

/** Most reports that are added to one complaint. */
export const ADDED_REPORTS_LIMIT = 50;

/** By what somebody who fills in a form names a complainant, as they entered it. */
export type EnteredContact = Pick<Partial<Complainant>, 'account' | 'email' | 'phone'>;
