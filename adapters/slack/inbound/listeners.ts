import type { App } from '@slack/bolt';
import type { Channel } from '../../../src/ports/channel.js';
import type { Intake } from '../../../src/ports/intake.js';
import { SHORTCUT } from '../app-definition.js';
import type { BotIdentity } from '../outbound/identity.js';
import { parseBlockAction, parseCommand, parseMessage, parseViewSubmission } from './parse.js';
import {
  type ReplyContext,
  replyToBlockAction,
  replyToCommand,
  replyToShortcut,
  toCommandAck,
  toViewSubmissionAck,
} from './reply.js';
import { fetchUserNames, parseShortcut } from './shortcut.js';

export interface ListenerOptions {
  readonly command: string;
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  /** Known before the first request. */
  readonly identity: () => BotIdentity;
  /** For the names of people whom a message mentions. */
  readonly fetchProfile: Channel['fetchProfile'];
}

/**
 * Registers Bolt's listeners. Each parses a payload, passes the event to the intake, and acknowledges
 * after the intake has answered, which is after its commit. The work after the acknowledgement only
 * shows a form or a message, so nothing is lost if it fails. Any other payload is acknowledged and
 * ignored.
 */
export function registerListeners(app: App, options: ListenerOptions): void {
  const { command, intake, replyContext, identity, fetchProfile } = options;

  app.command(command, async ({ body, ack }) => {
    const parsed = parseCommand(body);
    if (parsed === undefined) return ack();
    const reply = await intake.handle(parsed.event);
    await ack(toCommandAck(replyContext, reply));
    await replyToCommand(replyContext, parsed, reply);
  });

  // Acknowledged at once: a shortcut only opens a form, and Slack allows three seconds for that.
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT.id }, async ({ body, ack }) => {
    await ack();
    const shortcut = parseShortcut(body, identity());
    if (shortcut === undefined) return;
    const { mentionedUsers } = shortcut;
    const names = await fetchUserNames(mentionedUsers, identity().workspace, fetchProfile);
    await replyToShortcut(replyContext, shortcut, await intake.handle(shortcut.toEvent(names)));
  });

  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const action = parseBlockAction(body, identity().workspace);
    if (action === undefined) return ack();
    const reply = await intake.handle(action.event);
    await ack();
    await replyToBlockAction(replyContext, action, reply);
  });

  app.view({ type: 'view_submission' }, async ({ body, ack }) => {
    const submission = parseViewSubmission(body, identity().workspace);
    if (submission === undefined) return ack();
    const reply = await intake.handle(submission.event);
    await ack(toViewSubmissionAck(replyContext, submission.fields, reply));
  });

  app.event('message', async ({ body }) => {
    const event = parseMessage(body, identity().userId);
    if (event !== undefined) await intake.handle(event);
  });
}
