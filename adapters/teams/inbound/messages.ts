import type { Incoming, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Notice } from '../../../src/views/elements.js';
import type { Speaker } from '../outbound/messenger.js';
import { type ActionData, isOfMessage, readActionData } from '../render/action-data.js';
import { incomingOf, parseAction, parseHeard, parseSpoken, scopeOf } from './parse.js';
import type { PersonActivity } from './payloads.js';
import {
  type Answering,
  noticeMessage,
  noticeOf,
  openerMessage,
  sentenceMessage,
} from './reply.js';

export interface MessageOptions {
  readonly intake: Intake;
  readonly answering: Answering;
  readonly speaker: Speaker;
}

/**
 * Takes a message: a button of an old client, a command, or talk in a thread. Rejects when it was
 * not taken, so that Teams sends it again; an answer that could not be sent does not count.
 */
export async function takeMessage(
  options: MessageOptions,
  activity: PersonActivity,
): Promise<void> {
  const data = readActionData(activity.value);
  if (data !== undefined && isOfMessage(data)) return takeButton(options, activity, data);
  // The button of a card that is not ours, or no longer, or that stands in no message.
  if (activity.value !== undefined && activity.value !== null) return;
  const { isToUs, command, isEmpty } = parseSpoken(activity);
  if (scopeOf(activity) === 'personal') return takeCommand(options, activity, command ?? 'help');
  if (isToUs && command !== undefined) return takeCommand(options, activity, command);
  if (isToUs && isEmpty) return takeCommand(options, activity, 'help');
  const { intake, answering } = options;
  const heard = parseHeard(activity, answering.tenant);
  if (heard === undefined) return isToUs ? takeCommand(options, activity, 'help') : undefined;
  const gesture = { ...heard.gesture, isToUs };
  const notice = noticeOf(await intake.handle({ ...heard, gesture }));
  if (notice !== undefined) await answerAlone(options, activity, heard, notice);
}

/** A message opens no dialog: the form is offered by a button that does. */
async function takeCommand(
  options: MessageOptions,
  activity: PersonActivity,
  text: string,
): Promise<void> {
  const { intake, answering, speaker } = options;
  const incoming = incomingOf(activity, { kind: 'slash', text }, answering.tenant);
  const reply = await intake.handle(incoming);
  if (reply.kind === 'form') {
    await speaker.say(activity, openerMessage(answering, text));
    return;
  }
  const notice = noticeOf(reply);
  if (notice !== undefined) await answerAlone(options, activity, incoming, notice);
}

/** Where others read along, they see only where the answer is. */
async function answerAlone(
  options: MessageOptions,
  activity: PersonActivity,
  incoming: Incoming,
  notice: Notice,
): Promise<void> {
  const isTold = await tellAlone(options, activity, incoming, notice);
  const { answering, speaker } = options;
  if (scopeOf(activity) === 'personal') return;
  const pointer = isTold ? TEAMS_TEXT.seePersonalChat : TEAMS_TEXT.cannotWrite;
  await speaker.say(activity, sentenceMessage(answering, pointer));
}

/** An `Action.Submit` in a message, from a client without `Action.Execute`: there is no answer but a message. */
async function takeButton(
  options: MessageOptions,
  activity: PersonActivity,
  data: ActionData,
): Promise<void> {
  const { intake, answering, speaker } = options;
  const incoming = parseAction(activity, data, activity.value, answering.tenant);
  const reply = await intake.handle(incoming);
  if (reply.kind === 'form' && data.kind === 'open') {
    await speaker.say(activity, openerMessage(answering, data.text));
    return;
  }
  const notice = reply.kind === 'form' ? PRESS_AGAIN : noticeOf(reply);
  if (notice === undefined) return;
  const isTold = await tellAlone(options, activity, incoming, notice);
  // The card shows what was done; only who cannot be answered at all is told so where they are.
  if (isTold || scopeOf(activity) === 'personal') return;
  await speaker.say(activity, sentenceMessage(answering, TEAMS_TEXT.cannotWrite));
}

const PRESS_AGAIN: Notice = { text: TEAMS_TEXT.pressAgain, blocks: [] };

/** Greets somebody for whom the app was installed. False when it could not be sent. */
export async function greet(
  { answering, speaker }: MessageOptions,
  activity: PersonActivity,
  reply: Reply,
): Promise<boolean> {
  const notice = noticeOf(reply);
  return notice === undefined || speaker.say(activity, noticeMessage(answering, notice));
}

/** A notice is for the actor's eyes only; whether they have it. */
function tellAlone(
  { answering, speaker }: MessageOptions,
  activity: PersonActivity,
  { account, reference }: Incoming,
  notice: Notice,
): Promise<boolean> {
  return scopeOf(activity) === 'personal'
    ? speaker.say(activity, noticeMessage(answering, notice))
    : speaker.tell({ ...account, reference }, notice);
}
