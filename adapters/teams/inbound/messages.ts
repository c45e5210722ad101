import type { InboundEvent, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Notice } from '../../../src/views/elements.js';
import type { Messenger } from '../outbound/messenger.js';
import { type ActionData, isOfMessage, readActionData } from '../render/action-data.js';
import { parseAction, parseMessage, parseSpokenText, toInboundEvent, toScope } from './parse.js';
import type { PersonActivity } from './payloads.js';
import {
  noticeMessage,
  openerMessage,
  type ReplyContext,
  sentenceMessage,
  toNotice,
} from './reply.js';

export interface MessageOptions {
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  readonly messenger: Messenger;
}

/**
 * Takes a message: a button of an old client, a command, or talk in a thread. Rejects when it was
 * not taken, so that Teams sends it again; an answer that could not be sent does not count.
 */
export async function handleMessage(
  options: MessageOptions,
  activity: PersonActivity,
): Promise<void> {
  const data = readActionData(activity.value);
  if (data !== undefined && isOfMessage(data)) return takeButton(options, activity, data);
  // The button of a card that is not ours, or no longer, or that stands in no message.
  if (activity.value !== undefined && activity.value !== null) return;
  const { isAddressedToBot, command, isEmpty } = parseSpokenText(activity);
  if (toScope(activity) === 'personal') return takeCommand(options, activity, command ?? 'help');
  if (isAddressedToBot && command !== undefined) return takeCommand(options, activity, command);
  if (isAddressedToBot && isEmpty) return takeCommand(options, activity, 'help');
  const { intake, replyContext } = options;
  const heard = parseMessage(activity, replyContext.tenant);
  if (heard === undefined) return isAddressedToBot ? takeCommand(options, activity, 'help') : undefined;
  const payload = { ...heard.payload, isAddressedToBot };
  const notice = toNotice(await intake.handle({ ...heard, payload }));
  if (notice !== undefined) await answerAlone(options, activity, heard, notice);
}

/** A message opens no dialog: the form is offered by a button that does. */
async function takeCommand(
  options: MessageOptions,
  activity: PersonActivity,
  text: string,
): Promise<void> {
  const { intake, replyContext, messenger } = options;
  const event = toInboundEvent(activity, { kind: 'command', text }, replyContext.tenant);
  const reply = await intake.handle(event);
  if (reply.kind === 'form') {
    await messenger.replyInConversation(activity, openerMessage(replyContext, text));
    return;
  }
  const notice = toNotice(reply);
  if (notice !== undefined) await answerAlone(options, activity, event, notice);
}

/** Where others read along, they see only where the answer is. */
async function answerAlone(
  options: MessageOptions,
  activity: PersonActivity,
  event: InboundEvent,
  notice: Notice,
): Promise<void> {
  const isTold = await tellAlone(options, activity, event, notice);
  const { replyContext, messenger } = options;
  if (toScope(activity) === 'personal') return;
  const pointer = isTold ? TEAMS_TEXT.seePersonalChat : TEAMS_TEXT.cannotWrite;
  await messenger.replyInConversation(activity, sentenceMessage(replyContext, pointer));
}

/** An `Action.Submit` in a message, from a client without `Action.Execute`: there is no answer but a message. */
async function takeButton(
  options: MessageOptions,
  activity: PersonActivity,
  data: ActionData,
): Promise<void> {
  const { intake, replyContext, messenger } = options;
  const event = parseAction(activity, data, activity.value, replyContext.tenant);
  const reply = await intake.handle(event);
  if (reply.kind === 'form' && data.kind === 'open') {
    await messenger.replyInConversation(activity, openerMessage(replyContext, data.text));
    return;
  }
  const notice = reply.kind === 'form' ? PRESS_AGAIN : toNotice(reply);
  if (notice === undefined) return;
  const isTold = await tellAlone(options, activity, event, notice);
  // The card shows what was done; only who cannot be answered at all is told so where they are.
  if (isTold || toScope(activity) === 'personal') return;
  await messenger.replyInConversation(
    activity,
    sentenceMessage(replyContext, TEAMS_TEXT.cannotWrite),
  );
}

const PRESS_AGAIN: Notice = { text: TEAMS_TEXT.pressAgain, blocks: [] };

/** Greets somebody for whom the app was installed. False when it could not be sent. */
export async function sendWelcome(
  { replyContext, messenger }: MessageOptions,
  activity: PersonActivity,
  reply: Reply,
): Promise<boolean> {
  const notice = toNotice(reply);
  return (
    notice === undefined ||
    messenger.replyInConversation(activity, noticeMessage(replyContext, notice))
  );
}

/** A notice is for the actor's eyes only; whether they have it. */
function tellAlone(
  { replyContext, messenger }: MessageOptions,
  activity: PersonActivity,
  { account, reference }: InboundEvent,
  notice: Notice,
): Promise<boolean> {
  return toScope(activity) === 'personal'
    ? messenger.replyInConversation(activity, noticeMessage(replyContext, notice))
    : messenger.directMessage({ ...account, reference }, notice);
}
