import type { Group } from '../domain/organisation/organisation.js';
import type { Platform } from '../domain/organisation/person.js';
import type { Place } from '../domain/organisation/place.js';

/** What `redress.yml` says and a platform can be asked about. `where` is `redress.yml:LINE: PART`. */
export interface OnlineSubjects {
  readonly places: readonly { readonly where: string; readonly place: Place }[];
  readonly groups: readonly { readonly where: string; readonly group: Group }[];
  readonly people: readonly CheckedPerson[];
}

/** A person of `redress.yml`; `where` is different for each. */
export interface CheckedPerson {
  readonly where: string;
  readonly email: string | null;
  /** Their id on each platform, as in `redress.yml`; null: none is given. */
  readonly ids: Readonly<Record<Platform, string | null>>;
  /** The channels of the teams whose members they are. */
  readonly memberOf: readonly Place[];
}

/**
 * - `right`: the platform says that it is
 * - `wrong`: the platform says that it is not, or does not answer
 * - `absent`: the platform knows no account with a person's e-mail address; right if another one does
 * - `not-checked`: the platform cannot be asked, or not with these permissions
 */
export type Verdict = 'right' | 'wrong' | 'absent' | 'not-checked';

/** The result of one check. */
export interface Finding {
  readonly verdict: Verdict;
  /** The variable, or `where` of the subject. */
  readonly where: string;
  /** What was found, and for anything but `right` what to do. Never contains a token. */
  readonly what: string;
  /** Set when the platform says that a group tags nobody: it is disabled, empty, or not there. */
  readonly isGone?: true;
}

/** Asks a platform whether the configuration is right. It changes and posts nothing. */
export interface OnlineCheck {
  /**
   * Checks the credentials and permissions, and all subjects that are on this platform, each by
   * itself. Each call has a time limit. Never throws for what the platform or the network does.
   */
  checkOnline(subjects: OnlineSubjects): Promise<readonly Finding[]>;
  /** Checks only the groups that are on this platform. Never throws either. */
  checkGroups(groups: OnlineSubjects['groups']): Promise<readonly Finding[]>;
}
