import type { FieldValue } from '../../../src/ports/intake.js';
import { createDetails } from '../domain.js';

/** The values of a complete intake form. */
export const FILING_VALUES: Readonly<Record<string, FieldValue>> = {
  complainant: 'Jo Tenant',
  account: 'T-17',
  description: createDetails().description,
  desiredOutcome: createDetails().desiredOutcome,
  impact: 'critical',
  means: 'phone',
  isPublic: false,
  category: 'damp',
};
