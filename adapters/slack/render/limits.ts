import { z } from 'zod';
import { RedressError } from '../../../src/errors.js';

/**
 * What Slack takes, in characters (UTF-16 units, the strictest reading) unless it says otherwise.
 * Source: docs.slack.dev/reference/block-kit (blocks, block-elements, composition-objects),
 * /surfaces/modals, /reference/methods (chat.postMessage, views.open). `messageCharacters` is
 * undocumented: Slack has refused (`msg_blocks_too_long`) somewhat above 13,000.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageCharacters: 13_000,
  viewBytes: 250_000,
  messageText: 40_000,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  header: 150,
  contextElements: 10,
  contextText: 2000,
  actionsElements: 25,
  overflowOptions: 5,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  blockId: 255,
  callbackId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  initialValue: 3000,
  maxLength: 3000,
  options: 100,
  optionGroups: 100,
  boxOptions: 10,
  optionText: 75,
  optionValue: 150,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
} as const;

/** Slack recommends at most this length for a message's `text`, which notifications show. Characters. */
export const RECOMMENDED_TEXT_LENGTH = 4000;

/** A violated limit as text: where, the size, and the allowed size. Never the content itself. */
export type Violation = string;

interface CheckedMessage {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

interface CheckedView {
  readonly title: { readonly text: string };
  readonly submit?: { readonly text: string };
  readonly close?: { readonly text: string };
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly blocks: readonly unknown[];
}

/** Every limit that a rendered message violates. */
export function findMessageViolations(message: CheckedMessage): readonly Violation[] {
  return [
    ...checkRange('text', message.text.length, 1, LIMITS.messageText),
    ...checkRange('blocks', message.blocks.length, 0, LIMITS.messageBlocks),
    ...checkRange('blocks in all', countCharacters(message.blocks), 0, LIMITS.messageCharacters),
    ...findBlockViolations(message.blocks),
  ];
}

/** Every limit that a rendered modal violates. */
export function findViewViolations(view: CheckedView): readonly Violation[] {
  const buttons = [view.submit, view.close].flatMap((button) =>
    button === undefined
      ? []
      : checkRange('submit or close', button.text.length, 1, LIMITS.viewButton),
  );
  return [
    ...checkRange('title', view.title.text.length, 1, LIMITS.viewTitle),
    ...buttons,
    ...checkRange('callback_id', view.callback_id?.length ?? 0, 0, LIMITS.callbackId),
    ...checkRange(
      'private_metadata',
      view.private_metadata?.length ?? 0,
      0,
      LIMITS.privateMetadata,
    ),
    ...checkRange('blocks', view.blocks.length, 1, LIMITS.viewBlocks),
    ...checkRange('view in all', Buffer.byteLength(JSON.stringify(view)), 0, LIMITS.viewBytes),
    ...findBlockViolations(view.blocks),
  ];
}

/** The characters of blocks as JSON; `messageCharacters` in {@link LIMITS} limits them. */
export function countCharacters(blocks: readonly unknown[]): number {
  return JSON.stringify(blocks).length;
}

/**
 * Returns `rendered` if there are no violations.
 * @throws RedressError RENDER_LIMIT naming the first five violations
 */
export function assertNoViolations<T>(rendered: T, violations: readonly Violation[]): T {
  if (violations.length === 0) return rendered;
  const words = violations.slice(0, 5).join('; ');
  throw new RedressError('RENDER_LIMIT', `Slack would refuse what was rendered: ${words}`);
}

function checkRange(place: string, size: number, min: number, max: number): readonly Violation[] {
  return size < min || size > max ? [`${place}: ${size}, allowed are ${min} to ${max}`] : [];
}

/** A string of 1 to `max` characters of well-formed Unicode. */
function textSchema(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !/\p{Surrogate}/u.test(text), 'broken surrogate');
}

function plainTextSchema(max: number) {
  return z.object({ type: z.literal('plain_text'), text: textSchema(max) });
}

function textObjectSchema(max: number) {
  return z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: textSchema(max) });
}

function hasUniqueKeys<T>(key: (item: T) => string | undefined) {
  return (items: readonly T[]) => {
    const keys = items.flatMap((item) => key(item) ?? []);
    return new Set(keys).size === keys.length;
  };
}

function buttonSchema() {
  const confirm = z.object({
    title: plainTextSchema(LIMITS.confirmTitle),
    text: textObjectSchema(LIMITS.confirmText),
    confirm: plainTextSchema(LIMITS.confirmButton),
    deny: plainTextSchema(LIMITS.confirmButton),
  });
  return z.object({
    action_id: textSchema(LIMITS.actionId),
    type: z.literal('button'),
    text: plainTextSchema(LIMITS.buttonText),
    value: textSchema(LIMITS.buttonValue).optional(),
    confirm: confirm.optional(),
  });
}

