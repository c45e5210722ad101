import { answer } from '../../complaint/answer.js';
import type { CommandOf } from '../../complaint/command.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  unchanged,
  validated,
} from '../../complaint/decision.js';
import type { ComplaintFacts } from '../../complaint/facts.js';
import { type Refusal, refusal } from '../../document/refusal.js';
import { type Details, findDifferences } from '../../intake/details.js';
import { isBlank, trimText } from '../../text/blank.js';
import { findDetailFaults, trimDetails } from '../filing.js';
import { checkPastMoment, findFaults, findTextFaults } from '../validation.js';

/** Corrects the details. The history keeps the earlier ones. */
export function correct(complaint: ComplaintFacts, command: CommandOf<'correct'>): Outcome {
  const faults = [...findEmptied(complaint, command.details), ...findDetailFaults(command.details)];
  return validated(faults, () => {
    const details = trimDetails(command.details);
    const differing = findDifferences(complaint.details, details);
    if (differing.length === 0) return unchanged(answer({ code: 'nothing-to-correct' }));
    const before = pick(complaint.details, differing);
    const after = pick(details, differing);
    return changed({ what: 'correct', args: { before, after } }, { details });
  });
}

/** What was known stays known: it can be corrected, not emptied. A name only by not wanting to say it. */
function findEmptied({ details: before }: ComplaintFacts, after: Details): readonly Refusal[] {
  const { isAnonymous = false } = after.complainant;
  const isNameEmptied =
    before.complainant.name !== '' && isBlank(after.complainant.name) && !isAnonymous;
  const isWishEmptied = before.desiredOutcome !== '' && isBlank(after.desiredOutcome);
  return [
    ...(isNameEmptied ? [refusal('missing', 'complainant')] : []),
    ...(isWishEmptied ? [refusal('missing', 'desiredOutcome')] : []),
  ];
}

/**
 * Corrects when the complainant complained, with a reason. It cannot be after the complaint was recorded
 * or the complainant was told of it.
 */
export function correctReceived(
  complaint: ComplaintFacts,
  command: CommandOf<'correct-received'>,
  context: PersonContext,
): Outcome {
  const { receivedAt: said } = command;
  const faults = [
    ...(said === null ? [refusal('no-date', 'receivedAt')] : []),
    ...findFaults(checkPastMoment('receivedAt', said, context.now)),
    ...((said ?? 0) > findLatestReceipt(complaint) ? [refusal('received-late', 'receivedAt')] : []),
    ...findTextFaults('reason', command.reason),
  ];
  return validated(faults, () => {
    const receivedAt = said ?? complaint.receivedAt;
    const was = complaint.receivedAt;
    if (receivedAt === was && complaint.isReceivedAssumed !== true)
      return unchanged(answer({ code: 'nothing-to-correct' }));
    const args = { was, receivedAt, reason: trimText(command.reason) };
    return changed({ what: 'correct-received', args }, { receivedAt, isReceivedAssumed: false });
  });
}

/** The latest moment at which it can have been received, ms UTC: it was known then. */
function findLatestReceipt(complaint: ComplaintFacts): number {
  const { filedAt, acknowledgements, resolutions } = complaint;
  const tellings = resolutions.flatMap(({ told }) => told ?? []);
  return Math.min(filedAt, ...[...acknowledgements, ...tellings].map(({ at }) => at));
}

function pick(details: Details, names: readonly (keyof Details)[]): Partial<Details> {
  const present = names.filter((name) => details[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, details[name]])) as Partial<Details>;
}
