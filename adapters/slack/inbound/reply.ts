import type { types } from '@slack/bolt';
import type { Reply } from '../../../src/ports/intake.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Form, FormFault, Notice } from '../../../src/views/elements.js';
import { toNotice } from '../../shared/reply.js';
import { shorten } from '../../shared/text.js';
import type { CallResult } from '../outbound/client.js';
import type { FormOrigin } from '../render/form-state.js';
import { renderForm, renderNoticeModal } from '../render/modal.js';
import { renderOpener } from '../render/opener.js';
import { type RenderedMessage, renderNotice } from '../render/render.js';
import type { ParsedMention } from './mention.js';
import {
  addLater,
  logFailedCall,
  pushModal,
  type ReplyContext,
  tryRender,
  updateModal,
} from './modal-calls.js';
import type { ParsedBlockAction, ParsedViewSubmission, ReplyAddress } from './parse.js';

export type { ReplyContext } from './modal-calls.js';

/** The acknowledgement of a view submission. `clear` also closes the modals below, which are out of date now. */
export type ViewSubmissionAck =
  | { readonly response_action: 'clear' }
  | { readonly response_action: 'update'; readonly view: types.ModalView }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> };

/** Longest fault under a field, characters; Slack documents no limit. */
const MAX_FAULT_LENGTH = 300;

/** The acknowledgement of a slash command: a message that only the actor sees, or nothing. */
export function toCommandAck(context: ReplyContext, reply: Reply) {
  const notice = toNotice(reply);
  if (notice === undefined) return undefined;
  return { response_type: 'ephemeral' as const, ...renderNoticeMessage(context, notice) };
}

/** Opens the form of a reply to a slash command, after the acknowledgement. */
export async function replyToCommand(
  context: ReplyContext,
  from: ReplyAddress,
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'form') await openForm(context, from, null, reply.form, toOrigin(from, null));
}

/** Where the person will be answered when they have sent the form. Null if Slack does not say where they are. */
function toOrigin(
  { channel, responseUrl: url }: ReplyAddress,
  thread: string | null,
): FormOrigin | null {
  return channel === null ? null : { channel, thread, url };
}

/** Opens the form or sends the notice of a reply to a shortcut, after the acknowledgement. */
export async function replyToShortcut(
  context: ReplyContext,
  from: ReplyAddress & { readonly thread: string | null },
  reply: Reply,
): Promise<void> {
  const { thread } = from;
  if (reply.kind === 'form') {
    const origin = toOrigin(from, thread);
    const opened = await openForm(context, from, thread, reply.form, origin);
    return addLater(context, opened, reply, origin);
  }
  const notice = toNotice(reply);
  if (notice !== undefined) await respondWithNotice(context, from, thread, notice);
}

/** Opens the form or shows the notice of a reply to a block action, after the acknowledgement, which shows nothing. */
export async function replyToBlockAction(
  context: ReplyContext,
  action: ParsedBlockAction,
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'form' && action.view === null) {
    const origin = action.isOpener ? toOrigin(action, action.thread) : null;
    const replaced = origin === null ? null : { ...origin, replaces: true as const };
    await openForm(context, action, action.thread, reply.form, replaced);
    return;
  }
  if (action.view !== null) return replyInModal(context, action, action.view, reply);
  const notice = toNotice(reply);
  if (notice !== undefined) await respondWithNotice(context, action, action.thread, notice);
}

/** Replies to a button of the modal `viewId`. */
async function replyInModal(
  context: ReplyContext,
  action: ParsedBlockAction,
  viewId: string,
  reply: Reply,
): Promise<void> {
  const { redraws, triggerId } = action;
  const view = renderReplyModal(context, reply, redraws?.origin ?? null);
  if (view === undefined) return;
  if (redraws !== null && reply.kind === 'form') {
    const redrawn = await updateModal(context, viewId, view, redraws.hash);
    return addLater(context, redrawn, reply, redraws.origin);
  }
  if (isSameForm(action, reply)) await updateModal(context, viewId, view);
  else await pushModal(context, triggerId, viewId, view);
}

/**
 * The acknowledgement of a view submission: closes the modal, shows faults and keeps the content, or
 * updates the modal; a form in place of the one that was sent is answered like that one. What was recorded is shown
 * by {@link showRecorded} where the person asked for the form, if the form says where.
 */
export function toViewSubmissionAck(
  context: ReplyContext,
  { fields, origin }: ParsedViewSubmission,
  reply: Reply,
): ViewSubmissionAck {
  const isShownThere = reply.kind === 'recorded' && origin !== null && reply.next === undefined;
  if (isShownThere) return { response_action: 'clear' };
  if (reply.kind === 'faults' && fields.length > 0) {
    return { response_action: 'errors', errors: toFieldErrors(reply.faults, fields) };
  }
  const view = renderReplyModal(context, reply, reply.kind === 'form' ? origin : null);
  if (view === undefined) return { response_action: 'clear' };
  // The modals below are out of date once the form has done what it asks for.
  const isDone = reply.kind === 'notice' || reply.kind === 'form';
  const ends = isDone ? { clear_on_close: true } : {};
  return { response_action: 'update', view: { ...view, ...ends } };
}

