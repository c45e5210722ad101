import { toRefusal } from '../../domain/commands/decide.js';
import { type Answer, answer } from '../../domain/complaint/answer.js';
import type { PersonCommandKind } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import {
  accessOf,
  checkPermission,
  isOnlyReporter,
  type Viewer,
  withholdFrom,
} from '../../domain/complaint/permissions.js';
import { isPromiseSettled } from '../../domain/complaint/promise.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import { type ButtonRef, type OpeningAction, toButtonValue } from '../../views/buttons.js';
import { isSamePerson, toMention, type ViewContext } from '../../views/context.js';
import { detailsForm } from '../../views/details.js';
import type { Form, Option } from '../../views/elements.js';
import type { FormDraft } from '../../views/forms/form-fields.js';
import * as forms from '../../views/forms/forms.js';

/** The result of a button: a form, a refusal, or an answer when nothing is left to do. */
export type OpenFormResult =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'answer'; readonly answer: Answer };

/**
 * Makes the form that a button opens, if the person may submit it now. Otherwise it returns the reason,
 * so that nobody fills in a form for nothing.
 */
export function openForm(
  action: OpeningAction,
  target: ButtonRef,
  context: ViewContext,
  viewer: Viewer,
  submissionId: string,
): OpenFormResult {
  const complaint = withholdFrom(accessOf(viewer, context.complaint), context.complaint);
  if (complaint === undefined) return { kind: 'refused', refusal: refusal('not-found') };
  const may = checkPermission(viewer, complaint, toCommandKind(action));
  if (may !== 'yes' && action !== 'details') {
    return { kind: 'refused', refusal: toRefusal(may, complaint) };
  }
  const draft = OPENERS[action]({ target, context: { ...context, complaint }, viewer });
  if ('code' in draft) return { kind: 'refused', refusal: draft };
  if ('name' in draft) return { kind: 'answer', answer: draft };
  return { kind: 'form', form: { ...draft, submissionId, context: toButtonValue(target) } };
}

function toCommandKind(action: OpeningAction): PersonCommandKind {
  return action === 'note' || action === 'details' ? 'update' : action;
}

/** What a form is made of: what its button is about, the complaint, and who presses it. */
interface Opening {
  readonly target: ButtonRef;
  readonly context: ViewContext;
  readonly viewer: Viewer;
}

/** The form that a button opens: the one of its name; a note is an update for the team. */
type FormOf<A extends OpeningAction> = A extends 'note' ? 'update' : A;

/** What each button opens: its form, or a refusal or an answer when there is nothing to fill in. */
const OPENERS: {
  readonly [A in OpeningAction]: (opening: Opening) => FormDraft<FormOf<A>> | Refusal | Answer;
} = {
  acknowledge: ({ context }) => createAcknowledgeDraft(context.complaint),
  assign: ({ context }) => createAssignDraft(context),
  promise: () => forms.promiseForm(),
  renegotiate: ({ context, target }) => createRenegotiateDraft(context.complaint, target),
  update: ({ context, viewer }) => {
    // a person who only reported the complaint writes to the team; everyone else chooses
    const isToTeam = isOnlyReporter(viewer, context.complaint);
    return forms.updateForm(isToTeam ? ['team'] : ['reporter', 'team']);
  },
  note: () => forms.updateForm(['team']),
  resolve: ({ context }) => forms.resolveForm(context.complaint.details.desiredOutcome),
  'follow-up': () => forms.followUpForm(),
  reopen: () => forms.reopenForm(),
  withdraw: () => forms.withdrawForm(),
  correct: ({ context }) => forms.correctForm(context.complaint.details),
  details: ({ context, viewer }) => detailsForm(context, viewer),
};

function createAcknowledgeDraft({ acknowledgement }: Complaint): FormDraft<'acknowledge'> | Answer {
  if (acknowledgement === null) return forms.acknowledgeForm();
  return answer({ code: 'already-acknowledged', at: acknowledgement.at });
}

function createAssignDraft(context: ViewContext): FormDraft<'assign'> | Answer {
  const { complaint, organisation, people } = context;
  const team = organisation.teams.get(complaint.team);
  const ids = [...(team?.members ?? []), team?.lead ?? null, ...organisation.officers];
  const colleagues = ids
    .filter((id) => id !== null)
    .filter((id, n, all) => n === all.findIndex((other) => isSamePerson(people, id, other)));
  const { assignee } = complaint;
  const options = colleagues
    .filter((id) => assignee === null || !isSamePerson(people, id, assignee))
    .map((id): Option => ({ value: id, label: toMention(people, id).name }));
  return options.length === 0 ? answer({ code: 'no-colleagues' }) : forms.assignForm(options);
}

function createRenegotiateDraft(
  complaint: Complaint,
  target: ButtonRef,
): FormDraft<'renegotiate'> | Refusal | Answer {
  const found = complaint.promises.find((made) => made.id === target.promise);
  if (found === undefined) return refusal('no-such-promise');
  return isPromiseSettled(found)
    ? answer({ code: 'promise-settled' })
    : forms.renegotiateForm(found);
}
