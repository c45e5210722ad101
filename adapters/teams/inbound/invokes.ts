import type {
  AdaptiveCardInvokeResponse,
  MessagingExtensionActionResponse,
  TaskModuleResponse,
} from 'botbuilder';
import pTimeout from 'p-timeout';
import type { InboundEvent, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { toThreadId } from '../addresses.js';
import type { Messenger } from '../outbound/messenger.js';
import {
  type ActionData,
  isMessageAction,
  type OpenerRef,
  parseActionData,
  toOpenerRef,
} from '../render/action-data.js';
import type { Seals } from '../render/form/seal.js';
import { renderUsedOpener } from '../render/opener.js';
import { findZone, parseAction, parseExtension } from './parse.js';
import { cardActionValueSchema, type PersonActivity, taskValueSchema } from './payloads.js';
import {
  type DialogRequest,
  type ReplyContext,
  toCardResponse,
  toSentenceResponse,
  toTaskModuleResponse,
  toUnknownActionResponse,
} from './reply.js';

/** Time limit for the core's reply, ms. Teams waits 5 s for an invoke; the rest is for the network. */
export const INVOKE_TIMEOUT_MS = 4000;

export interface InvokeOptions {
  readonly intake: Intake;
  readonly replyContext: ReplyContext;
  readonly seals: Seals;
  readonly messenger: Messenger;
  readonly workTracker: WorkTracker;
  /** Longest wait for the core's reply, ms of real time. */
  readonly replyTimeoutMs: number;
}

/** The response to an invoke, in a type of botbuilder. */
export interface InvokeAnswer<T> {
  readonly response: T;
  /** The core did not reply in time. */
  readonly isLate: boolean;
}

/**
 * Answers `task/fetch`, `task/submit` and the message extension's submit. The core replies after its
 * commit. An action from a dialog that was not rendered for this person is refused.
 */
export async function answerDialog(
  options: InvokeOptions,
  activity: PersonActivity,
  invoke: DialogRequest['invoke'],
): Promise<InvokeAnswer<TaskModuleResponse>> {
  const inputs = taskValueSchema.safeParse(activity.value).data?.data;
  const data = parseActionData(inputs);
  if (data === undefined || (invoke === 'fetch' && !isMessageAction(data))) {
    return inTime(toUnknownButtonResponse(options, activity));
  }
  const { replyContext, seals } = options;
  const event = parseAction(activity, data, inputs, replyContext.tenant);
  const { userId } = event.account;
  const zone = findFormZone(data) ?? event.zone;
  const opener = findOpener(activity, data);
  const seal = seals.createSeal(userId);
  const request: DialogRequest = { invoke, data, inputs, zone, seal, opener };
  if (invoke === 'submit' && data.kind !== 'open' && !seals.verify(userId, data)) {
    replyContext.logger.warn({ kind: data.kind }, 'dialog action with an invalid seal refused');
    return inTime(toTaskModuleResponse(replyContext, request, OPEN_AGAIN));
  }
  const { reply, isLate } = await handleInTime(options, event, (real) =>
    updateOpener(options, activity, opener, real),
  );
  return { response: toTaskModuleResponse(replyContext, request, reply), isLate };
}

/**
 * The card that opens a form, or that opened the form that was sent. A thread's first message is never
 * one: it may be a complaint's card, which no press may overwrite.
 */
function findOpener(activity: PersonActivity, data: ActionData): OpenerRef | undefined {
  if (data.kind === 'submit') return data.opener;
  const { conversation, replyToId } = activity;
  if (data.kind !== 'open' || replyToId === undefined) return undefined;
  if (replyToId === toThreadId(conversation.id)) return undefined;
  return toOpenerRef(conversation.id, replyToId);
}

/** When its form was sent, the card says what was recorded or added to, and opens no second form. */
function updateOpener(
  { messenger, workTracker }: InvokeOptions,
  { serviceUrl }: PersonActivity,
  opener: OpenerRef | undefined,
  reply: Reply,
): void {
  const text = findUsedText(reply);
  if (text === null || opener === undefined) return;
  const place = { serviceUrl, conversation: { id: opener.conversation } };
  const message = renderUsedOpener(text);
  void workTracker.track(messenger.replaceInConversation(place, opener.activity, message));
}

/** What stands in place of the card; null: its form was not sent, or is to be sent again. */
function findUsedText(reply: Reply): string | null {
  if (reply.kind === 'recorded') return TEAMS_TEXT.openerUsed(reply.reference);
  if (reply.kind !== 'notice') return null;
  if (reply.addedTo !== undefined) return TEAMS_TEXT.openerAdded(reply.addedTo);
  return reply.isDone === true ? TEAMS_TEXT.done : null;
}

const OPEN_AGAIN: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.openAgain, blocks: [] } };