/**
 * Shows the reporter what was recorded or added to, after the acknowledgement and to them alone, where they asked
 * for the form. The `response_url` works everywhere, but only for half an hour; after that the bot must
 * be in the conversation. If neither works, the reporter has their card.
 */
export async function showRecorded(
  context: ReplyContext,
  { origin, event }: ParsedViewSubmission,
  reply: Reply,
): Promise<void> {
  if (origin === null || !isShownInPlace(reply, origin)) return;
  const { channel, thread, url, replaces } = origin;
  const message = renderNoticeMessage(context, reply.notice);
  if (url !== null && (await context.respond(url, thread, message, replaces))) return;
  await postEphemeral(context, { channel, thread, user: event.account.userId }, message);
}

/** Is it to be shown where the form was asked for? What the window says too is, if it replaces the button there. */
function isShownInPlace(
  reply: Reply,
  { replaces }: FormOrigin,
): reply is Extract<Reply, { notice: Notice }> {
  if (reply.kind === 'notice') return reply.addedTo !== undefined && replaces === true;
  return reply.kind === 'recorded' && (reply.next === undefined || replaces === true);
}

/**
 * Answers a mention to its author alone. A message has no trigger, so a form is offered by a button
 * that opens it.
 * @param words for the form
 */
export async function replyToMention(
  context: ReplyContext,
  mention: Pick<ParsedMention, 'channel' | 'thread' | 'user'>,
  reply: Reply,
  words: string,
): Promise<void> {
  if (reply.kind === 'form') return postEphemeral(context, mention, renderOpener(words));
  const notice = toNotice(reply);
  if (notice === undefined) return;
  await postEphemeral(context, mention, renderNoticeMessage(context, notice));
}

/** Posts a message that only this person sees. A failure is logged. */
async function postEphemeral(
  context: ReplyContext,
  to: Pick<ParsedMention, 'channel' | 'thread' | 'user'>,
  message: RenderedMessage,
): Promise<void> {
  const { channel, user, thread } = to;
  const where = { channel, user, ...(thread === null ? {} : { thread_ts: thread }) };
  const args = { ...where, ...message, parse: 'none', link_names: false };
  const called = await context.call('chat.postEphemeral', args);
  if (!called.ok) logFailedCall(context, called, 'chat.postEphemeral failed');
}

/** Faults by field. Faults of the whole form, or of a field it does not have, go under its first field. */
function toFieldErrors(
  faults: readonly FormFault[],
  fields: readonly string[],
): Record<string, string> {
  const errors = new Map<string, string>();
  for (const { field, message } of faults) {
    const name = field !== null && fields.includes(field) ? field : (fields[0] ?? '');
    const earlier = errors.get(name);
    const text = earlier === undefined ? message : `${earlier} ${message}`;
    errors.set(name, shorten(text, MAX_FAULT_LENGTH));
  }
  return Object.fromEntries(errors);
}

const CANNOT_SHOW: Notice = { text: SLACK_TEXT.cannotShow, blocks: [] };

/** The form of a reply: to fill in, or what follows a record. */
function findForm(reply: Reply): Form | undefined {
  if (reply.kind === 'form') return reply.form;
  return reply.kind === 'recorded' ? reply.next : undefined;
}

function renderReplyModal(
  context: ReplyContext,
  reply: Reply,
  origin: FormOrigin | null = null,
): types.ModalView | undefined {
  const renderContext = context.renderContext();
  const cannotShow = () => renderNoticeModal(CANNOT_SHOW, renderContext);
  const form = findForm(reply);
  if (form !== undefined) {
    return tryRender(context, () => renderForm(form, renderContext, origin)) ?? cannotShow();
  }
  const notice = toNotice(reply);
  if (notice === undefined) return undefined;
  return tryRender(context, () => renderNoticeModal(notice, renderContext)) ?? cannotShow();
}

function renderNoticeMessage(context: ReplyContext, notice: Notice): RenderedMessage {
  const renderContext = context.renderContext();
  const rendered = tryRender(context, () => renderNotice(notice, renderContext));
  return rendered ?? renderNotice(CANNOT_SHOW, renderContext);
}

async function openForm(
  context: ReplyContext,
  from: ReplyAddress,
  thread: string | null,
  form: Form,
  origin: FormOrigin | null,
): Promise<CallResult | undefined> {
  const view = tryRender(context, () => renderForm(form, context.renderContext(), origin));
  if (view === undefined) {
    await respondWithNotice(context, from, thread, CANNOT_SHOW);
    return undefined;
  }
  const called = await context.call('views.open', { trigger_id: from.triggerId, view });
  if (called.ok) return called;
  logFailedCall(context, called, 'views.open failed');
  await respondWithNotice(context, from, thread, { text: SLACK_TEXT.pressAgain, blocks: [] });
  return called;
}

/** True if the reply is the button's own form, up to date: it replaces itself. */
function isSameForm({ event: { payload } }: ParsedBlockAction, reply: Reply): boolean {
  return reply.kind === 'form' && payload.kind === 'action' && payload.form === reply.form.id;
}

/** Shows a notice to the actor alone, if Slack sent a `response_url`. */
async function respondWithNotice(
  context: ReplyContext,
  from: ReplyAddress,
  thread: string | null,
  notice: Notice,
): Promise<void> {
  if (from.responseUrl === null) return;
  await context.respond(from.responseUrl, thread, renderNoticeMessage(context, notice));
}
