import { RedressError } from '../../../src/errors.js';
import { type Breach, blockBreaches } from './limits-of-blocks.js';

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
    ...blockBreaches(message.blocks, LIMITS),
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
    ...blockBreaches(view.blocks, LIMITS),
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
