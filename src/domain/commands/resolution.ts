import { type CommandOf, PROMISE_ANSWERS, type PromiseAnswer } from '../complaint/command.js';
import { changed, type Outcome, type PersonContext, validated } from '../complaint/decision.js';
import type { DeliveryDraft } from '../complaint/delivery.js';
import { draftDirectMessage, draftToReporters } from '../complaint/delivery-drafts.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import { DELIVERED, findHandlingRound } from '../complaint/handling.js';
import type { HistoryArgs } from '../complaint/history.js';
import { isViewer } from '../complaint/permissions.js';
import { findOpenPromises } from '../complaint/promise.js';
import type { ViewRef } from '../complaint/view-ref.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { startRounds } from '../nudges/rounds.js';
import type { PersonId } from '../organisation/person.js';
import { trimText } from '../text/blank.js';
import { toUntaken } from './ownership.js';
import { releaseOpenPromises, settlePromises } from './promises.js';
import { type CheckedTelling, checkTelling } from './telling.js';
import { findFaults, findTextFaults } from './validation.js';

/** The form's fields for how the complainant was told of the resolution. */
const TOLD_FIELDS = { at: 'toldAt', means: 'toldMeans', words: 'toldWords' };

/**
 * Records what was done, whether the complainant wanted it, what became of each open promise, and how the
 * complainant was told, if they were.
 */
export function resolve(
  complaint: ComplaintFacts,
  command: CommandOf<'resolve'>,
  context: PersonContext,
): Outcome {
  const { delivered } = command;
  const telling =
    command.told === null ? null : checkTelling(complaint, command.told, context, TOLD_FIELDS);
  const promises = selectAnswers(complaint, command.promises);
  const faults = [
    ...findTextFaults('done', command.done),
    ...(DELIVERED.includes(delivered) ? [] : [refusal('unknown-choice', 'delivered')]),
    ...findAnswerFaults(promises),
    ...(telling === null ? [] : findFaults(telling)),
  ];
  return validated(faults, () => {
    const told = telling?.ok ? telling.value : null;
    const author = { at: context.now, by: context.actor.person };
    const done = trimText(command.done);
    const round = findHandlingRound(complaint);
    const resolution = { round, ...author, done, delivered, told };
    return changed(
      { what: 'resolve', args: { done, delivered, promises, ...toToldArgs(told) } },
      {
        state: 'resolved',
        resolutions: [...complaint.resolutions, resolution],
        promises: settlePromises(complaint.promises, promises, author),
        rounds: startRounds(complaint, 'tell', 'follow-up'),
      },
      { drafts: draftReporterNews(complaint, context, 'reporter-resolved') },
    );
  });
}

/** What was said of promises that are still open: another may have been settled meanwhile. */
function selectAnswers(
  complaint: ComplaintFacts,
  answers: readonly PromiseAnswer[],
): readonly PromiseAnswer[] {
  const open = findOpenPromises(complaint).map(({ id }) => id);
  return answers.filter(({ promise }) => open.includes(promise));
}

function findAnswerFaults(answers: readonly PromiseAnswer[]): readonly Refusal[] {
  return answers
    .filter(({ answer }) => !PROMISE_ANSWERS.includes(answer))
    .map(({ promise }) => refusal('unknown-choice', `promises.${promise}`));
}

function toToldArgs(told: CheckedTelling | null): Pick<HistoryArgs['resolve'], 'told' | 'telling'> {
  if (told === null) return { told: false };
  const { at, means, words } = told;
  return { told: true, telling: { at, means, words } };
}

/** The news for the reporters, but for whoever made it themselves, and `informed`. */
function draftReporterNews(
  complaint: ComplaintFacts,
  { actor }: PersonContext,
  name: 'reporter-resolved' | 'reporter-reopened',
  informed: PersonId | null = null,
): readonly DeliveryDraft[] {
  const view: ViewRef = { name, args: { by: actor.person } };
  return draftToReporters(complaint, view, (one) => isViewer(actor, one) || one === informed);
}

/**
 * Reopens the complaint for the same assignee. One that nobody has is open again: whoever had it when it was
 * resolved has lost it since, because it is about them.
 */
export function reopen(
  complaint: ComplaintFacts,
  command: CommandOf<'reopen'>,
  context: PersonContext,
): Outcome {
  return validated(findTextFaults('reason', command.reason), () => {
    const reason = trimText(command.reason);
    const by = context.actor.person;
    const { assignee } = complaint;
    const drafts =
      assignee === null || isViewer(context.actor, assignee)
        ? []
        : [draftDirectMessage(assignee, { name: 'reopened', args: { by, reason } })];
    // The assignee reads it in their own message.
    const news = draftReporterNews(complaint, context, 'reporter-reopened', assignee);
    const reopenings = [...complaint.reopenings, { at: context.now, by, reason }];
    return changed(
      { what: 'reopen', args: { reason } },
      assignee === null
        ? { ...toUntaken(complaint, context.now), reopenings }
        : { state: 'assigned', reopenings },
      { drafts: [...drafts, ...news] },
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
    const reason = trimText(command.reason);
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
