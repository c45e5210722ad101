import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { Block, Field, Form, Inline, Text } from '../../../../src/views/elements.js';
import { shorten } from '../../../shared/text.js';
import { toTypedCommand } from '../../app-definition.js';
import { LIMITS } from '../limits.js';

/** The longest IANA zone has 32 characters. */
export const MAX_ZONE_LENGTH = 64;

/**
 * Limits above those of our forms, because the state comes back through the person's client. The
 * longest text is the value of a field, 3,000 characters.
 */
const shortText = z.string().max(3500);
const MAX = { blocks: 60, facts: 60, inlines: 200, buttons: 60, fields: 30, options: 300 };

const inlineSchema = z.union([
  shortText,
  z.object({ strong: shortText }),
  z.object({ written: shortText, isStrong: z.literal(true).exactOptional() }),
  z.object({ link: shortText, label: shortText }),
  z.object({ moment: z.number(), zone: z.string().max(MAX_ZONE_LENGTH) }),
]);

const textSchema = z.array(inlineSchema).max(MAX.inlines);

const buttonSchema = z.object({
  action: shortText,
  value: shortText,
  label: shortText,
  style: z.enum(['primary', 'danger', 'plain']),
  opens: z.boolean(),
  confirm: shortText.exactOptional(),
});

const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: textSchema }),
  z.object({ kind: z.literal('quote'), label: shortText, text: shortText, max: z.number() }),
  z.object({
    kind: z.literal('facts'),
    facts: z.array(z.object({ label: shortText, value: textSchema })).max(MAX.facts),
  }),
  z.object({ kind: z.literal('note'), text: textSchema }),
  z.object({
    kind: z.literal('buttons'),
    buttons: z.array(buttonSchema).max(MAX.buttons),
    more: z.array(buttonSchema).max(MAX.buttons).exactOptional(),
  }),
  z.object({ kind: z.literal('divider') }),
]);

const blocksSchema = z.array(blockSchema).max(MAX.blocks);

/** Name, label, hint, required, behind “More details”. */
const fieldBase = {
  n: shortText.min(1),
  l: shortText,
  h: shortText.exactOptional(),
  r: z.literal(1).exactOptional(),
  m: z.literal(1).exactOptional(),
};

const optionsSchema = z.array(z.tuple([shortText, shortText])).max(MAX.options);

const fieldSchema = z.discriminatedUnion('k', [
  z.object({ ...fieldBase, k: z.literal('line'), max: z.number() }),
  z.object({ ...fieldBase, k: z.literal('lines'), max: z.number() }),
  z.object({ ...fieldBase, k: z.literal('menu'), o: optionsSchema }),
  z.object({ ...fieldBase, k: z.literal('radio'), o: optionsSchema }),
  z.object({ ...fieldBase, k: z.literal('moment') }),
  z.object({ ...fieldBase, k: z.literal('tick'), t: shortText }),
  z.object({ ...fieldBase, k: z.literal('person') }),
]);

type FieldState = z.infer<typeof fieldSchema>;

const plainStateSchema = z.object({
  t: shortText,
  s: shortText.nullable(),
  b: blocksSchema,
  f: z.array(fieldSchema).max(MAX.fields),
});

/** More than any state made by {@link toFormState}, bytes. Protects against a decompression bomb. */
const MAX_DECOMPRESSED_BYTES = 256 * 1024;

/** Parses a returned {@link FormState}, plain or compressed by {@link compressFormState}. */
export const formStateSchema = z.union([
  plainStateSchema,
  z
    .string()
    .transform((text, context): unknown => {
      try {
        const options = { maxOutputLength: MAX_DECOMPRESSED_BYTES };
        return JSON.parse(brotliDecompressSync(Buffer.from(text, 'base64'), options).toString());
      } catch {
        context.addIssue('not a form state');
        return z.NEVER;
      }
    })
    .pipe(plainStateSchema),
]);

/**
 * The part of a form that its dialog contains and its submission returns: title, submit, blocks and
 * fields, without initial values. The keys are short because a dialog has little room.
 */
