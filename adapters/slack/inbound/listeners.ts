import type { App } from '@slack/bolt';
import type { Channel } from '../../../src/ports/channel.js';
import type { Intake } from '../../../src/ports/intake.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { SHORTCUT } from '../app-definition.js';
import type { BotIdentity } from '../outbound/identity.js';
import { parseMention } from './mention.js';
import {
  parseBlockAction,
  parseCommand,
  parseJoinedChannel,
  parseMessage,
  parseProfile,
  parseViewSubmission,
} from './parse.js';
import {
  type ReplyContext,
  replyToBlockAction,
  replyToCommand,
  replyToMention,
  replyToShortcut,
  showRecorded,
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
  /** Runs work that Slack does not wait for. */
  readonly runBehind: (work: () => Promise<void>) => void;
}

/**
 * Registers Bolt's listeners. Each parses a payload, passes the event to the intake, and acknowledges
 * after the intake has answered, which is after its commit. The work after the acknowledgement only
 * shows a form or a message, so nothing is lost if it fails. Any other payload is acknowledged and
 * ignored.
 */
export function registerListeners(app: App, options: ListenerOptions): void {
  registerInteractions(app, options);
  registerEvents(app, options);
}

/** What a person does with a command, a shortcut, a button or a form. */
function registerInteractions(app: App, options: ListenerOptions): void {
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
    const { namedUsers } = shortcut;
    const names = await fetchUserNames(namedUsers, identity().workspace, fetchProfile);
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
    await ack(toViewSubmissionAck(replyContext, submission, reply));
    await showRecorded(replyContext, submission, reply);
  });
}

/** What Slack tells of what happens. Slack sends an event again that is not acknowledged within three seconds. */
function registerEvents(
  app: App,
  { command, intake, replyContext, identity, fetchProfile, runBehind }: ListenerOptions,
): void {
  app.event('message', async ({ body }) => {
    const { userId: botUserId, workspace } = identity();
    const mention = parseMention(body, { botUserId, command });
    if (mention === undefined) {
      const event = parseMessage(body, botUserId);
      if (event !== undefined) await intake.handle(event);
      return;
    }
    const names = await fetchUserNames(mention.mentionedUsers, workspace, fetchProfile);
    const reply = await intake.handle(mention.toEvent(names));
    runBehind(() => replyToMention(replyContext, mention, reply, mention.toWords(names)));
  });

  const handleJoined = async ({ body }: { readonly body: unknown }): Promise<void> => {
    const event = parseJoinedChannel(body, identity());
    if (event !== undefined) await intake.handle(event);
  };
  app.event('member_joined_channel', handleJoined);
  app.event('channel_unarchive', handleJoined);
  app.event('group_unarchive', handleJoined);

  app.event('user_profile_changed', async ({ body }) => {
    const event = parseProfile(body, identity().workspace);
    if (event !== undefined) await intake.handle(event);
  });
}

/** What Slack sent, over HTTP or Socket Mode. */
export interface Envelope {
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** The body of an acknowledgement: nothing, text or JSON. */
export type AckBody = string | Readonly<Record<string, unknown>> | undefined;

/**
 * Runs Bolt's listeners for one envelope and resolves with the acknowledgement: for an event when
 * its listener has finished, else as soon as the listener acknowledges, while its work continues.
 * Rejects if a listener fails before that.
 *
 * Bolt itself acknowledges an event before any listener runs. Slack resends only what was not
 * acknowledged, so an event that a listener failed to handle would be lost.
 */
export type Dispatch = (envelope: Envelope) => Promise<AckBody>;

/**
 * @param app Bolt's app
 * @param tracker counts each envelope's work until it ends
 * @param onLateError called with an error after the acknowledgement
 */
export function createDispatch(
  app: () => Pick<App, 'processEvent'>,
  tracker: WorkTracker,
  onLateError: (error: unknown) => void,
): Dispatch {
  return (envelope) =>
    new Promise<AckBody>((resolve, reject) => {
      const isEvent = 'event' in envelope.body;
      let ackBody: AckBody;
      let isAcknowledged = false;
      const ack = async (body?: AckBody) => {
        ackBody ??= body;
        if (isEvent) return;
        isAcknowledged = true;
        resolve(ackBody);
      };
      const work = app().processEvent({ ...toReceiverEvent(envelope), ack });
      tracker.track(work).then(
        () => resolve(ackBody),
        (error: unknown) => (isAcknowledged ? onLateError(error) : reject(error)),
      );
    });
}

/** The envelope as Bolt's `ReceiverEvent`, without its `ack`. */
function toReceiverEvent({ body, retryNum, retryReason }: Envelope) {
  return {
    body: { ...body },
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}
