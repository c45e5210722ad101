import { z } from 'zod';

/** A broken limit in words: where, how much, how much is allowed. Never the text itself. */
export type Breach = string;

type Numbers = Readonly<
  Record<
    | 'sectionText'
    | 'fields'
    | 'fieldText'
    | 'header'
    | 'contextElements'
    | 'contextText'
    | 'actionsElements'
    | 'buttonText'
    | 'buttonValue'
    | 'actionId'
    | 'blockId'
    | 'confirmTitle'
    | 'confirmText'
    | 'confirmButton'
    | 'label'
    | 'hint'
    | 'placeholder'
    | 'initialValue'
    | 'maxLength'
    | 'options'
    | 'optionGroups'
    | 'boxOptions'
    | 'optionText'
    | 'optionValue',
    number
  >
>;

/** Text of 1 to `max` characters that is well-formed Unicode. */
function string(max: number, min = 1) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((text) => !/\p{Surrogate}/u.test(text), 'broken surrogate');
}

function plain(max: number) {
  return z.object({ type: z.literal('plain_text'), text: string(max) });
}

function either(max: number) {
  return z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: string(max) });
}

function unique<T>(key: (item: T) => string | undefined) {
  return (items: readonly T[]) => {
    const keys = items.flatMap((item) => key(item) ?? []);
    return new Set(keys).size === keys.length;
  };
}

function buttonSchema(limits: Numbers) {
  const confirm = z.object({
    title: plain(limits.confirmTitle),
    text: either(limits.confirmText),
    confirm: plain(limits.confirmButton),
    deny: plain(limits.confirmButton),
  });
  return z.object({
    action_id: string(limits.actionId),
    type: z.literal('button'),
    text: plain(limits.buttonText),
    value: string(limits.buttonValue).optional(),
    confirm: confirm.optional(),
  });
}

function inputSchema(limits: Numbers) {
  const option = z.object({
    text: plain(limits.optionText),
    value: string(limits.optionValue),
  });
  const options = (max: number) => z.array(option).min(1).max(max);
  const group = z.object({ label: plain(limits.optionText), options: options(limits.options) });
  const shared = { action_id: string(limits.actionId) };
  const asked = { ...shared, placeholder: plain(limits.placeholder).optional() };
  const boxes = { ...shared, options: options(limits.boxOptions) };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...asked,
        type: z.literal('plain_text_input'),
        initial_value: string(limits.initialValue).optional(),
        max_length: z.int().min(1).max(limits.maxLength),
      })
      .refine((input) => (input.initial_value?.length ?? 0) <= input.max_length, 'initial_value'),
    z
      .object({
        ...asked,
        type: z.literal('static_select'),
        options: options(limits.options).optional(),
        option_groups: z.array(group).min(1).max(limits.optionGroups).optional(),
        initial_option: option.optional(),
      })
      .refine((menu) => (menu.options === undefined) !== (menu.option_groups === undefined)),
    z.object({ ...boxes, type: z.literal('radio_buttons'), initial_option: option.optional() }),
    z.object({ ...boxes, type: z.literal('checkboxes') }),
    z.object({
      ...shared,
      type: z.literal('datetimepicker'),
      initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
    }),
    z.object({ ...asked, type: z.literal('users_select'), initial_user: z.string().optional() }),
  ]);
}

function blockSchema(limits: Numbers) {
  const shared = { block_id: string(limits.blockId).optional() };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...shared,
        type: z.literal('section'),
        text: either(limits.sectionText).optional(),
        fields: z.array(either(limits.fieldText)).min(1).max(limits.fields).optional(),
      })
      .refine((section) => section.text !== undefined || section.fields !== undefined, 'empty'),
    z.object({ ...shared, type: z.literal('header'), text: plain(limits.header) }),
    z.object({ ...shared, type: z.literal('divider') }),
    z.object({
      ...shared,
      type: z.literal('context'),
      elements: z.array(either(limits.contextText)).min(1).max(limits.contextElements),
    }),
    z.object({
      ...shared,
      type: z.literal('actions'),
      elements: z
        .array(buttonSchema(limits))
        .min(1)
        .max(limits.actionsElements)
        .refine(
          unique((item: { action_id: string }) => item.action_id),
          'action_id twice',
        ),
    }),
    z.object({
      ...shared,
      type: z.literal('input'),
      label: plain(limits.label),
      hint: plain(limits.hint).optional(),
      element: inputSchema(limits),
    }),
  ]);
}

type Schema = ReturnType<typeof blocksSchema>;
let known: { readonly limits: Numbers; readonly schema: Schema } | undefined;

function blocksSchema(limits: Numbers) {
  return z.array(blockSchema(limits)).refine(
    unique((block: { block_id?: string | undefined }) => block.block_id),
    'block_id twice',
  );
}

/** What the blocks break of these limits; a block or element this adapter does not make is a breach too. */
export function blockBreaches(blocks: readonly unknown[], limits: Numbers): readonly Breach[] {
  if (known?.limits !== limits) known = { limits, schema: blocksSchema(limits) };
  const result = known.schema.safeParse(blocks);
  if (result.success) return [];
  return result.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
}
