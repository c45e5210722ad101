import { createHash } from 'node:crypto';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { toPlanningBasis } from '../../domain/organisation/planning-basis.js';

/** Identifies what plans complaints in a configuration, the same in all processes and after a restart. */
export function hashConfiguration(organisation: Organisation): string {
  return createHash('sha256').update(toPlanningBasis(organisation)).digest('base64url');
}
