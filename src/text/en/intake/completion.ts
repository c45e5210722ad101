import type { LaterDetail } from '../../../domain/intake/missing.js';

/** The form to complete what was left for later. */
export const completion = {
  /** If more than one thing is missing. */
  intro: 'Fill in what you know now. What stays empty is still to be completed.',
  hints: {
    complainant: 'The customer, tenant or patient.',
    desiredOutcome: 'Ask them, and repeat it back.',
  } satisfies Readonly<Record<LaterDetail, string>>,
} as const;
