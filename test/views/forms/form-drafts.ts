import { addReportForm } from '../../../src/views/forms/add-report-form.js';
import { choiceField } from '../../../src/views/forms/fields.js';
import type { FormDraft } from '../../../src/views/forms/form-fields.js';
import * as forms from '../../../src/views/forms/forms.js';
import * as handling from '../../../src/views/forms/handling-forms.js';
import { completeForm, correctForm, fileForm } from '../../../src/views/forms/intake-forms.js';
import { categoryForm } from '../../../src/views/intake/category-form.js';
import { createDetails, createOrganisation, inState, MONDAY } from '../../support/domain.js';

const PROMISE = inState('assigned').promises[0];
if (PROMISE === undefined) throw new Error('an assigned complaint has a promise');

const MATCH = choiceField('Is it one of these?', [{ value: 'new', label: 'No' }], {
  initial: 'new',
  look: 'radio',
});

/** Every form that people fill in about a complaint. */
export const FORM_DRAFTS: readonly FormDraft[] = [
  fileForm(createOrganisation(), {
    ...{ description: 'words', now: MONDAY },
    source: { isPrivate: true, kept: undefined, needs: '' },
    matches: { field: MATCH, blocks: [], place: 'first' },
  }),
  handling.acknowledgeForm(MONDAY),
  handling.tellForm(MONDAY),
  forms.assignForm([{ value: 'p', label: 'Somebody' }]),
  forms.promiseForm(),
  forms.renegotiateForm(PROMISE),
  forms.correctPromiseForm(PROMISE, 'Friday'),
  forms.updateForm(['reporter', 'team']),
  forms.waiveForm(PROMISE),
  handling.resolveForm({ desiredOutcome: 'a dry wall', openPromises: [PROMISE] }, MONDAY),
  handling.followUpForm(true),
  forms.reopenForm(),
  forms.withdrawForm(),
  correctForm(createDetails()),
  completeForm(createDetails({ desiredOutcome: '' }), ['complainant', 'desiredOutcome']),
  forms.correctReceivedForm(MONDAY),
  addReportForm({ receivedAt: MONDAY, words: 'Still wet.', toldOf: ['C-1'] }),
  forms.snoozeForm(),
  categoryForm({ category: 'damp' }, createOrganisation()),
  forms.nameColleagueForm(['Ben Baker', 'Cleo']),
];