export type FormState = z.infer<typeof formStateSchema>;

/** Compresses a state to about half its size. */
export function compressFormState(state: FormState): string {
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  return brotliCompressSync(JSON.stringify(state), { params }).toString('base64');
}

/** The parts of a form in its {@link FormState}. */
export type FormShape = Pick<Form, 'title' | 'submit' | 'blocks' | 'fields'>;

/**
 * Converts a form to its state. People become names, because a dialog mentions nobody. The blocks are
 * left out without `keepBlocks`, and when the schema would refuse them.
 */
export function toFormState(form: FormShape, keepBlocks: boolean): FormState {
  const blockStates = keepBlocks ? form.blocks.map(toBlockState) : [];
  return {
    t: shorten(form.title, LIMITS.dialogTitle),
    s: form.submit === null ? null : shorten(form.submit, LIMITS.buttonTitle),
    b: blocksSchema.safeParse(blockStates).success ? blockStates : [],
    f: form.fields.map(toFieldState),
  };
}

/** The reverse of {@link toFormState}. */
export function fromFormState(state: FormState): FormShape {
  return {
    title: state.t,
    submit: state.s,
    blocks: state.b,
    fields: state.f.map(fromFieldState),
  };
}

function toFieldState(field: Field): FieldState {
  const common = {
    n: field.name,
    l: shorten(field.label, LIMITS.label),
    ...(field.hint === undefined ? {} : { h: shorten(field.hint, LIMITS.label) }),
    ...(field.required ? { r: 1 as const } : {}),
    ...(field.isMore === true ? { m: 1 as const } : {}),
  };
  switch (field.kind) {
    case 'text':
      return { ...common, k: field.lines === 'many' ? 'lines' : 'line', max: field.max };
    case 'choice': {
      const o = field.options.map(({ value, label }): [string, string] => [
        value,
        shorten(label, LIMITS.label),
      ]);
      return { ...common, k: field.look, o };
    }
    case 'tick':
      return { ...common, k: 'tick', t: shorten(field.text, LIMITS.label) };
    case 'moment':
    case 'person':
      return { ...common, k: field.kind };
  }
}

function fromFieldState(state: FieldState): Field {
  const hint = state.h === undefined ? {} : { hint: state.h };
  const more = state.m === 1 ? { isMore: true as const } : {};
  const common = { name: state.n, label: state.l, ...hint, required: state.r === 1, ...more };
  switch (state.k) {
    case 'line':
    case 'lines':
      return {
        ...common,
        kind: 'text',
        lines: state.k === 'lines' ? 'many' : 'one',
        max: state.max,
      };
    case 'menu':
    case 'radio': {
      const options = state.o.map(([value, label]) => ({ value, label }));
      return { ...common, kind: 'choice', look: state.k, options };
    }
    case 'tick':
      return { ...common, kind: 'tick', text: state.t };
    case 'moment':
    case 'person':
      return { ...common, kind: state.k };
  }
}

type BlockState = z.infer<typeof blockSchema>;

function toBlockState(block: Block): BlockState {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { kind: block.kind, text: toInlineStates(block.text) };
    case 'facts':
      return {
        kind: 'facts',
        facts: block.facts.map(({ label, value }) => ({ label, value: toInlineStates(value) })),
      };
    case 'buttons':
      return {
        kind: 'buttons',
        buttons: [...block.buttons],
        ...(block.more === undefined ? {} : { more: [...block.more] }),
      };
    case 'quote':
    case 'divider':
      return block;
  }
}

type InlineState = z.infer<typeof inlineSchema>;

/** Replaces people and teams by their names. */
function toInlineStates(text: Text): InlineState[] {
  return text.map((piece: Inline): InlineState => {
    if (typeof piece === 'string') return piece;
    if ('person' in piece) return { written: piece.person.name };
    if ('command' in piece) return { strong: toTypedCommand(piece.command) };
    return 'team' in piece ? { written: piece.team.name } : piece;
  });
}
