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

/** Slack recommends to keep a message's `text` under this; it is what notifications show. */
export const TEXT_AIM = 4000;

/** A broken limit in words: where, how much, how much is allowed. Never the text itself. */
export type Breach = string;

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

/** Every limit a rendered message breaks, each as a place and a rule, never with its text. */
export function messageBreaches(message: CheckedMessage): readonly Breach[] {
  return [
    ...within('text', message.text.length, 1, LIMITS.messageText),
    ...within('blocks', message.blocks.length, 0, LIMITS.messageBlocks),
    ...within('blocks in all', blocksSize(message.blocks), 0, LIMITS.messageCharacters),
    ...blockBreaches(message.blocks),
  ];
}

/** Every limit a rendered modal breaks. */
export function viewBreaches(view: CheckedView): readonly Breach[] {
  const buttons = [view.submit, view.close].flatMap((button) =>
    button === undefined ? [] : within('submit or close', button.text.length, 1, LIMITS.viewButton),
  );
  return [
    ...within('title', view.title.text.length, 1, LIMITS.viewTitle),
    ...buttons,
    ...within('callback_id', view.callback_id?.length ?? 0, 0, LIMITS.callbackId),
    ...within('private_metadata', view.private_metadata?.length ?? 0, 0, LIMITS.privateMetadata),
    ...within('blocks', view.blocks.length, 1, LIMITS.viewBlocks),
    ...within('view in all', Buffer.byteLength(JSON.stringify(view)), 0, LIMITS.viewBytes),
    ...blockBreaches(view.blocks),
  ];
}

/** The characters blocks take as they are sent; what {@link LIMITS} calls `messageCharacters`. */
export function blocksSize(blocks: readonly unknown[]): number {
  return JSON.stringify(blocks).length;
}

/**
 * Returns what was checked, or refuses to send it.
 * @throws RedressError RENDER_LIMIT naming the limits, when Slack would refuse it
 */
export function refuseBreaches<T>(rendered: T, breaches: readonly Breach[]): T {
  if (breaches.length === 0) return rendered;
  const words = breaches.slice(0, 5).join('; ');
  throw new RedressError('RENDER_LIMIT', `Slack would refuse what was rendered: ${words}`);
}

function within(place: string, size: number, min: number, max: number): readonly Breach[] {
  return size < min || size > max ? [`${place}: ${size}, allowed are ${min} to ${max}`] : [];
}

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

function buttonSchema() {
  const confirm = z.object({
    title: plain(LIMITS.confirmTitle),
    text: either(LIMITS.confirmText),
    confirm: plain(LIMITS.confirmButton),
    deny: plain(LIMITS.confirmButton),
  });
  return z.object({
    action_id: string(LIMITS.actionId),
    type: z.literal('button'),
    text: plain(LIMITS.buttonText),
    value: string(LIMITS.buttonValue).optional(),
    confirm: confirm.optional(),
  });
}

function inputSchema() {
  const option = z.object({
    text: plain(LIMITS.optionText),
    value: string(LIMITS.optionValue),
  });
  const options = (max: number) => z.array(option).min(1).max(max);
  const group = z.object({ label: plain(LIMITS.optionText), options: options(LIMITS.options) });
  const shared = { action_id: string(LIMITS.actionId) };
  const asked = { ...shared, placeholder: plain(LIMITS.placeholder).optional() };
  const boxes = { ...shared, options: options(LIMITS.boxOptions) };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...asked,
        type: z.literal('plain_text_input'),
        initial_value: string(LIMITS.initialValue).optional(),
        max_length: z.int().min(1).max(LIMITS.maxLength),
      })
      .refine((input) => (input.initial_value?.length ?? 0) <= input.max_length, 'initial_value'),
    z
      .object({
        ...asked,
        type: z.literal('static_select'),
        options: options(LIMITS.options).optional(),
        option_groups: z.array(group).min(1).max(LIMITS.optionGroups).optional(),
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

function blockSchema() {
  const shared = { block_id: string(LIMITS.blockId).optional() };
  return z.discriminatedUnion('type', [
    z
      .object({
        ...shared,
        type: z.literal('section'),
        text: either(LIMITS.sectionText).optional(),
        fields: z.array(either(LIMITS.fieldText)).min(1).max(LIMITS.fields).optional(),
      })
      .refine((section) => section.text !== undefined || section.fields !== undefined, 'empty'),
    z.object({ ...shared, type: z.literal('header'), text: plain(LIMITS.header) }),
    z.object({ ...shared, type: z.literal('divider') }),
    z.object({
      ...shared,
      type: z.literal('context'),
      elements: z.array(either(LIMITS.contextText)).min(1).max(LIMITS.contextElements),
    }),
    z.object({
      ...shared,
      type: z.literal('actions'),
      elements: z
        .array(buttonSchema())
        .min(1)
        .max(LIMITS.actionsElements)
        .refine(
          unique((item: { action_id: string }) => item.action_id),
          'action_id twice',
        ),
    }),
    z.object({
      ...shared,
      type: z.literal('input'),
      label: plain(LIMITS.label),
      hint: plain(LIMITS.hint).optional(),
      element: inputSchema(),
    }),
  ]);
}

const blocksSchema = z.array(blockSchema()).refine(
  unique((block: { block_id?: string | undefined }) => block.block_id),
  'block_id twice',
);

/** What the blocks break of {@link LIMITS}; a block or element this adapter does not make is a breach too. */
function blockBreaches(blocks: readonly unknown[]): readonly Breach[] {
  const result = blocksSchema.safeParse(blocks);
  if (result.success) return [];
  return result.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
}