function toUnknownButtonResponse(
  { replyContext, seals }: InvokeOptions,
  { from }: PersonActivity,
): TaskModuleResponse {
  return toSentenceResponse(replyContext, TEAMS_TEXT.unknownButton, {
    seal: seals.createSeal(from.aadObjectId),
  });
}

/** A form that follows another form uses the same zone. */
function findFormZone(data: ActionData): string | null {
  return data.kind === 'submit' ? data.zone : null;
}

/** Answers a command of the message extension, like {@link answerDialog}. */
export async function answerExtension(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<InvokeAnswer<MessagingExtensionActionResponse>> {
  const event = parseExtension(activity, options.replyContext.tenant);
  if (event === undefined) return inTime(toUnknownButtonResponse(options, activity));
  const startedAt = performance.now();
  const { reply: first, isLate } = await handleInTime(options, event);
  const leftMs = options.replyTimeoutMs - (performance.now() - startedAt);
  const reply = await addLater(options, first, Math.min(LATER_TIMEOUT_MS, leftMs));
  const seal = options.seals.createSeal(activity.from.aadObjectId);
  const nothing = { data: undefined, inputs: undefined };
  const request: DialogRequest = { invoke: 'fetch', ...nothing, zone: findZone(activity), seal };
  return { response: toTaskModuleResponse(options.replyContext, request, reply), isLate };
}

/** Longest wait for what a form gets later, ms of real time: a dialog of Teams cannot change while it is open. */
const LATER_TIMEOUT_MS = 2500;

/** The reply with the form as it is with what takes longer, if that comes in time. */
async function addLater(
  { workTracker }: InvokeOptions,
  reply: Reply,
  milliseconds: number,
): Promise<Reply> {
  if (reply.kind !== 'form' || reply.later === undefined || milliseconds <= 0) return reply;
  const added = workTracker.track(reply.later());
  const form = await pTimeout(added, { milliseconds, fallback: () => undefined });
  return form === undefined ? reply : { kind: 'form', form };
}

/** Answers an `Action.Execute` on a card, like {@link answerDialog}. */
export async function answerCard(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<InvokeAnswer<AdaptiveCardInvokeResponse>> {
  const inputs = cardActionValueSchema.safeParse(activity.value).data?.action.data;
  const data = parseActionData(inputs);
  if (data === undefined || !isMessageAction(data)) return inTime(toUnknownActionResponse());
  const event = parseAction(activity, data, inputs, options.replyContext.tenant);
  const { reply, isLate } = await handleInTime(options, event);
  return { response: toCardResponse(reply), isLate };
}

function inTime<T>(response: T): InvokeAnswer<T> {
  return { response, isLate: false };
}

/**
 * Returns the core's reply, or after the time limit a reply that says so: the person learns more from
 * it than from Teams' own error. The core continues, and recognises a repeat by its event id.
 * @param onReply called with the core's own reply, however late
 */
async function handleInTime(
  { intake, workTracker, replyTimeoutMs, replyContext }: InvokeOptions,
  event: InboundEvent,
  onReply: (reply: Reply) => void = () => undefined,
): Promise<{ readonly reply: Reply; readonly isLate: boolean }> {
  const { kind } = event.payload;
  const onTimeout = (): Reply => {
    replyContext.logger.warn({ event: kind }, 'invoke not answered in time');
    return kind === 'submission' ? LATE_FORM : LATE;
  };
  const handle = async (): Promise<Reply> => {
    const reply = await intake.handle(event);
    onReply(reply);
    return reply;
  };
  const handled = workTracker.track(handle());
  const reply = await pTimeout(handled, { milliseconds: replyTimeoutMs, fallback: onTimeout });
  return { reply, isLate: reply === LATE || reply === LATE_FORM };
}

const LATE: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.late, blocks: [] } };
const LATE_FORM: Reply = {
  kind: 'faults',
  faults: [{ field: null, message: TEAMS_TEXT.lateForm }],
};
