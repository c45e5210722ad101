import type { Means } from '../complaint/handling.js';

/** How bad it is for the complainant. ISO 10002:2018, 7.4: severity, safety, complexity, impact. */
export const IMPACTS = ['low', 'medium', 'high', 'critical'] as const;
export type Impact = (typeof IMPACTS)[number];

export interface Complainant {
  /** Empty while it is not known, or if they do not want to say. */
  readonly name: string;
  /** Customer, tenancy or patient number; empty when there is none. */
  readonly account: string;
  /** As it was told, see `contact.ts`. Absent: not known. */
  readonly phone?: string;
  readonly email?: string;
  /** Where a letter reaches them. */
  readonly address?: string;
  /** How they want to be told. Absent: they did not say. */
  readonly prefers?: Means;
  /** They do not want to say who they are. */
  readonly isAnonymous?: true;
}

/**
 * Has the person who speaks for the complainant shown that they may?
 *
 * - `seen`: a colleague has seen the authority
 * - `asked`: it was asked for
 * - `not-needed`: a parent of a small child, or somebody whom a court appointed
 */
export const AUTHORITIES = ['seen', 'asked', 'not-needed'] as const;

/** Who speaks for the complainant. */
export interface Representative {
  readonly name: string;
  readonly authority: (typeof AUTHORITIES)[number];
}

/** What was recorded at intake. It may be corrected later. */
export interface Details {
  readonly complainant: Complainant;
  readonly description: string;
  /** Empty while nobody has asked. */
  readonly desiredOutcome: string;
  /** Absent: nobody has assessed it. Its policy is that of medium then. */
  readonly impact?: Impact;
  readonly means: Means;
  /** The public can see it: a review, a post, the press. */
  readonly isPublic: boolean;
  /** Absent: the complainant speaks for themselves. */
  readonly representative?: Representative;
  /** The complainant is vulnerable. Absent: nobody said so. */
  readonly isVulnerable?: true;
  /** What they need in order to be served like everybody else. Absent: nothing was said. */
  readonly adjustments?: string;
}

/** The details that differ. One that an older complaint lacks differs from any value. */
export function findDifferences(one: Details, other: Details): readonly (keyof Details)[] {
  const all = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Details)[]);
  return [...all].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}
