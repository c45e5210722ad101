import { toRefusal } from '../../domain/commands/decide.js';
import { type Answer, answer } from '../../domain/complaint/answer.js';
import type { PersonCommandKind } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import { type Refusal, refusal } from '../../domain/complaint/decision.js';
import {
  checkPermission,
  isOnlyReporter,
  type Viewer,
} from '../../domain/complaint/permissions.js';
import { isPromiseSettled } from '../../domain/complaint/promise.js';
import { type Action, type ButtonRef, toButtonValue } from '../../views/buttons.js';
import { isSamePerson, toMention, type ViewContext } from '../../views/context.js';
import { detailsForm } from '../../views/details.js';
import type { Form, Option } from '../../views/elements.js';
import * as forms from '../../views/forms.js';

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
  action: Action,
  target: ButtonRef,
  context: ViewContext,
  viewer: Viewer,
  submissionId: string,
): OpenFormResult {
  const { complaint } = context;
  const may = checkPermission(viewer, complaint, toCommandKind(action));
  if (may === 'not-found' || (may !== 'yes' && action !== 'details')) {
    return { kind: 'refused', refusal: toRefusal(may, complaint) };
  }
  const draft = createDraft(action, target, context, viewer);
  if ('code' in draft) return { kind: 'refused', refusal: draft };
  if ('name' in draft) return { kind: 'answer', answer: draft };
  return { kind: 'form', form: { ...draft, submissionId, context: toButtonValue(target) } };
}

function toCommandKind(action: Action): PersonCommandKind {
  if (action === 'note' || action === 'details') return 'update';
  return action;
}

function createDraft(
  action: Action,
  target: ButtonRef,
  context: ViewContext,
  viewer: Viewer,
): forms.FormDraft | Refusal | Answer {
  const { complaint } = context;
  switch (action) {
    case 'acknowledge':
      return complaint.acknowledgement === null
        ? forms.acknowledgeForm()
        : answer({ code: 'already-acknowledged', at: complaint.acknowledgement.at });
    case 'assign':
      return createAssignDraft(context);
    case 'promise':
      return forms.promiseForm();
    case 'renegotiate':
      return createRenegotiateDraft(complaint, target);
    case 'update':
    case 'note':
      return forms.updateForm(findAudiences(action, complaint, viewer));
    case 'resolve':
      return forms.resolveForm(complaint.details.desiredOutcome);
    case 'follow-up':
      return forms.followUpForm();
    case 'reopen':
    case 'withdraw':
      return forms.reasonForm(action);
    case 'correct':
      return forms.correctForm(complaint.details);
    default:
      return detailsForm(context, viewer);
  }
}

function createAssignDraft(context: ViewContext): forms.FormDraft | Answer {
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
): forms.FormDraft | Refusal | Answer {
  const found = complaint.promises.find((made) => made.id === target.promise);
  if (found === undefined) return refusal('no-such-promise');
  return isPromiseSettled(found)
    ? answer({ code: 'promise-settled' })
    : forms.renegotiateForm(found);
}

/** A person who only reported the complaint writes to the team; everyone else chooses. */
function findAudiences(
  action: Action,
  complaint: Complaint,
  viewer: Viewer,
): readonly ('reporter' | 'team')[] {
  return action === 'note' || isOnlyReporter(viewer, complaint) ? ['team'] : ['reporter', 'team'];
}
