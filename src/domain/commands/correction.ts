import type { PersonCommand } from '../complaint/command.js';
import type { ComplaintFacts, Details } from '../complaint/complaint.js';
import { answer, change, type Outcome, unchanged, validated } from '../complaint/decision.js';
import { detailFaults, trimmed } from './filing.js';

/** Corrects the details; the history keeps what they were. */
export function correct(
  complaint: ComplaintFacts,
  command: Extract<PersonCommand, { kind: 'correct' }>,
): Outcome {
  return validated(detailFaults(command.details), () => {
    const details = trimmed(command.details);
    const before = differing(complaint.details, details);
    if (Object.keys(before).length === 0) return unchanged(answer('nothing-to-correct'));
    return change({ details }, { args: { before, after: differing(details, complaint.details) } });
  });
}

/** The fields of `details` that are not the same in `other`. */
function differing(details: Details, other: Details): Partial<Details> {
  const keys = Object.keys(details) as (keyof Details)[];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(details[key]) !== JSON.stringify(other[key]))
      .map((key) => [key, details[key]]),
  ) as Partial<Details>;
}
