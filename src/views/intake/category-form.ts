import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import { choiceField, introBlocks } from '../forms/fields.js';
import { createForm, type FormDraft } from '../forms/form-fields.js';

const words = text.category.form;

/** The form to change what a complaint is about. It starts with what it is about now. */
export function categoryForm(
  { category }: Pick<Complaint, 'category'>,
  { categories }: Pick<Organisation, 'categories'>,
): FormDraft<'recategorise'> {
  const options = [...categories.values()].map(({ key, name }) => ({ value: key, label: name }));
  const initial = categories.has(category) ? { initial: category } : {};
  return createForm('recategorise', words, introBlocks(words.intro), {
    category: choiceField(text.form.file.category, options, { look: 'menu', ...initial }),
  });
}
