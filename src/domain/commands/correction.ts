import { answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import { changed, type Outcome, unchanged, validated } from '../complaint/decision.js';
import type { ComplaintFacts, Details } from '../complaint/facts.js';
import { findDetailFaults, trimDetails } from './filing.js';

/** Corrects the details. The history keeps the earlier ones. */
export function correct(complaint: ComplaintFacts, command: CommandOf<'correct'>): Outcome {
  return validated(findDetailFaults(command.details), () => {
    const details = trimDetails(command.details);
    const differing = findDifferences(complaint.details, details);
    if (differing.length === 0) return unchanged(answer({ code: 'nothing-to-correct' }));
    const before = pick(complaint.details, differing);
    const after = pick(details, differing);
    return changed({ what: 'correct', args: { before, after } }, { details });
  });
}

type DetailName = keyof Details;

/** The details that differ. One that an older complaint lacks differs from any value. */
function findDifferences(one: Details, other: Details): readonly DetailName[] {
  const all = new Set([...Object.keys(one), ...Object.keys(other)] as DetailName[]);
  return [...all].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

function pick(details: Details, names: readonly DetailName[]): Partial<Details> {
  const present = names.filter((name) => details[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, details[name]])) as Partial<Details>;
}
