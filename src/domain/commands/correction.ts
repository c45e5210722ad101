import { answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import { changed, type Outcome, unchanged, validated } from '../complaint/decision.js';
import type { ComplaintFacts, Details } from '../complaint/facts.js';
import { findDetailFaults, trimDetails } from './filing.js';

/** Corrects the details. The history keeps the earlier ones. */
export function correct(complaint: ComplaintFacts, command: CommandOf<'correct'>): Outcome {
  return validated(findDetailFaults(command.details), () => {
    const details = trimDetails(command.details);
    const before = pickDifferences(complaint.details, details);
    if (Object.keys(before).length === 0) return unchanged(answer({ code: 'nothing-to-correct' }));
    const after = pickDifferences(details, complaint.details);
    return changed({ what: 'correct', args: { before, after } }, { details });
  });
}

/** Returns the fields of `details` that differ in `other`. */
function pickDifferences(details: Details, other: Details): Partial<Details> {
  const keys = Object.keys(details) as (keyof Details)[];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(details[key]) !== JSON.stringify(other[key]))
      .map((key) => [key, details[key]]),
  ) as Partial<Details>;
}
