import type { Details } from '../../domain/intake/details.js';
import type { LaterDetail } from '../../domain/intake/missing.js';
import { text } from '../../text/index.js';
import type { Field } from '../elements.js';
import { introBlocks } from '../forms/fields.js';
import type { FormDraft } from '../forms/form-fields.js';
import { completeForm } from '../forms/intake-forms.js';

const words = text.completion;

/**
 * The form for what was left for later. Of several things one is enough, and the form says so; a single one must
 * be filled in. Its hints promise no more than that.
 */
export function completionForm(
  details: Details,
  missing: readonly LaterDetail[],
): FormDraft<'complete'> {
  const draft = completeForm(details, missing);
  const isOne = missing.length === 1;
  return {
    ...draft,
    blocks: [...draft.blocks, ...(isOne ? [] : introBlocks(words.intro))],
    fields: draft.fields.map((field) => toHonest(field, isOne)),
  };
}

/** The field with a hint of this form. A name is never required: not wanting to say it is another answer. */
function toHonest(field: Field, isOne: boolean): Field {
  switch (field.name) {
    case 'complainant':
      return { ...field, hint: words.hints.complainant };
    case 'desiredOutcome':
      return { ...field, hint: words.hints.desiredOutcome, required: isOne };
    default:
      return field;
  }
}
