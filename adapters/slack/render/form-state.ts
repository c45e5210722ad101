import { z } from 'zod';
import type { Field, Form } from '../../../src/views/elements.js';
import { conversationId, timestamp } from '../addresses.js';

const KINDS = ['text', 'choice', 'moment', 'tick', 'person'] as const satisfies Field['kind'][];

const originSchema = z.object({
  channel: conversationId,
  thread: timestamp.nullable(),
  url: z.string().max(1000).nullable(),
  replaces: z.literal(true).exactOptional(),
});

/**
 * Where a person asked for a form, to answer them there when they have sent it. The form carries it, so
 * nothing is stored. `url`: the `response_url` of what they did, for half an hour; it also works in
 * conversations without the bot. `replaces`: the answer replaces the message whose button they pressed.
 */
export type FormOrigin = z.infer<typeof originSchema>;

const formStateSchema = z.object({
  submission: z.string().min(1).max(200),
  form: z.string().min(1).max(255),
  context: z.string(),
  fields: z.array(z.tuple([z.string().min(1), z.enum(KINDS)])),
  /** Absent in forms of earlier releases, and where the answer is shown in the modal. */
  origin: originSchema.optional().catch(undefined),
});

/** What a modal carries to its submission: which form it is, and the names and kinds of its fields, in order. */
export type FormState = z.infer<typeof formStateSchema>;

/** The `private_metadata` of a form's modal. Slack returns it unchanged with the view submission. */
export function serializeFormState(form: Form, origin: FormOrigin | null): string {
  const state: FormState = {
    submission: form.submissionId,
    form: form.id,
    context: form.context,
    fields: form.fields.map((field) => [field.name, field.kind]),
    ...(origin === null ? {} : { origin }),
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
