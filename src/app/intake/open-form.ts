import { toRefusal } from '../../domain/commands/decide.js';
import { countAttempts, findFollowUpObstacle } from '../../domain/commands/follow-up.js';
import { findCorrectionObstacle } from '../../domain/commands/promises.js';
import { findNothingToSnooze } from '../../domain/commands/snooze.js';
import { type Answer, answer } from '../../domain/complaint/answer.js';
import type { PersonCommandKind } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { PersonContext } from '../../domain/complaint/decision.js';
import type { ComplaintPromise } from '../../domain/complaint/facts.js';
import { findAcknowledgement, findResolution } from '../../domain/complaint/handling.js';
import {
  accessOf,
  checkPermission,
  isOnlyReporter,
  type Viewer,
  withholdFrom,
} from '../../domain/complaint/permissions.js';
import { isPromiseSettled } from '../../domain/complaint/promise.js';
import { isConcernedId } from '../../domain/concerned/concerned.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import { isAway, NOBODY_AWAY } from '../../domain/inbox/absence.js';
import { findAddingObstacle } from '../../domain/intake/adding.js';
import { findMissing } from '../../domain/intake/missing.js';
import { isAroundTheClock } from '../../domain/organisation/calendar.js';
import { findCalendar } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import { type ButtonRef, type OpeningAction, toButtonValue } from '../../views/buttons.js';
import {
  findConcernedPeople,
  isSamePerson,
  renderDate,
  renderPerson,
  toMention,
  type ViewContext,
} from '../../views/context.js';
import { detailsForm } from '../../views/details.js';
import type { Form, Option } from '../../views/elements.js';
import { addReportForm } from '../../views/forms/add-report-form.js';
import type { FormDraft } from '../../views/forms/form-fields.js';
import * as forms from '../../views/forms/forms.js';
import * as handling from '../../views/forms/handling-forms.js';
import { completeForm, correctForm } from '../../views/forms/intake-forms.js';
import { categoryForm } from '../../views/intake/category-form.js';
import { aboutText } from '../../views/intake/intake-facts.js';
import { sortOpenPromises } from '../../views/promises.js';

/** The result of a button: a form, a refusal, or an answer when nothing is left to do. */
export type OpenFormResult =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'answer'; readonly answer: Answer };

/**
 * What a form is made from. `absences`: who is away; absent: nobody. `linked`: what the complaint is linked to, as
 * far as the person may see that; for the details.
 */
type FormContext = ViewContext &
  Pick<PersonContext, 'absences'> & { readonly linked?: readonly Complaint[] };

/**
 * Makes the form that a button opens, if the person may submit it now. Otherwise it returns the reason,
 * so that nobody fills in a form for nothing.
 */
export function openForm(
  action: OpeningAction,
  target: ButtonRef,
  context: FormContext,
  viewer: Viewer,
  submissionId: string,
): OpenFormResult {
  const complaint = withholdFrom(accessOf(viewer, context.complaint), context.complaint);
  if (complaint === undefined) return { kind: 'refused', refusal: refusal('not-found') };
  const obstacle = action === 'details' ? null : findObstacle(action, complaint, viewer);
  if (obstacle !== null) return { kind: 'refused', refusal: obstacle };
  const draft = OPENERS[action]({ target, context: { ...context, complaint }, viewer });
  if ('code' in draft) return { kind: 'refused', refusal: draft };
  if ('name' in draft) return { kind: 'answer', answer: draft };
  const blocks = [
    ...(draft.id === 'details' ? [] : [{ kind: 'text', text: aboutText(complaint) } as const]),
    ...draft.blocks,
  ];
  return { kind: 'form', form: { ...draft, blocks, submissionId, context: toButtonValue(target) } };
}

function findObstacle(action: OpeningAction, complaint: Complaint, viewer: Viewer): Refusal | null {
  // It is open in front of them, so they need not say whose it is.
  if (action === 'add-report') return findAddingObstacle(viewer, complaint, {}, null);
  const may = checkPermission(viewer, complaint, toCommandKind(action));
  return may === 'yes' ? null : toRefusal(may, complaint);
}

function toCommandKind(action: OpeningAction): PersonCommandKind {
  if (action === 'snooze-until') return 'snooze';
  return action === 'note' || action === 'details' ? 'update' : action;
}

/** What a form is made of: what its button is about, the complaint, and who presses it. */
interface Opening {
  readonly target: ButtonRef;
  readonly context: FormContext;
  readonly viewer: Viewer;
}

/**
 * The form that a button opens: the one of its name; a note is an update for the team. Before a follow-up
 * comes the form to record that the complainant was told.
 */
type FormOf<A extends OpeningAction> = A extends 'note'
  ? 'update'
  : A extends 'follow-up'
    ? 'follow-up' | 'tell'
    : A;

