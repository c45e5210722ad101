import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { Block, Field, Form, Inline, Text } from '../../../../src/views/elements.js';
import { shorten } from '../../../shared/text.js';
import { LIMITS } from '../limits.js';

/** The longest IANA zone has 32 characters. */
export const MAX_ZONE_LENGTH = 64;

/**
 * More than a form of ours has; it comes back through the person's client. The longest text is what
 * a field takes, 3,000 characters.
 */
const words = z.string().max(3500);
const MAX = { blocks: 60, facts: 60, inlines: 200, buttons: 60, fields: 30, options: 300 };

const inline = z.union([
  words,
  z.object({ strong: words }),
  z.object({ moment: z.number(), zone: z.string().max(MAX_ZONE_LENGTH) }),
]);

const text = z.array(inline).max(MAX.inlines);

const button = z.object({
  action: words,
  value: words,
  label: words,
  style: z.enum(['primary', 'danger', 'plain']),
  opens: z.boolean(),
  confirm: words.exactOptional(),
});

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text }),
  z.object({ kind: z.literal('quote'), label: words, text: words, max: z.number() }),
  z.object({
    kind: z.literal('facts'),
    facts: z.array(z.object({ label: words, value: text })).max(MAX.facts),
  }),
  z.object({ kind: z.literal('note'), text }),
  z.object({ kind: z.literal('buttons'), buttons: z.array(button).max(MAX.buttons) }),
  z.object({ kind: z.literal('divider') }),
]);

const blocks = z.array(block).max(MAX.blocks);

/** Name, label, hint; what is left out is not required. */
const fieldBase = {
  n: words.min(1),
  l: words,
  h: words.exactOptional(),
  r: z.literal(1).exactOptional(),
};

const options = z.array(z.tuple([words, words])).max(MAX.options);

const field = z.discriminatedUnion('k', [
  z.object({ ...fieldBase, k: z.literal('line'), max: z.number() }),
  z.object({ ...fieldBase, k: z.literal('lines'), max: z.number() }),
  z.object({ ...fieldBase, k: z.literal('menu'), o: options }),
  z.object({ ...fieldBase, k: z.literal('radio'), o: options }),
  z.object({ ...fieldBase, k: z.literal('moment') }),
  z.object({ ...fieldBase, k: z.literal('tick'), t: words }),
  z.object({ ...fieldBase, k: z.literal('person') }),
]);

type FieldState = z.infer<typeof field>;

const plainForm = z.object({
  t: words,
  s: words.nullable(),
  b: blocks,
  f: z.array(field).max(MAX.fields),
});

/** More than a form that {@link toFormState} made takes, in bytes: what comes back may be made to swell. */
const MAX_DECOMPRESSED_BYTES = 256 * 1024;

/** Checks what came back of {@link FormState}, as it is or as {@link compressFormState} made it. */
export const formStateSchema = z.union([
  plainForm,
  z
    .string()
    .transform((text, context): unknown => {
      try {
        const options = { maxOutputLength: MAX_DECOMPRESSED_BYTES };
        return JSON.parse(brotliDecompressSync(Buffer.from(text, 'base64'), options).toString());
      } catch {
        context.addIssue('is no form of ours');
        return z.NEVER;
      }
    })
    .pipe(plainForm),
]);

/**
 * What a dialog carries to its submission, short because a dialog has little room: all that drawing
 * it again needs (title, submit, blocks, fields), but what its fields started with.
 */
export type FormState = z.infer<typeof formStateSchema>;

/** The carried form as text that takes about half the room, where a dialog has too little of it. */
export function compressFormState(carried: FormState): string {
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  return brotliCompressSync(JSON.stringify(carried), { params }).toString('base64');
}

/** What {@link FormState} says of the form. */
export type FormShape = Pick<Form, 'title' | 'submit' | 'blocks' | 'fields'>;

/**
 * Packs a form. People become names, for a dialog mentions nobody; `keepBlocks` false leaves out what
 * is only to read, as is done where it is more than would be taken back.
 */
export function toFormState(form: FormShape, keepBlocks: boolean): FormState {
  const toRead = keepBlocks ? form.blocks.map(toBlockState) : [];
  return {
    t: shorten(form.title, LIMITS.dialogTitle),
    s: form.submit === null ? null : shorten(form.submit, LIMITS.buttonTitle),
    b: blocks.safeParse(toRead).success ? toRead : [],
    f: form.fields.map(toFieldState),
  };
}

/** The reverse of {@link toFormState}. */
export function fromFormState(carried: FormState): FormShape {
  return {
    title: carried.t,
    submit: carried.s,
    blocks: carried.b,
    fields: carried.f.map(fromFieldState),
  };
}

function toFieldState(one: Field): FieldState {
  const common = {
    n: one.name,
    l: shorten(one.label, LIMITS.label),
    ...(one.hint === undefined ? {} : { h: shorten(one.hint, LIMITS.label) }),
    ...(one.required ? { r: 1 as const } : {}),
  };
  switch (one.kind) {
    case 'text':
      return { ...common, k: one.lines === 'many' ? 'lines' : 'line', max: one.max };
    case 'choice': {
      const o = one.options.map(({ value, label }): [string, string] => [
        value,
        shorten(label, LIMITS.label),
      ]);
      return { ...common, k: one.look, o };
    }
    case 'tick':
      return { ...common, k: 'tick', t: shorten(one.text, LIMITS.label) };
    default:
      return { ...common, k: one.kind };
  }
}

function fromFieldState(one: FieldState): Field {
  const hint = one.h === undefined ? {} : { hint: one.h };
  const common = { name: one.n, label: one.l, ...hint, required: one.r === 1 };
  switch (one.k) {
    case 'line':
    case 'lines':
      return { ...common, kind: 'text', lines: one.k === 'lines' ? 'many' : 'one', max: one.max };
    case 'menu':
    case 'radio': {
      const options = one.o.map(([value, label]) => ({ value, label }));
      return { ...common, kind: 'choice', look: one.k, options };
    }
    case 'tick':
      return { ...common, kind: 'tick', text: one.t };
    default:
      return { ...common, kind: one.k };
  }
}

type BlockState = z.infer<typeof block>;

function toBlockState(one: Block): BlockState {
  switch (one.kind) {
    case 'text':
    case 'note':
      return { kind: one.kind, text: toInlineStates(one.text) };
    case 'facts':
      return {
        kind: 'facts',
        facts: one.facts.map(({ label, value }) => ({ label, value: toInlineStates(value) })),
      };
    case 'buttons':
      return { kind: 'buttons', buttons: [...one.buttons] };
    default:
      return one;
  }
}

type InlineState = z.infer<typeof inline>;

/** Running text with names in place of people and teams. */
function toInlineStates(running: Text): InlineState[] {
  return running.map((piece: Inline): InlineState => {
    if (typeof piece === 'string') return piece;
    if ('person' in piece) return piece.person.name;
    return 'team' in piece ? piece.team.name : piece;
  });
}
