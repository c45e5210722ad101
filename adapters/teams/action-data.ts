import { z } from 'zod';
import type { Form } from '../../src/views/elements.js';
import { carriedForm, unpacked } from './carried.js';

const words = z.string().max(2000);

const press = z.object({
  kind: z.literal('press'),
  action: z.string().min(1).max(255),
  value: words,
  form: z.string().min(1).max(255).exactOptional(),
});

const submit = z.object({
  kind: z.literal('submit'),
  form: z.string().min(1).max(255),
  submission: z.string().min(1).max(200),
  context: words,
  zone: z.string().max(100).nullable(),
  carried: carriedForm,
});

const open = z.object({ kind: z.literal('open'), text: z.string().max(10_000) });

const actionData = z.object({ redress: z.union([press, submit, open]) });

/** A button. `form` is the form it stood in, absent in a message. */
export type PressData = z.infer<typeof press>;

/** The button that sends a form in: whose it is, and the form itself, so that nothing is kept in the process. */
export type SubmitData = z.infer<typeof submit>;

/** The button that opens the form with the words somebody wrote behind the command. */
export type OpenData = z.infer<typeof open>;

export type ActionData = PressData | SubmitData | OpenData;

/**
 * What an action of ours carries below `redress`; undefined for data that is not ours. It comes back
 * through the person's client, so nothing in it is to be believed: it only says what they ask for.
 */
export function readActionData(data: unknown): ActionData | undefined {
  return actionData.safeParse(data).data?.redress;
}

/** The form a submission was filled in, to be drawn again; without what its fields started with. */
export function formOf(data: SubmitData): Form {
  return {
    id: data.form,
    submissionId: data.submission,
    context: data.context,
    ...unpacked(data.carried),
  };
}
