import { z } from 'zod';
import type { Field, Form } from '../../../src/views/elements.js';

const KINDS = ['text', 'choice', 'moment', 'tick', 'person'] as const satisfies Field['kind'][];

const metadata = z.object({
  submission: z.string().min(1).max(200),
  form: z.string().min(1).max(255),
  context: z.string(),
  fields: z.array(z.tuple([z.string().min(1), z.enum(KINDS)])),
});

/** What a modal carries to its submission: whose it is and how its values are to be read, in order. */
export type FormState = z.infer<typeof metadata>;

/** What `private_metadata` says of a form. Slack gives it back with the submission, unchanged. */
export function serializeFormState(form: Form): string {
  const memory: FormState = {
    submission: form.submissionId,
    form: form.id,
    context: form.context,
    fields: form.fields.map((field) => [field.name, field.kind]),
  };
  return JSON.stringify(memory);
}

/** Reads {@link serializeFormState}; undefined for a modal that is not one of our forms. */
export function parseFormState(text: string): FormState | undefined {
  try {
    return metadata.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