function optionSchema() {
  return z.object({
    text: plainTextSchema(LIMITS.optionText),
    value: textSchema(LIMITS.optionValue),
  });
}

function overflowSchema() {
  return z.object({
    action_id: textSchema(LIMITS.actionId),
    type: z.literal('overflow'),
    options: z.array(optionSchema()).min(2).max(LIMITS.overflowOptions),
  });
}

function inputSchema() {
  const option = optionSchema();
  const options = (max: number) => z.array(option).min(1).max(max);
  const group = z.object({
    label: plainTextSchema(LIMITS.optionText),
    options: options(LIMITS.options),
  });
  const shared = { action_id: textSchema(LIMITS.actionId) };
  const withPlaceholder = {
    ...shared,
    placeholder: plainTextSchema(LIMITS.placeholder).optional(),
  };
  const withBoxes = { ...shared, options: options(LIMITS.boxOptions) };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...withPlaceholder,
        type: z.literal('plain_text_input'),
        initial_value: textSchema(LIMITS.initialValue).optional(),
        max_length: z.int().min(1).max(LIMITS.maxLength),
      })
      .refine((input) => (input.initial_value?.length ?? 0) <= input.max_length, 'initial_value'),
    z
      .object({
        ...withPlaceholder,
        type: z.literal('static_select'),
        options: options(LIMITS.options).optional(),
        option_groups: z.array(group).min(1).max(LIMITS.optionGroups).optional(),
        initial_option: option.optional(),
      })
      .refine((menu) => (menu.options === undefined) !== (menu.option_groups === undefined)),
    z.object({ ...withBoxes, type: z.literal('radio_buttons'), initial_option: option.optional() }),
    z.object({ ...withBoxes, type: z.literal('checkboxes') }),
    z.object({
      ...shared,
      type: z.literal('datetimepicker'),
      initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
    }),
    z.object({
      ...withPlaceholder,
      type: z.literal('users_select'),
      initial_user: z.string().optional(),
    }),
  ]);
}

/** Slack documents no limit for the text of rich text. An empty text is refused. */
function richTextSectionSchema() {
  const text = textSchema(LIMITS.messageCharacters);
  const element = z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text }),
    z.object({ type: z.literal('user'), user_id: text }),
    z.object({ type: z.literal('usergroup'), usergroup_id: text }),
    z.object({ type: z.literal('link'), url: text, text }),
    z.object({ type: z.literal('date'), timestamp: z.int().min(0), format: text, fallback: text }),
  ]);
  return z.object({ type: z.literal('rich_text_section'), elements: z.array(element).min(1) });
}

function blockSchema() {
  const shared = { block_id: textSchema(LIMITS.blockId).optional() };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...shared,
        type: z.literal('section'),
        text: textObjectSchema(LIMITS.sectionText).optional(),
        fields: z.array(textObjectSchema(LIMITS.fieldText)).min(1).max(LIMITS.fields).optional(),
      })
      .refine((section) => section.text !== undefined || section.fields !== undefined, 'empty'),
    z.object({
      ...shared,
      type: z.literal('rich_text'),
      elements: z.array(richTextSectionSchema()).min(1),
    }),
    z.object({ ...shared, type: z.literal('header'), text: plainTextSchema(LIMITS.header) }),
    z.object({ ...shared, type: z.literal('divider') }),
    z.object({
      ...shared,
      type: z.literal('context'),
      elements: z.array(textObjectSchema(LIMITS.contextText)).min(1).max(LIMITS.contextElements),
    }),
    z.object({
      ...shared,
      type: z.literal('actions'),
      elements: z
        .array(z.discriminatedUnion('type', [buttonSchema(), overflowSchema()]))
        .min(1)
        .max(LIMITS.actionsElements)
        .refine(
          hasUniqueKeys((item: { action_id: string }) => item.action_id),
          'action_id twice',
        ),
    }),
    z.object({
      ...shared,
      type: z.literal('input'),
      label: plainTextSchema(LIMITS.label),
      hint: plainTextSchema(LIMITS.hint).optional(),
      element: inputSchema(),
    }),
  ]);
}

const blocksSchema = z.array(blockSchema()).refine(
  hasUniqueKeys((block: { block_id?: string | undefined }) => block.block_id),
  'block_id twice',
);

/** The limits that blocks violate. A block or element that this adapter does not make is a violation too. */
function findBlockViolations(blocks: readonly unknown[]): readonly Violation[] {
  const result = blocksSchema.safeParse(blocks);
  if (result.success) return [];
  return result.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
}
