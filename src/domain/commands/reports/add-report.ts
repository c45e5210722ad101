import { answer, type ToldOfReport } from '../../complaint/answer.js';
import type { CommandOf } from '../../complaint/command.js';
import { changed, type Outcome, type PersonContext, validated } from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import {
  draftAddedCard,
  draftDirectMessage,
  draftThreadMessage,
} from '../../complaint/delivery-drafts.js';
import type { ComplaintFacts } from '../../complaint/facts.js';
import { MEANS } from '../../complaint/handling.js';
import { findRoles, isViewer } from '../../complaint/permissions.js';
import type { ViewArgs, ViewRef } from '../../complaint/view-ref.js';
import { refusal } from '../../document/refusal.js';
import { ADDED_REPORTS_LIMIT, type AddedReport } from '../../intake/added-report.js';
import type { PersonId } from '../../organisation/person.js';
import { trimText } from '../../text/blank.js';
import { findPrivateRecipients } from '../communication.js';
import { checkPastMoment, findFaults, findTextFaults } from '../validation.js';

/**
 * Records what a colleague heard of the complainant again, and tells whoever has the complaint, or else its
 * team. Somebody who had no role in it is a reporter from now on, with a card of their own. `findAddingObstacle`
 * says who may; the caller has asked it.
 */
export function addReport(
  complaint: ComplaintFacts,
  command: CommandOf<'add-report'>,
  context: PersonContext,
): Outcome {
  const { now, actor } = context;
  const { addedReports = [] } = complaint;
  const received = checkPastMoment('receivedAt', command.receivedAt, now);
  const faults = [
    ...(addedReports.length < ADDED_REPORTS_LIMIT
      ? []
      : [refusal('reports-full', null, { most: ADDED_REPORTS_LIMIT })]),
    ...findFaults(received),
    ...(MEANS.includes(command.means) ? [] : [refusal('unknown-choice', 'means')]),
    ...findTextFaults('words', command.words),
  ];
  return validated(faults, () => {
    const said = {
      receivedAt: received.ok ? received.value : now,
      means: command.means,
      words: trimText(command.words),
    };
    const joins = findRoles(actor, complaint).length === 0;
    const report: AddedReport = {
      ...{ at: now, by: actor.person, ...said },
      ...(command.on && { on: command.on }),
      ...(joins && { joins }),
    };
    const news = draftNews(complaint, context, { by: actor.person, ...said });
    return changed(
      { what: 'add-report', args: said },
      { addedReports: [...addedReports, report] },
      {
        drafts: [...news.drafts, ...(joins ? [draftAddedCard('post', actor.person)] : [])],
        answer: answer({ code: 'report-added', joins, ...news.told }),
      },
    );
  });
}

/**
 * The message to whoever has it; while nobody has it to its team, or who handles it if it is confidential. And who
 * is told.
 */
function draftNews(
  complaint: ComplaintFacts,
  { actor, organisation }: PersonContext,
  said: Omit<ViewArgs['report-added'], 'to'>,
): { readonly drafts: readonly DeliveryDraft[]; readonly told: { readonly told?: ToldOfReport } } {
  const { assignee, confidential } = complaint;
  const toView = (to: PersonId | null): ViewRef => ({
    name: 'report-added',
    args: { ...said, to },
  });
  const isAuthor = (one: PersonId): boolean => isViewer(actor, one);
  if (assignee === null && !confidential) {
    return { drafts: [draftThreadMessage(complaint, toView(null))], told: { told: 'team' } };
  }
  const recipients =
    assignee === null ? findPrivateRecipients(complaint, organisation, isAuthor) : [assignee];
  const drafts = recipients
    .filter((person) => !isAuthor(person))
    .map((person) => draftDirectMessage(person, toView(person)));
  const told = assignee === null ? 'handlers' : 'holder';
  return { drafts, told: drafts.length === 0 ? {} : { told } };
}
