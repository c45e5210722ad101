import { z } from 'zod';
import type { Field, Form } from '../../../src/views/elements.js';

const KINDS = ['text', 'choice', 'moment', 'tick', 'person'] as const satisfies Field['kind'][];

const formStateSchema = z.object({
  submission: z.string().min(1).max(200),
  form: z.string().min(1).max(255),
  context: z.string(),
  fields: z.array(z.tuple([z.string().min(1), z.enum(KINDS)])),
});

/** What a modal carries to its submission: which form it is, and the names and kinds of its fields, in order. */
export type FormState = z.infer<typeof formStateSchema>;

/** The `private_metadata` of a form's modal. Slack returns it unchanged with the view submission. */
export function serializeFormState(form: Form): string {
  const state: FormState = {
    submission: form.submissionId,
    form: form.id,
    context: form.context,
    fields: form.fields.map((field) => [field.name, field.kind]),
  };
  return JSON.stringify(state);
}

/** Parses what {@link serializeFormState} wrote; undefined for the metadata of any other modal. */
export function parseFormState(text: string): FormState | undefined {
  try {
    return formStateSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