/** What each button opens: its form, or a refusal or an answer when there is nothing to fill in. */
const OPENERS: {
  readonly [A in OpeningAction]: (opening: Opening) => FormDraft<FormOf<A>> | Refusal | Answer;
} = {
  acknowledge: ({ context }) => createAcknowledgeDraft(context),
  assign: ({ context }) => createAssignDraft(context),
  promise: ({ context }) => forms.promiseForm(worksAlways(context)),
  renegotiate: ({ context, target }) => createRenegotiateDraft(context, target),
  'correct-promise': (opening) => createCorrectPromiseDraft(opening),
  update: ({ context, viewer }) => {
    // a person who only reported the complaint writes to the team; everyone else chooses
    const isToTeam = isOnlyReporter(viewer, context.complaint);
    return forms.updateForm(isToTeam ? ['team'] : ['reporter', 'team']);
  },
  note: () => forms.updateForm(['team']),
  waive: ({ context, target }) => createWaiveDraft(context.complaint, target),
  resolve: ({ context: { complaint, now } }) => {
    const { desiredOutcome } = complaint.details;
    return handling.resolveForm({ desiredOutcome, openPromises: sortOpenPromises(complaint) }, now);
  },
  tell: ({ context }) => createTellDraft(context),
  'follow-up': ({ context }) => createFollowUpDraft(context),
  reopen: () => forms.reopenForm(),
  withdraw: () => forms.withdrawForm(),
  correct: ({ context }) => correctForm(context.complaint.details),
  complete: ({ context }) => createCompleteDraft(context.complaint),
  recategorise: ({ context: { complaint, organisation } }) => categoryForm(complaint, organisation),
  'correct-received': ({ context }) => forms.correctReceivedForm(context.complaint.receivedAt),
  'add-report': ({ context: { now } }) => addReportForm({ receivedAt: now }),
  'name-colleague': ({ context }) =>
    forms.nameColleagueForm(
      findConcernedPeople(context).map((person) => renderPerson(context, person)),
    ),
  'snooze-until': ({ context, viewer: actor }) =>
    findNothingToSnooze(context.complaint, { ...context, actor }) ?? forms.snoozeForm(),
  details: ({ context, viewer }) => detailsForm(context, viewer),
};

function createAcknowledgeDraft({
  complaint,
  now,
}: ViewContext): FormDraft<'acknowledge'> | Answer {
  const done = findAcknowledgement(complaint);
  if (done === null) return handling.acknowledgeForm(now);
  return answer({ code: 'already-acknowledged', at: done.at });
}

function createCompleteDraft({ details }: Complaint): FormDraft<'complete'> | Answer {
  const missing = findMissing(details);
  return missing.length === 0
    ? answer({ code: 'nothing-to-complete' })
    : completeForm(details, missing);
}

function createTellDraft({ complaint, now }: ViewContext): FormDraft<'tell'> | Answer {
  if (findResolution(complaint)?.told === null) return handling.tellForm(now);
  return answer({ code: 'already-told' });
}

/** What is missing before the follow-up comes first: to tell the complainant, or an open promise. */
function createFollowUpDraft(
  context: ViewContext,
): FormDraft<'follow-up'> | FormDraft<'tell'> | Refusal {
  const { complaint, now } = context;
  const obstacle = findFollowUpObstacle(complaint);
  if (obstacle?.code === 'tell-first') return handling.tellForm(now, true);
  if (obstacle !== null) return obstacle;
  const { made, needed } = countAttempts(complaint, context);
  return handling.followUpForm(made >= needed);
}

function createAssignDraft(context: FormContext): FormDraft<'assign'> | Answer {
  const { complaint, organisation, people, absences = NOBODY_AWAY, now } = context;
  const team = organisation.teams.get(complaint.team);
  const ids = [...(team?.members ?? []), team?.lead ?? null, ...organisation.officers];
  const colleagues = ids
    .filter((id) => id !== null)
    .filter((id) => !isConcernedId(id, complaint, organisation))
    .filter((id, n, all) => n === all.findIndex((other) => isSamePerson(people, id, other)));
  const { assignee } = complaint;
  const options = colleagues
    .filter((id) => assignee === null || !isSamePerson(people, id, assignee))
    .map((id): Option => {
      const { name } = toMention(people, id);
      return {
        value: id,
        label: isAway(absences.get(id), now) ? text.form.away.label(name) : name,
      };
    });
  return options.length === 0 ? answer({ code: 'no-colleagues' }) : forms.assignForm(options);
}

/** Does the complaint's team work around the clock? */
function worksAlways({ complaint, organisation }: ViewContext): boolean {
  return isAroundTheClock(findCalendar(complaint.team, organisation));
}

function createRenegotiateDraft(
  context: ViewContext,
  target: ButtonRef,
): FormDraft<'renegotiate'> | Refusal | Answer {
  return withOpenPromise(context.complaint, target, (promise) =>
    forms.renegotiateForm(promise, worksAlways(context)),
  );
}

function createCorrectPromiseDraft({
  context,
  target,
  viewer: actor,
}: Opening): FormDraft<'correct-promise'> | Refusal | Answer {
  return withOpenPromise(context.complaint, target, (promise) => {
    const due = renderDate(context, promise.dueAt);
    return (
      findCorrectionObstacle(context.complaint, promise, { ...context, actor }) ??
      forms.correctPromiseForm(promise, due, worksAlways(context))
    );
  });
}

function createWaiveDraft(
  complaint: Complaint,
  target: ButtonRef,
): FormDraft<'waive'> | Refusal | Answer {
  return withOpenPromise(complaint, target, forms.waiveForm);
}

function withOpenPromise<T>(
  { promises }: Complaint,
  target: ButtonRef,
  toForm: (promise: ComplaintPromise) => T,
): T | Refusal | Answer {
  const found = promises.find((made) => made.id === target.promise);
  if (found === undefined) return refusal('no-such-promise');
  return isPromiseSettled(found) ? answer({ code: 'promise-settled' }) : toForm(found);
}
