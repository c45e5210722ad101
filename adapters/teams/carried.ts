import { z } from 'zod';
import type { Block, Field, Form, Inline, Text } from '../../src/views/elements.js';
import { LIMITS } from './limits.js';
import { shorten } from './shorten.js';

const inline = z.union([
  z.string(),
  z.object({ strong: z.string() }),
  z.object({ moment: z.number(), zone: z.string() }),
]);

const text = z.array(inline);

const button = z.object({
  action: z.string(),
  value: z.string(),
  label: z.string(),
  style: z.enum(['primary', 'danger', 'plain']),
  opens: z.boolean(),
  confirm: z.string().exactOptional(),
});

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text }),
  z.object({ kind: z.literal('quote'), label: z.string(), text: z.string(), max: z.number() }),
  z.object({
    kind: z.literal('facts'),
    facts: z.array(z.object({ label: z.string(), value: text })),
  }),
  z.object({ kind: z.literal('note'), text }),
  z.object({ kind: z.literal('buttons'), buttons: z.array(button) }),
  z.object({ kind: z.literal('divider') }),
]);

/** Name, label, hint; what is left out is not required. */
const asked = {
  n: z.string().min(1),
  l: z.string(),
  h: z.string().exactOptional(),
  r: z.literal(1).exactOptional(),
};

const field = z.discriminatedUnion('k', [
  z.object({ ...asked, k: z.literal('line'), max: z.number() }),
  z.object({ ...asked, k: z.literal('lines'), max: z.number() }),
  z.object({ ...asked, k: z.literal('menu'), o: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ ...asked, k: z.literal('radio'), o: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ ...asked, k: z.literal('moment') }),
  z.object({ ...asked, k: z.literal('tick'), t: z.string() }),
  z.object({ ...asked, k: z.literal('person') }),
]);

type CarriedField = z.infer<typeof field>;

/** Checks what came back of {@link CarriedForm}. */
export const carriedForm = z.object({
  t: z.string(),
  s: z.string().nullable(),
  b: z.array(block),
  f: z.array(field),
});

/**
 * What a dialog carries to its submission, short because a dialog has little room: all that drawing
 * it again needs (title, submit, blocks, fields), but what its fields started with.
 */
export type CarriedForm = z.infer<typeof carriedForm>;

/** What {@link CarriedForm} says of the form. */
export type FormShape = Pick<Form, 'title' | 'submit' | 'blocks' | 'fields'>;

/** Packs a form. People become names, for a dialog mentions nobody; `keepBlocks` false leaves out what is only to read. */
export function packed(form: FormShape, keepBlocks: boolean): CarriedForm {
  const blocks = keepBlocks ? form.blocks.map(packedBlock) : [];
  return {
    t: shorten(form.title, LIMITS.dialogTitle),
    s: form.submit === null ? null : shorten(form.submit, LIMITS.buttonTitle),
    b: blocks,
    f: form.fields.map(packedField),
  };
}

/** The reverse of {@link packed}. */
export function unpacked(carried: CarriedForm): FormShape {
  return {
    title: carried.t,
    submit: carried.s,
    blocks: carried.b,
    fields: carried.f.map(unpackedField),
  };
}

function packedField(one: Field): CarriedField {
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

function unpackedField(one: CarriedField): Field {
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

type CarriedBlock = z.infer<typeof block>;

function packedBlock(one: Block): CarriedBlock {
  switch (one.kind) {
    case 'text':
    case 'note':
      return { kind: one.kind, text: named(one.text) };
    case 'facts':
      return {
        kind: 'facts',
        facts: one.facts.map(({ label, value }) => ({ label, value: named(value) })),
      };
    case 'buttons':
      return { kind: 'buttons', buttons: [...one.buttons] };
    default:
      return one;
  }
}

type NamedInline = z.infer<typeof inline>;

/** Running text with names in place of people and teams. */
function named(running: Text): NamedInline[] {
  return running.map((piece: Inline): NamedInline => {
    if (typeof piece === 'string') return piece;
    if ('person' in piece) return piece.person.name;
    return 'team' in piece ? piece.team.name : piece;
  });
}
