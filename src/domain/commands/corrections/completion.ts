import { answer } from '../../complaint/answer.js';
import type { CommandOf } from '../../complaint/command.js';
import { changed, type Outcome, unchanged, validated } from '../../complaint/decision.js';
import type { ComplaintFacts } from '../../complaint/facts.js';
import { refusal } from '../../document/refusal.js';
import type { Details } from '../../intake/details.js';
import { findMissing, type LaterDetail } from '../../intake/missing.js';
import { isBlank } from '../../text/blank.js';
import { findDetailFaults, trimDetails } from '../filing.js';

/**
 * Fills in what was left for later: at least one thing, and what stays empty is still to be completed. What
 * somebody else has filled in meanwhile stays as it is.
 */
export function complete(complaint: ComplaintFacts, command: CommandOf<'complete'>): Outcome {
  const missing = findMissing(complaint.details);
  if (missing.length === 0) return unchanged(answer({ code: 'nothing-to-complete' }));
  const filled = fillIn(complaint.details, missing, command);
  const isNothing = isBlank(command.complainant) && !command.isAnonymous;
  const faults =
    isNothing && isBlank(command.desiredOutcome)
      ? [refusal(missing.length > 1 ? 'nothing-filled' : 'missing', missing[0] ?? null)]
      : findDetailFaults(filled);
  return validated(faults, () => {
    const details = trimDetails(filled);
    const now = findMissing(details);
    const done = missing.filter((detail) => !now.includes(detail));
    const after = Object.fromEntries(done.map((detail) => [detail, details[detail]]));
    return changed({ what: 'complete', args: { after } }, { details });
  });
}

function fillIn(
  details: Details,
  missing: readonly LaterDetail[],
  { complainant: name, isAnonymous, desiredOutcome }: CommandOf<'complete'>,
): Details {
  const who = {
    ...details.complainant,
    name,
    ...(isAnonymous ? { isAnonymous: true as const } : {}),
  };
  return {
    ...details,
    ...(missing.includes('complainant') ? { complainant: who } : {}),
    ...(missing.includes('desiredOutcome') ? { desiredOutcome } : {}),
  };
}
