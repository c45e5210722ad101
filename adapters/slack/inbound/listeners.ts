import type { App } from '@slack/bolt';
import type { Channel } from '../../../src/ports/channel.js';
import type { Intake } from '../../../src/ports/intake.js';
import { SHORTCUT } from '../app-definition.js';
import type { BotIdentity } from '../outbound/identity.js';
import { parseAction, parseCommand, parseMessage, parseViewSubmission } from './parse.js';
import {
  answerAction,
  answerCommand,
  answerShortcut,
  type ReplyContext,
  toCommandAck,
  toViewSubmissionAck,
} from './reply.js';
import { fetchUserNames, parseShortcut } from './shortcut.js';

export interface ListenerOptions {
  readonly command: string;
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  /** Set before the first request is taken. */
  readonly identity: () => BotIdentity;
  /** Says who somebody mentioned in a message is. */
  readonly fetchProfile: Channel['fetchProfile'];
}

/**
 * Bolt's listeners: each translates, asks the core, and acknowledges only after the core has
 * answered, which it does after its commit. What comes after the acknowledgement shows a form or a
 * message and loses nothing when it fails. Everything not listened to is acknowledged and ignored.
 */
export function registerListeners(app: App, options: ListenerOptions): void {
  const { command, intake, replyContext: answering, identity, fetchProfile: profile } = options;

  app.command(command, async ({ body, ack }) => {
    const slashed = parseCommand(body);
    if (slashed === undefined) return ack();
    const reply = await intake.handle(slashed.event);
    await ack(toCommandAck(answering, reply));
    await answerCommand(answering, slashed, reply);
  });

  // Acknowledged at once: it only opens a form, and of three seconds for that none is to be lost.
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT.id }, async ({ body, ack }) => {
    await ack();
    const used = parseShortcut(body, identity());
    if (used === undefined) return;
    const names = await fetchUserNames(used.mentionedUsers, identity().workspace, profile);
    await answerShortcut(answering, used, await intake.handle(used.toEvent(names)));
  });

  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const pressed = parseAction(body, identity().workspace);
    if (pressed === undefined) return ack();
    const reply = await intake.handle(pressed.event);
    await ack();
    await answerAction(answering, pressed, reply);
  });

  app.view({ type: 'view_submission' }, async ({ body, ack }) => {
    const submitted = parseViewSubmission(body, identity().workspace);
    if (submitted === undefined) return ack();
    const reply = await intake.handle(submitted.event);
    await ack(toViewSubmissionAck(answering, submitted.fields, reply));
  });

  app.event('message', async ({ body }) => {
    const heard = parseMessage(body, identity().userId);
    if (heard !== undefined) await intake.handle(heard);
  });
}
