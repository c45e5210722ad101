import type { InboundEvent, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Notice } from '../../../src/views/elements.js';
import { toNotice } from '../../shared/reply.js';
import type { Messenger } from '../outbound/messenger.js';
import { type ActionData, isMessageAction, parseActionData } from '../render/action-data.js';
import { renderOpener } from '../render/opener.js';
import { parseAction, parseText, parseThreadMessage, toInboundEvent, toScope } from './parse.js';
import type { PersonActivity } from './payloads.js';
import { type ReplyContext, renderNoticeMessage, renderSentenceMessage } from './reply.js';

export interface MessageOptions {
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  readonly messenger: Messenger;
}

/**
 * Handles a message activity: a button of an old client, a command, or a message in a thread. Rejects
 * when the core could not handle it, so that Teams sends it again. An answer that could not be sent
 * is only logged.
 */
export async function handleMessage(
  options: MessageOptions,
  activity: PersonActivity,
): Promise<void> {
  const data = parseActionData(activity.value);
  if (data !== undefined && isMessageAction(data)) return handleButton(options, activity, data);
  // A button of another app's card, of a card we no longer write, or not of a message.
  if (activity.value !== undefined && activity.value !== null) return;
  const { isAddressedToBot, command, isEmpty } = parseText(activity);
  if (toScope(activity) === 'personal') return handleCommand(options, activity, command ?? 'help');
  if (isAddressedToBot && command !== undefined) return handleCommand(options, activity, command);
  if (isAddressedToBot && isEmpty) return handleCommand(options, activity, 'help');
  const { intake, replyContext } = options;
  const event = parseThreadMessage(activity, replyContext.tenant);
  if (event === undefined) {
    return isAddressedToBot ? handleCommand(options, activity, 'help') : undefined;
  }
  const asks = isAddressedToBot ? { asks: 'help' } : {};
  const payload = { ...event.payload, ...asks };
  const notice = toNotice(await intake.handle({ ...event, payload }));
  if (notice !== undefined) await answerPrivately(options, activity, event, notice);
}

/** A message cannot open a dialog, so a form is offered by a card with a button that opens it. */
async function handleCommand(
  options: MessageOptions,
  activity: PersonActivity,
  text: string,
): Promise<void> {
  const { intake, replyContext, messenger } = options;
  const event = toInboundEvent(activity, { kind: 'command', text }, replyContext.tenant);
  const reply = await intake.handle(event);
  if (reply.kind === 'form') {
    await messenger.replyInConversation(activity, renderOpener(toOpener(activity, text)));
    return;
  }
  const notice = toNotice(reply);
  if (notice !== undefined) await answerPrivately(options, activity, event, notice);
}

function toOpener(activity: PersonActivity, words: string) {
  return { words, by: toScope(activity) === 'personal' ? null : (activity.from.name ?? null) };
}

/** Sends the notice to the personal chat. A shared conversation gets only a sentence that says so. */
async function answerPrivately(
  options: MessageOptions,
  activity: PersonActivity,
  event: InboundEvent,
  notice: Notice,
): Promise<void> {
  const isSent = await sendPrivately(options, activity, event, notice);
  const { replyContext, messenger } = options;
  if (toScope(activity) === 'personal') return;
  const pointer = isSent ? TEAMS_TEXT.seePersonalChat : TEAMS_TEXT.cannotWrite;
  await messenger.replyInConversation(activity, renderSentenceMessage(replyContext, pointer));
}

/** Handles an `Action.Submit` of a client without `Action.Execute`. It can be answered only by a message. */
async function handleButton(
  options: MessageOptions,
  activity: PersonActivity,
  data: ActionData,
): Promise<void> {
  const { intake, replyContext, messenger } = options;
  const event = parseAction(activity, data, activity.value, replyContext.tenant);
  const reply = await intake.handle(event);
  if (reply.kind === 'form' && data.kind === 'open') {
    await messenger.replyInConversation(activity, renderOpener(toOpener(activity, data.text)));
    return;
  }
  const notice = reply.kind === 'form' ? PRESS_AGAIN : toNotice(reply);
  if (notice === undefined) return;
  const isSent = await sendPrivately(options, activity, event, notice);
  // The card shows the result. The conversation gets a message only when the personal chat failed.
  if (isSent || toScope(activity) === 'personal') return;
  await messenger.replyInConversation(
    activity,
    renderSentenceMessage(replyContext, TEAMS_TEXT.cannotWrite),
  );
}

const PRESS_AGAIN: Notice = { text: TEAMS_TEXT.pressAgain, blocks: [] };

/** Welcomes a person who installed the app. Resolves with false when the message could not be sent. */
export async function sendWelcome(
  { replyContext, messenger }: MessageOptions,
  activity: PersonActivity,
  reply: Reply,
): Promise<boolean> {
  const notice = toNotice(reply);
  return (
    notice === undefined ||
    messenger.replyInConversation(activity, renderNoticeMessage(replyContext, notice))
  );
}

/** Sends a notice that only the actor may read. Resolves with false when it could not be sent. */
function sendPrivately(
  { replyContext, messenger }: MessageOptions,
  activity: PersonActivity,
  { account, reference }: InboundEvent,
  notice: Notice,
): Promise<boolean> {
  return toScope(activity) === 'personal'
    ? messenger.replyInConversation(activity, renderNoticeMessage(replyContext, notice))
    : messenger.directMessage({ ...account, reference }, notice);
}
