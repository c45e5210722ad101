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
  /** What the fields behind “More details” start with, while they are not shown; only those that do. */
  folded: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  /** Absent in forms of earlier releases, and where the answer is shown in the modal. */
  origin: originSchema.optional().catch(undefined),
});

/** What a modal carries to its submission: which form it is, and the names and kinds of its fields, in order. */
export type FormState = z.infer<typeof formStateSchema>;

/** Are the fields behind “More details” left out for now? */
export function isFolded({ fields, isUnfolded }: Form): boolean {
  return isUnfolded !== true && fields.some(({ isMore }) => isMore === true);
}

/** The fields that are shown now. */
export function listShownFields(form: Form): readonly Field[] {
  return isFolded(form) ? form.fields.filter(({ isMore }) => isMore !== true) : form.fields;
}

/** The `private_metadata` of a form's modal. Slack returns it unchanged with the view submission. */
export function serializeFormState(form: Form, origin: FormOrigin | null): string {
  const state: FormState = {
    submission: form.submissionId,
    form: form.id,
    context: form.context,
    fields: listShownFields(form).map((field) => [field.name, field.kind]),
    ...(isFolded(form) ? { folded: toInitialValues(form) } : {}),
    ...(origin === null ? {} : { origin }),
  };
  return JSON.stringify(state);
}

function toInitialValues({ fields }: Form): NonNullable<FormState['folded']> {
  const values = fields.flatMap((field) => {
    if (field.isMore !== true || field.kind === 'person') return [];
    return field.initial === undefined ? [] : [[field.name, field.initial] as const];
  });
  return Object.fromEntries(values);
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
