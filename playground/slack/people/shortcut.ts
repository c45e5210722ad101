import { NotPossible } from '../../not-possible.js';
import { SURFACE } from '../app-surface.js';
import { findEphemeral, findMessage } from '../messages.js';
import { shortcutPayload } from '../payloads.js';
import type { Core } from '../state.js';
import type { Message } from '../types.js';
import type { ShortcutOutcome } from './outcomes.js';
import { actor, type Parts, placeOf, responseUrlFor } from './parts.js';
import { finish } from './press.js';

/** A message, and the shortcut of its menu that is used. */
export interface ShortcutTarget {
  user: string;
  channel: string;
  ts: string;
  callbackId: string;
}

/**
 * A person uses one of the app's shortcuts in a message's menu. Works in channels the bot is not in,
 * as in Slack; the bot's answer is only an acknowledgement, as for buttons.
 *
 * @throws NotPossible when the app has no such shortcut, the message is not there, has none (Slack
 *   shows them on messages for everybody only), or the channel is archived.
 */
export async function messageShortcut(
  parts: Parts,
  target: ShortcutTarget,
): Promise<ShortcutOutcome> {
  const { core, triggers } = parts;
  const user = actor(core, target.user).id;
  const channel = placeOf(core, user, target.channel);
  const { callbackId } = target;
  if (!SURFACE.shortcuts.some(({ id }) => id === callbackId)) {
    throw new NotPossible(`The app has no shortcut "${callbackId}".`);
  }
  if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);
  const message = messageFor(core, user, channel.id, target.ts);
  const trigger = triggers.issue(user);
  // Without its thread: what is to be seen there has to name it.
  const back = responseUrlFor(parts, { user, channel: channel.id });
  const input = { user, channel, message, callbackId, trigger, responseUrl: back.url };
  return finish(parts, user, trigger, shortcutPayload(core, input), back.isUsed);
}

function messageFor(core: Core, user: string, channel: string, ts: string): Message {
  if (findEphemeral(core, user, ts)) {
    throw new NotPossible('There are no shortcuts on a message only you see.');
  }
  const message = findMessage(core, channel, ts);
  if (!message || message.subtype === 'tombstone') {
    throw new NotPossible(`There is no message ${ts} to be seen in ${channel}.`);
  }
  return message;
}
