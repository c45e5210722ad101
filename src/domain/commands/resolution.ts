import type { CommandOf } from '../complaint/command.js';
import { changed, type Outcome, type PersonContext, validated } from '../complaint/decision.js';
import { draftDirectMessage } from '../complaint/delivery-drafts.js';
import { type ComplaintFacts, DELIVERED } from '../complaint/facts.js';
import { isViewer } from '../complaint/permissions.js';
import { refusal } from '../document/refusal.js';
import { startRounds } from '../nudges/rounds.js';
import { completeOpenPromises, releaseOpenPromises } from './promises.js';
import { findLengthFaults, findTextFaults } from './validation.js';

/** Records what was done, whether the complainant wanted it, and whether they were informed. */
export function resolve(
  complaint: ComplaintFacts,
  command: CommandOf<'resolve'>,
  context: PersonContext,
): Outcome {
  const faults = [
    ...findTextFaults('done', command.done),
    ...(DELIVERED.includes(command.delivered) ? [] : [refusal('unknown-choice', 'delivered')]),
  ];
  return validated(faults, () => {
    const { now, actor } = context;
    const done = command.done.trim();
    const { delivered, told } = command;
    const resolution = { at: now, by: actor.person, done, delivered, toldAt: told ? now : null };
    return changed(
      { what: 'resolve', args: { done, delivered, told } },
      {
        state: 'resolved',
        resolution,
        promises: completeOpenPromises(complaint.promises, now),
        rounds: startRounds(complaint, 'tell', 'follow-up'),
      },
      {
        drafts: isViewer(actor, complaint.reporter)
          ? []
          : [
              draftDirectMessage(complaint.reporter, {
                name: 'reporter-resolved',
                args: { by: actor.person },
              }),
            ],
      },
    );
  });
}

/** Records how satisfied the complainant is, in their words. Closes the complaint. */
export function recordFollowUp(
  complaint: ComplaintFacts,
  command: CommandOf<'follow-up'>,
  context: PersonContext,
): Outcome {
  const { satisfaction } = command;
  const inRange = Number.isInteger(satisfaction) && satisfaction >= 1 && satisfaction <= 5;
  const faults = [
    ...(inRange ? [] : [refusal('unknown-choice', 'satisfaction')]),
    ...findLengthFaults('words', command.words),
  ];
  return validated(faults, () => {
    const words = command.words.trim();
    const resolution =
      complaint.resolution === null
        ? null
        : { ...complaint.resolution, toldAt: complaint.resolution.toldAt ?? context.now };
    const by = context.actor.person;
    return changed(
      { what: 'follow-up', args: { satisfaction, words } },
      { state: 'closed', resolution, followUp: { at: context.now, by, satisfaction, words } },
    );
  });
}

/** Reopens the complaint for the same assignee: one that nobody has cannot be resolved. */
export function reopen(
  complaint: ComplaintFacts,
  command: CommandOf<'reopen'>,
  context: PersonContext,
): Outcome {
  return validated(findTextFaults('reason', command.reason), () => {
    const reason = command.reason.trim();
    const by = context.actor.person;
    const { assignee } = complaint;
    const drafts =
      assignee === null || isViewer(context.actor, assignee)
        ? []
        : [draftDirectMessage(assignee, { name: 'reopened', args: { by, reason } })];
    const reopenings = [...complaint.reopenings, { at: context.now, by, reason }];
    return changed(
      { what: 'reopen', args: { reason } },
      { state: 'assigned', resolution: null, followUp: null, reopenings },
      { drafts },
    );
  });
}

/** Records that the complainant took the complaint back. */
export function withdraw(
  complaint: ComplaintFacts,
  command: CommandOf<'withdraw'>,
  context: PersonContext,
): Outcome {
  return validated(findTextFaults('reason', command.reason), () => {
    const reason = command.reason.trim();
    const author = { at: context.now, by: context.actor.person };
    return changed(
      { what: 'withdraw', args: { reason } },
      {
        state: 'withdrawn',
        untakenSince: null,
        withdrawal: { ...author, reason },
        promises: releaseOpenPromises(complaint.promises, author),
      },
    );
  });
}
