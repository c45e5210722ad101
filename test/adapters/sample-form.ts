import type { Form } from '../../src/views/elements.js';

/** A form with a field of every kind. */
export const SAMPLE_FORM: Form = {
  id: 'promise',
  submissionId: 's_1',
  context: 'C-1001',
  title: 'Promise',
  submit: 'Save',
  blocks: [{ kind: 'text', text: ['What was promised for ', { strong: 'C-1001' }, '?'] }],
  fields: [
    { name: 'what', label: 'What', required: true, kind: 'text', lines: 'many', max: 500 },
    {
      name: 'basis',
      label: 'Basis',
      required: true,
      kind: 'choice',
      look: 'menu',
      options: [
        { value: 'contract', label: 'Contract' },
        { value: 'goodwill', label: 'Goodwill' },
      ],
    },
    { name: 'due', label: 'By when', required: true, kind: 'moment' },
    { name: 'told', label: 'Told', required: false, kind: 'tick', text: 'The customer was told' },
    { name: 'by', label: 'By whom', required: false, kind: 'person' },
  ],
};
