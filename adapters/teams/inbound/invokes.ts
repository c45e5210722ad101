import type {
  AdaptiveCardInvokeResponse,
  MessagingExtensionActionResponse,
  TaskModuleResponse,
} from 'botbuilder';
import pTimeout from 'p-timeout';
import type { InboundEvent, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Running } from '../../shared/running.js';
import { type ActionData, isOfMessage, readActionData } from '../render/action-data.js';
import type { Seals } from '../render/form/seal.js';
import { findZone, parseAction, parseExtension } from './parse.js';
import { cardActionValue, type PersonActivity, taskValue } from './payloads.js';
import {
  type DialogRequest,
  type ReplyContext,
  sentenceDialog,
  toCardResponse,
  toTaskModuleResponse,
  unknownCardAction,
} from './reply.js';

/** Teams waits 5 s for an invoke; what is left is for the way there and back. Ms. */
export const INVOKE_TIMEOUT_MS = 4000;

export interface InvokeOptions {
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  readonly seals: Seals;
  readonly running: Running;
  /** Longest wait for the core, ms of real time. */
  readonly patienceMs: number;
}

/** What an invoke is answered, by the library's types. */
export interface InvokeAnswer<T> {
  readonly response: T;
  /** The core did not answer in time. */
  readonly isLate: boolean;
}

/**
 * Answers something done for or in a dialog after the core has, which does so after its commit. What
 * is done in a dialog that we did not draw for this person goes no further.
 */
export async function answerDialog(
  options: InvokeOptions,
  activity: PersonActivity,
  by: DialogRequest['by'],
): Promise<InvokeAnswer<TaskModuleResponse>> {
  const inputs = taskValue.safeParse(activity.value).data?.data;
  const data = readActionData(inputs);
  if (data === undefined || (by === 'fetch' && !isOfMessage(data))) {
    return atOnce(unknownButton(options, activity));
  }
  const { replyContext, seals } = options;
  const event = parseAction(activity, data, inputs, replyContext.tenant);
  const zone = zoneIn(data) ?? event.zone;
  const asked: DialogRequest = { by, data, inputs, zone, seal: seals.for(event.account.userId) };
  if (by === 'submit' && data.kind !== 'open' && !seals.isOurs(event.account.userId, data)) {
    replyContext.logger.warn(
      { kind: data.kind },
      'a dialog that was not drawn for the person was used',
    );
    return atOnce(toTaskModuleResponse(replyContext, asked, OPEN_AGAIN));
  }
  const { reply, isLate } = await patiently(options, event);
  return { response: toTaskModuleResponse(replyContext, asked, reply), isLate };
}

const OPEN_AGAIN: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.openAgain, blocks: [] } };

function unknownButton(
  { replyContext, seals }: InvokeOptions,
  { from }: PersonActivity,
): TaskModuleResponse {
  return sentenceDialog(replyContext, TEAMS_TEXT.unknownButton, {
    seal: seals.for(from.aadObjectId),
  });
}

/** A form that follows a form asks in the same zone. */
function zoneIn(data: ActionData): string | null {
  return data.kind === 'submit' ? data.zone : null;
}

/** Answers a command of the message extension, like {@link answerDialog}. */
export async function answerExtension(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<InvokeAnswer<MessagingExtensionActionResponse>> {
  const event = parseExtension(activity, options.replyContext.tenant);
  if (event === undefined) return atOnce(unknownButton(options, activity));
  const { reply, isLate } = await patiently(options, event);
  const seal = options.seals.for(activity.from.aadObjectId);
  const nothing = { data: undefined, inputs: undefined };
  const asked: DialogRequest = { by: 'fetch', ...nothing, zone: findZone(activity), seal };
  return { response: toTaskModuleResponse(options.replyContext, asked, reply), isLate };
}

/** Answers a button that acts, like {@link answerDialog}. */
export async function answerCard(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<InvokeAnswer<AdaptiveCardInvokeResponse>> {
  const inputs = cardActionValue.safeParse(activity.value).data?.action.data;
  const data = readActionData(inputs);
  if (data === undefined || !isOfMessage(data)) return atOnce(unknownCardAction());
  const event = parseAction(activity, data, inputs, options.replyContext.tenant);
  const { reply, isLate } = await patiently(options, event);
  return { response: toCardResponse(reply), isLate };
}

function atOnce<T>(response: T): InvokeAnswer<T> {
  return { response, isLate: false };
}

/**
 * The core's reply, or, when it does not come in time, words that say so: better than Teams' own,
 * which tell nothing. The core goes on, and knows what is sent again by its event id.
 */
async function patiently(
  { intake, running, patienceMs, replyContext }: InvokeOptions,
  event: InboundEvent,
): Promise<{ readonly reply: Reply; readonly isLate: boolean }> {
  const { kind } = event.payload;
  const late = (): Reply => {
    replyContext.logger.warn({ event: kind }, 'invoke not answered in time');
    return kind === 'submission' ? LATE_FORM : LATE;
  };
  const handled = running.track(intake.handle(event));
  const reply = await pTimeout(handled, { milliseconds: patienceMs, fallback: late });
  return { reply, isLate: reply === LATE || reply === LATE_FORM };
}

const LATE: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.late, blocks: [] } };
const LATE_FORM: Reply = {
  kind: 'faults',
  faults: [{ field: null, message: TEAMS_TEXT.lateForm }],
};
