import type { JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { isTaken } from '../bot-link.js';
import { enter, initialState, statesFor } from '../entry.js';
import { type Placed, placedElements } from '../interactive.js';
import { findEphemeral, findMessage } from '../messages.js';
import { messageActionPayload, viewActionPayload } from '../payloads.js';
import type { Message, View } from '../types.js';
import { NO_ANSWER_BUTTON, type PressOutcome } from './outcomes.js';
import { actor, type Parts, placeOf, responseUrlFor, settle } from './parts.js';
import { seen } from './slash.js';
import { type EntryValues, enterAll, openView } from './submit.js';

/** An element in a message: its action id, and what tells it from others with the same. */
export interface PressTarget {
  user: string;
  channel: string;
  ts: string;
  actionId: string;
  /** For buttons, the value that tells one from another; for menus, what is chosen. */
  value?: unknown;
  blockId?: string | undefined;
}

function elementIn(
  blocks: readonly JsonObject[],
  wanted: { actionId: string; blockId?: string | undefined; value?: unknown },
): Placed {
  const found = placedElements(blocks).filter(
    (placed) =>
      placed.actionId === wanted.actionId &&
      (wanted.blockId === undefined || placed.blockId === wanted.blockId),
  );
  const byValue = found.find((placed) => placed.element.value === wanted.value);
  const placed = byValue ?? found[0];
  if (!placed) {
    const there = placedElements(blocks).map((item) => item.actionId);
    throw new NotPossible(
      `There is no "${wanted.actionId}" here; there are: ${there.join(', ') || '-'}.`,
    );
  }
  return placed;
}

/** True for replies; the first message of a thread is in the channel, and answers to it go there. */
function isReply(message: Message): message is Message & { thread_ts: string } {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

/** What a person chose in an element; buttons have nothing to choose. */
function chosen(element: JsonObject, value: unknown): JsonObject | undefined {
  if (element.type === 'overflow') return overflow(element, value);
  return initialState(element) ? enter(element, value) : undefined;
}

function overflow(element: JsonObject, value: unknown): JsonObject {
  const { selected_option } = enter({ ...element, type: 'static_select' }, value);
  return { selected_option };
}

function messageFor(parts: Parts, user: string, channel: string, ts: string): Message {
  const { core } = parts;
  const message = findEphemeral(core, user, ts) ?? findMessage(core, channel, ts);
  if (!message) throw new NotPossible(`There is no message ${ts} to be seen in ${channel}.`);
  return message;
}

/**
 * A person uses a button or menu in a message. The bot's answer is only an acknowledgement: Slack
 * shows nothing of its body for these.
 *
 * @throws NotPossible when the message or the element is not there, or the channel is archived.
 */
export async function press(parts: Parts, target: PressTarget): Promise<PressOutcome> {
  const { core, triggers } = parts;
  const user = actor(core, target.user).id;
  const channel = placeOf(core, user, target.channel);
  if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);
  const message = messageFor(parts, user, channel.id, target.ts);
  const placed = elementIn(message.blocks ?? [], target);
  const state = chosen(placed.element, target.value);
  const values = statesFor(message.blocks ?? []);
  if (state) values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: state };
  const trigger = triggers.issue(user);
  const back = responseUrlFor(parts, {
    user,
    channel: channel.id,
    message: { ts: message.ts, ephemeral: message.ephemeralTo !== undefined },
    ...(isReply(message) ? { thread_ts: message.thread_ts } : {}),
  });
  const input = { user, channel, message, placed, state, values, trigger, responseUrl: back.url };
  return finish(parts, user, trigger, messageActionPayload(core, input), back.isUsed);
}

/**
 * A person uses a button or menu inside a modal or their Home view; what they entered into the
 * modal's other elements (`values`) is sent along.
 *
 * @throws NotPossible when the view is not open or has no such element.
 */
export async function pressInModal(
  parts: Parts,
  target: {
    user: string;
    viewId: string;
    actionId: string;
    blockId?: string;
    value?: unknown;
    values?: EntryValues;
  },
): Promise<PressOutcome> {
  const { core, triggers } = parts;
  const user = actor(core, target.user).id;
  const home = core.state.homes[user];
  const view: View = home?.id === target.viewId ? home : openView(parts, user, target.viewId);
  enterAll(view, target.values ?? {});
  const placed = elementIn(view.blocks, target);
  const state = chosen(placed.element, target.value);
  if (state && placed.element.type !== 'overflow') {
    view.state.values[placed.blockId] = {
      ...view.state.values[placed.blockId],
      [placed.actionId]: state,
    };
  }
  const trigger = triggers.issue(user, view.id);
  return finish(parts, user, trigger, viewActionPayload(core, { view, placed, state, trigger }));
}

/** Tells the bot, and waits for what it shows. */
export async function finish(
  parts: Parts,
  user: string,
  trigger: string,
  payload: JsonObject,
  isUsed: () => boolean = () => false,
): Promise<PressOutcome> {
  const { core, triggers } = parts;
  const since = core.nextTs();
  const answer = await parts.bot.ask({ type: 'interactive', payload });
  if (!isTaken(answer)) return { status: 'failed', error: NO_ANSWER_BUTTON };
  await settle(core, () => triggers.isSpent(trigger) || isUsed(), parts.settleMs);
  return { status: 'ok', ...seen(parts, user, since, triggers.isSpent(trigger)) };
}
