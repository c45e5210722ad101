import type { types } from '@slack/bolt';
import type { Reply } from '../../../src/ports/intake.js';
import type { Logger } from '../../../src/ports/logger.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Form, FormFault, Notice } from '../../../src/views/elements.js';
import { renderOrLog, toNotice } from '../../shared/reply.js';
import { shorten } from '../../shared/text.js';
import type { Call, CallResult } from '../outbound/client.js';
import { toErrorCode } from '../outbound/errors.js';
import type { Respond } from '../outbound/respond.js';
import { renderForm, renderNoticeModal } from '../render/modal.js';
import { type RenderedMessage, renderNotice } from '../render/render.js';

import type { RenderContext } from '../render/text.js';
import type { ParsedAction, ReplyAddress } from './parse.js';

/** What answering works with. */
export interface ReplyContext {
  /** The client for calls while a person waits. */
  readonly call: Call;
  readonly respond: Respond;
  readonly renderContext: () => RenderContext;
  readonly logger: Logger;
}

/** The acknowledgement of a submission. `clear` closes the modals below as well: they show what was before. */
export type ViewSubmissionAck =
  | { readonly response_action: 'clear' }
  | { readonly response_action: 'update'; readonly view: types.ModalView }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> };

/** Slack names no limit for a fault under a field; longer, nobody would read it there. */
const FAULT_TEXT = 300;

/** The acknowledgement of a slash command: a message only the actor sees, or nothing. */
export function toCommandAck(answering: ReplyContext, reply: Reply) {
  const notice = toNotice(reply);
  if (notice === undefined) return undefined;
  return { response_type: 'ephemeral' as const, ...renderNoticeMessage(answering, notice) };
}

/** What is left to do for a slash command once it is acknowledged: opening the form. */
export async function answerCommand(
  answering: ReplyContext,
  from: ReplyAddress,
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'form') await openForm(answering, from, null, reply.form);
}

/** What there is to do for a shortcut, which was acknowledged before: opening the form, or words. */
export async function answerShortcut(
  answering: ReplyContext,
  from: ReplyAddress & { readonly thread: string | null },
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'form') return openForm(answering, from, from.thread, reply.form);
  const notice = toNotice(reply);
  if (notice !== undefined) await tell(answering, from, from.thread, notice);
}

/** What is left to do for a button once it is acknowledged; its acknowledgement shows nothing. */
export async function answerAction(
  answering: ReplyContext,
  press: ParsedAction,
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'form' && press.view === null) {
    return openForm(answering, press, press.thread, reply.form);
  }
  if (press.view !== null) {
    const view = renderReplyModal(answering, reply);
    if (view === undefined) return;
    return isSame(press, reply)
      ? replace(answering, press.view, view)
      : stack(answering, press.triggerId, press.view, view);
  }
  const notice = toNotice(reply);
  if (notice !== undefined) await tell(answering, press, press.thread, notice);
}

/** The acknowledgement of a form: it closes, shows faults with its content kept, or turns into another. */
export function toViewSubmissionAck(
  answering: ReplyContext,
  fields: readonly string[],
  reply: Reply,
): ViewSubmissionAck {
  if (reply.kind === 'faults' && fields.length > 0) {
    return { response_action: 'errors', errors: errorsOf(reply.faults, fields) };
  }
  const view = renderReplyModal(answering, reply);
  return view === undefined ? { response_action: 'clear' } : { response_action: 'update', view };
}

/** Faults by block: those of the whole form, and of fields it lacks, stand under its first field. */
function errorsOf(faults: readonly FormFault[], fields: readonly string[]): Record<string, string> {
  const errors = new Map<string, string>();
  for (const { field, message } of faults) {
    const place = field !== null && fields.includes(field) ? field : (fields[0] ?? '');
    const before = errors.get(place);
    const words = before === undefined ? message : `${before} ${message}`;
    errors.set(place, shorten(words, FAULT_TEXT));
  }
  return Object.fromEntries(errors);
}

const CANNOT_SHOW: Notice = { text: SLACK_TEXT.cannotShow, blocks: [] };

/** Undefined, and logged, when Slack would refuse what `render` makes. */
function tryRender<T>({ logger }: ReplyContext, render: () => T): T | undefined {
  return renderOrLog(render, logger, 'rendered reply exceeds Slack limits');
}

function renderReplyModal(answering: ReplyContext, reply: Reply): types.ModalView | undefined {
  const around = answering.renderContext();
  const cannotShow = () => renderNoticeModal(CANNOT_SHOW, around);
  if (reply.kind === 'form') {
    return tryRender(answering, () => renderForm(reply.form, around)) ?? cannotShow();
  }
  const notice = toNotice(reply);
  if (notice === undefined) return undefined;
  return tryRender(answering, () => renderNoticeModal(notice, around)) ?? cannotShow();
}

function renderNoticeMessage(answering: ReplyContext, notice: Notice): RenderedMessage {
  const around = answering.renderContext();
  const rendered = tryRender(answering, () => renderNotice(notice, around));
  return rendered ?? renderNotice(CANNOT_SHOW, around);
}

async function openForm(
  answering: ReplyContext,
  from: ReplyAddress,
  thread: string | null,
  form: Form,
): Promise<void> {
  const view = tryRender(answering, () => renderForm(form, answering.renderContext()));
  if (view === undefined) return tell(answering, from, thread, CANNOT_SHOW);
  const called = await answering.call('views.open', { trigger_id: from.triggerId, view });
  if (called.ok) return;
  warn(answering, called, 'Slack did not open a form');
  await tell(answering, from, thread, { text: SLACK_TEXT.pressAgain, blocks: [] });
}

/**
 * Shows a modal on top of the one the button stood in. Where Slack will not (three are the most,
 * or the click is too old), the modal below turns into it, which needs no trigger.
 */
async function stack(
  answering: ReplyContext,
  triggerId: string,
  viewId: string,
  view: types.ModalView,
): Promise<void> {
  const pushed = await answering.call('views.push', { trigger_id: triggerId, view });
  if (pushed.ok || pushed.failure.kind === 'lost') return;
  await replace(answering, viewId, view);
}

async function replace(
  answering: ReplyContext,
  viewId: string,
  view: types.ModalView,
): Promise<void> {
  const updated = await answering.call('views.update', { view_id: viewId, view });
  if (!updated.ok) warn(answering, updated, 'Slack did not show a modal');
}

/** The form the button stood in, as it is now: it takes its own place. */
function isSame({ event: { payload } }: ParsedAction, reply: Reply): boolean {
  return reply.kind === 'form' && payload.kind === 'action' && payload.form === reply.form.id;
}

async function tell(
  answering: ReplyContext,
  from: ReplyAddress,
  thread: string | null,
  notice: Notice,
): Promise<void> {
  if (from.responseUrl === null) return;
  await answering.respond(from.responseUrl, thread, renderNoticeMessage(answering, notice));
}

function warn(
  { logger }: ReplyContext,
  called: Extract<CallResult, { ok: false }>,
  message: string,
) {
  logger.warn({ code: toErrorCode(called.failure) }, message);
}
