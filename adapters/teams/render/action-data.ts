import { z } from 'zod';
import type { Form } from '../../../src/views/elements.js';
import { formStateSchema, fromFormState, MAX_ZONE_LENGTH } from './form/form-state.js';

const words = z.string().max(2000);

/** See `seal.ts`. */
const seal = z.string().max(100);

const press = z.object({
  kind: z.literal('press'),
  action: z.string().min(1).max(255),
  value: words,
  form: z.string().min(1).max(255).exactOptional(),
  seal: seal.exactOptional(),
});

const submit = z.object({
  kind: z.literal('submit'),
  form: z.string().min(1).max(255),
  submission: z.string().min(1).max(200),
  context: words,
  zone: z.string().max(MAX_ZONE_LENGTH).nullable(),
  carried: formStateSchema,
  seal: seal.exactOptional(),
});

const open = z.object({ kind: z.literal('open'), text: z.string().max(10_000) });

const actionData = z.object({ redress: z.union([press, submit, open]) });

/** A button. `form` is the form it stood in, absent in a message; `seal` is there in every dialog. */
export type PressData = z.infer<typeof press>;

/** The button that sends a form in: whose it is, and the form itself, so that nothing is kept in the process. */
export type SubmitData = z.infer<typeof submit>;

/** {@link SubmitData} as a dialog carries it, the form maybe compressed. */
export type SerializedSubmitData = z.input<typeof submit>;

/** The button that opens the form with the words somebody wrote behind the command. */
export type OpenData = z.infer<typeof open>;

export type ActionData = PressData | SubmitData | OpenData;

/**
 * What an action of ours carries below `redress`; undefined for data that is not ours. It comes back
 * through the person's client, so nothing in it is to be believed: it only says what they ask for.
 * What is bigger than anything of ours is not looked into.
 */
export function parseActionData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null || !('redress' in data)) return undefined;
  return isTooBig(data.redress) ? undefined : actionData.safeParse(data).data?.redress;
}

/** Whether a message of ours may carry this: what stands in a dialog comes in no other way than from one. */
export function isMessageAction(data: ActionData): boolean {
  return data.kind === 'open' || (data.kind === 'press' && data.form === undefined);
}

/** More than any dialog carries: Teams takes 28 KB of one, see `limits.ts`. Characters, roughly. */
const MAX_SIZE = 64 * 1024;

/** Counts until it is too much, without recursion: what is sent may be as deep as it is long. */
function isTooBig(data: unknown): boolean {
  const open: unknown[] = [data];
  let size = 0;
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    size += typeof one === 'string' ? one.length + 2 : 4;
    if (size > MAX_SIZE) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, value] of Object.entries(one)) {
      size += name.length + 3;
      open.push(value ?? null);
    }
  }
  return size > MAX_SIZE;
}

/** The form a submission was filled in, to be drawn again; without what its fields started with. */
export function toForm(data: SubmitData): Form {
  return {
    id: data.form,
    submissionId: data.submission,
    context: data.context,
    ...fromFormState(data.carried),
  };
}
