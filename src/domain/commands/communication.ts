import { answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import { changed, type Outcome, type PersonContext, validated } from '../complaint/decision.js';
import {
  draftDirectMessage,
  draftThreadMessage,
  draftToReporters,
} from '../complaint/delivery-drafts.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import { isOnlyReporter, isViewer } from '../complaint/permissions.js';
import type { ViewRef } from '../complaint/view-ref.js';
import { findLadderOf } from '../concerned/concerned.js';
import { refusal } from '../document/refusal.js';
import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { trimText } from '../text/blank.js';
import { findTextFaults } from './validation.js';

/**
 * Sends a note to the reporters alone or to the team. A person who is only the reporter writes to the
 * team alone. On a confidential complaint a note to the team does not go to the channel, where others
 * read it: see {@link findPrivateRecipients}. Its author gets no copy.
 */
export function sendUpdate(
  complaint: ComplaintFacts,
  command: CommandOf<'update'>,
  context: PersonContext,
): Outcome {
  const toSelf = command.audience === 'reporter' && isOnlyReporter(context.actor, complaint);
  const faults = [
    ...(toSelf ? [refusal('not-permitted', 'audience')] : []),
    ...findTextFaults('text', command.text),
  ];
  return validated(faults, () => {
    const text = trimText(command.text);
    const by = context.actor.person;
    const event = { what: 'update', args: { audience: command.audience, text } } as const;
    if (command.audience === 'reporter') {
      const drafts = draftToReporters(complaint, { name: 'reporter-update', args: { by, text } });
      return changed(event, {}, { drafts, answer: answer({ code: 'reporter-told' }) });
    }
    const view: ViewRef = { name: 'team-update', args: { by, text } };
    if (!complaint.confidential) {
      return changed(event, {}, { drafts: [draftThreadMessage(complaint, view)] });
    }
    const isAuthor = (one: PersonId): boolean => isViewer(context.actor, one);
    const drafts = findPrivateRecipients(complaint, context.organisation, isAuthor).map((person) =>
      draftDirectMessage(person, view),
    );
    return changed(event, {}, { drafts });
  });
}

/**
 * Returns who gets what the channel of a confidential complaint must not know: the assignee and the
 * lead, or the officers if `isLeftOut` leaves out both.
 */
export function findPrivateRecipients(
  complaint: ComplaintFacts,
  organisation: Organisation,
  isLeftOut: (person: PersonId) => boolean,
): readonly PersonId[] {
  const { lead, officers } = findLadderOf(complaint, organisation);
  const others = (people: readonly (PersonId | null)[]): PersonId[] =>
    [...new Set(people)].filter((one): one is PersonId => one !== null && !isLeftOut(one));
  const nearest = others([complaint.assignee, lead]);
  return nearest.length > 0 ? nearest : others(officers);
}
