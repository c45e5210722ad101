import { z } from 'zod';
import type { Form } from '../../../src/views/elements.js';
import { opaqueIdSchema } from '../addresses.js';
import { formStateSchema, fromFormState, MAX_ZONE_LENGTH } from './form/form-state.js';

const shortText = z.string().max(2000);

/** See `seal.ts`. */
const sealSchema = z.string().max(100);

const pressSchema = z.object({
  kind: z.literal('press'),
  action: z.string().min(1).max(255),
  value: shortText,
  form: z.string().min(1).max(255).exactOptional(),
  seal: sealSchema.exactOptional(),
});

/** The message with the card whose button opened a form, see `renderOpener`. */
const openerSchema = z.object({ conversation: opaqueIdSchema, activity: opaqueIdSchema });

const submitSchema = z.object({
  kind: z.literal('submit'),
  form: z.string().min(1).max(255),
  submission: z.string().min(1).max(200),
  context: shortText,
  zone: z.string().max(MAX_ZONE_LENGTH).nullable(),
  carried: formStateSchema,
  opener: openerSchema.exactOptional(),
  seal: sealSchema.exactOptional(),
});

const openSchema = z.object({ kind: z.literal('open'), text: z.string().max(10_000) });

const actionDataSchema = z.object({ redress: z.union([pressSchema, submitSchema, openSchema]) });

/** The data of a button. `form`: the form that contains it, absent in a message. `seal`: present in every dialog. */
export type PressData = z.infer<typeof pressSchema>;

/**
 * The data of a form's submit button: the submission, and the form itself, so that the process stores
 * nothing. `opener`: the card that opened it, which is updated when the form was sent.
 */
export type SubmitData = z.infer<typeof submitSchema>;

/** {@link SubmitData} as sent to Teams; the form may be compressed. */
export type SerializedSubmitData = z.input<typeof submitSchema>;

/** The message with the card that opened a form. */
export type OpenerRef = z.infer<typeof openerSchema>;

/** The data of the button that opens the form. `text`: what the person wrote after the command. */
export type OpenData = z.infer<typeof openSchema>;

/** The data of any action this adapter writes. */
export type ActionData = PressData | SubmitData | OpenData;

/**
 * Parses the data of an action below `redress`; undefined for data of another app. It comes back
 * through the person's client, so it is untrusted: it only says what the person asks for. Data larger
 * than anything this adapter writes is not parsed.
 */
export function parseActionData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null || !('redress' in data)) return undefined;
  return isTooBig(data.redress) ? undefined : actionDataSchema.safeParse(data).data?.redress;
}

/** The message of an opener; undefined when its ids are none that this adapter could send back. */
export function toOpenerRef(conversation: string, activity: string): OpenerRef | undefined {
  return openerSchema.safeParse({ conversation, activity }).data;
}

/** Whether the data can come from a message. Data of a dialog is accepted only from a dialog. */
export function isMessageAction(data: ActionData): boolean {
  return data.kind === 'open' || (data.kind === 'press' && data.form === undefined);
}

/** More than any dialog contains: Teams allows 28 KB, see `limits.ts`. Approximate characters. */
const MAX_SIZE = 64 * 1024;

/** Counts without recursion, because the data may be nested very deeply. */
function isTooBig(data: unknown): boolean {
  const stack: unknown[] = [data];
  let size = 0;
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    size += typeof one === 'string' ? one.length + 2 : 4;
    if (size > MAX_SIZE) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, value] of Object.entries(one)) {
      size += name.length + 3;
      stack.push(value ?? null);
    }
  }
  return size > MAX_SIZE;
}

/** Restores the submitted form to render it again, without the initial values of its fields. */
export function toForm(data: SubmitData): Form {
  return {
    id: data.form,
    submissionId: data.submission,
    context: data.context,
    ...fromFormState(data.carried),
  };
}
