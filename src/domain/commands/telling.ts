import { answer } from '../complaint/answer.js';
import type { CommandOf, TellingDetails } from '../complaint/command.js';
import { changed, type Outcome, type PersonContext, unchanged } from '../complaint/decision.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import {
  findAcknowledgement,
  findHandlingRound,
  findResolution,
  MEANS,
  type Means,
  type Telling,
} from '../complaint/handling.js';
import { refusal } from '../document/refusal.js';
import { trimText } from '../text/blank.js';
import {
  type Checked,
  checkPastMoment,
  findFaults,
  findTextFaults,
  toChecked,
} from './validation.js';

/** What a person said of how the complainant was told, checked. */
export type CheckedTelling = Telling & { readonly means: Means };

/** The names of the form's fields for each part of what was said. */
type TellingFields = Readonly<Record<keyof TellingDetails, string>>;

const OWN_FIELDS: TellingFields = { at: 'at', means: 'means', words: 'words' };

/** Checks how the complainant was told: when, by which means and in which words. */
export function checkTelling(
  complaint: Pick<ComplaintFacts, 'receivedAt'>,
  said: TellingDetails,
  { now, actor }: PersonContext,
  fields: TellingFields = OWN_FIELDS,
): Checked<CheckedTelling> {
  const at = checkPastMoment(fields.at, said.at, now, complaint.receivedAt);
  const faults = [
    ...findFaults(at),
    ...(MEANS.includes(said.means) ? [] : [refusal('unknown-choice', fields.means)]),
    ...findTextFaults(fields.words, said.words),
  ];
  return toChecked(faults, () => ({
    at: at.ok ? at.value : now,
    recordedAt: now,
    by: actor.person,
    means: said.means,
    words: trimText(said.words),
  }));
}

/** Records, once in each round, that the complainant was told of the receipt of the complaint. */
export function acknowledge(
  complaint: ComplaintFacts,
  command: CommandOf<'acknowledge'>,
  context: PersonContext,
): Outcome {
  const before = findAcknowledgement(complaint);
  if (before !== null) return unchanged(answer({ code: 'already-acknowledged', at: before.at }));
  return whenChecked(checkTelling(complaint, command, context), (telling) => {
    const { at, means, words } = telling;
    const round = findHandlingRound(complaint);
    const acknowledgements = [...complaint.acknowledgements, { round, ...telling }];
    return changed({ what: 'acknowledge', args: { at, means, words } }, { acknowledgements });
  });
}

/** Records when, by which means and in which words the complainant was told of the resolution. */
export function recordTelling(
  complaint: ComplaintFacts,
  command: CommandOf<'tell'>,
  context: PersonContext,
): Outcome {
  const resolution = findResolution(complaint);
  if (resolution === null || resolution.told !== null)
    return unchanged(answer({ code: 'already-told' }));
  return whenChecked(checkTelling(complaint, command, context), (told) => {
    const { at, means, words } = told;
    const resolutions = complaint.resolutions.map((one) =>
      one === resolution ? { ...one, told } : one,
    );
    return changed({ what: 'tell', args: { at, means, words } }, { resolutions });
  });
}

function whenChecked<T>(checked: Checked<T>, outcome: (value: T) => Outcome): Outcome {
  return checked.ok ? outcome(checked.value) : { kind: 'refused', refusals: checked.refusals };
}
