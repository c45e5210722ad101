import type { PersonCommand } from '../complaint/command.js';
import { type ComplaintFacts, MEANS } from '../complaint/complaint.js';
import {
  answer,
  changed,
  type Outcome,
  type PersonContext,
  refusal,
  unchanged,
  validated,
} from '../complaint/decision.js';
import { draftDirectMessage, draftThreadMessage } from '../complaint/delivery-drafts.js';
import { isOnlyReporter, isViewer } from '../complaint/permissions.js';
import { findLadder, type Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { findTextFaults } from './validation.js';

type Of<K> = Extract<PersonCommand, { kind: K }>;

/** Evidence that the complainant was told the complaint was received: once. */
export function acknowledge(
  complaint: ComplaintFacts,
  command: Of<'acknowledge'>,
  context: PersonContext,
): Outcome {
  const before = complaint.acknowledgement;
  if (before !== null) return unchanged(answer('already-acknowledged', { at: before.at }));
  const faults = [
    ...(MEANS.includes(command.means) ? [] : [refusal('unknown-choice', 'means')]),
    ...findTextFaults('words', command.words),
  ];
  return validated(faults, () => {
    const words = command.words.trim();
    const by = context.actor.person;
    return changed(
      { acknowledgement: { at: context.now, by, means: command.means, words } },
      { args: { means: command.means, words } },
    );
  });
}

/**
 * A note: to the reporter, who alone gets it, or to the team, to whom alone the reporter writes, unless
 * they have another part in it. A note for the team on a confidential
 * complaint does not go to the channel, where others read; whoever has it and the lead get it, or
 * the officers when that is nobody but its author.
 */
export function sendUpdate(
  complaint: ComplaintFacts,
  command: Of<'update'>,
  context: PersonContext,
): Outcome {
  const toSelf = command.audience === 'reporter' && isOnlyReporter(context.actor, complaint);
  const faults = [
    ...(toSelf ? [refusal('not-permitted', 'audience')] : []),
    ...findTextFaults('text', command.text),
  ];
  return validated(faults, () => {
    const text = command.text.trim();
    const by = context.actor.person;
    const args = { audience: command.audience, text };
    if (command.audience === 'reporter') {
      const drafts = [draftDirectMessage(complaint.reporter, 'reporter-update', { by, text })];
      return changed({}, { args, drafts, answer: answer('reporter-told') });
    }
    if (!complaint.confidential) {
      return changed({}, { args, drafts: [draftThreadMessage('team-update', { by, text })] });
    }
    const isAuthor = (one: PersonId): boolean => isViewer(context.actor, one);
    const drafts = findPrivateRecipients(complaint, context.organisation, isAuthor).map((person) =>
      draftDirectMessage(person, 'team-update', { by, text }),
    );
    return changed({}, { args, drafts });
  });
}

/**
 * Who is told what the channel of a confidential complaint must not know: whoever has it and the
 * lead, or the officers when those are left out.
 */
export function findPrivateRecipients(
  complaint: ComplaintFacts,
  organisation: Organisation,
  isLeftOut: (person: PersonId) => boolean,
): readonly PersonId[] {
  const { lead, officers } = findLadder(complaint.team, organisation);
  const others = (people: readonly (PersonId | null)[]): PersonId[] =>
    [...new Set(people)].filter((one): one is PersonId => one !== null && !isLeftOut(one));
  const nearest = others([complaint.assignee, lead]);
  return nearest.length > 0 ? nearest : others(officers);
}

/** The complainant has now been told of the resolution. */
export function markComplainantInformed(
  complaint: ComplaintFacts,
  _: Of<'tell'>,
  context: PersonContext,
): Outcome {
  const { resolution } = complaint;
  if (resolution === null || resolution.toldAt !== null) return unchanged(answer('already-told'));
  return changed({ resolution: { ...resolution, toldAt: context.now } });
}
