import type { FieldValue } from '../../../src/ports/intake.js';
import type { Form } from '../../../src/views/elements.js';
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

/** What a form that asks about known complaints has for a new one, as a value to submit. */
export function findNewAnswer({ fields }: Form): Readonly<Record<string, FieldValue>> {
  const match = fields.find(({ name }) => name === 'match');
  return match?.kind === 'choice' ? { match: match.initial ?? null } : {};
}
