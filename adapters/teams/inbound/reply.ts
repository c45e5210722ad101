import type { AdaptiveCardInvokeResponse, TaskModuleResponse } from 'botbuilder';
import type { Reply } from '../../../src/ports/intake.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Form, Notice } from '../../../src/views/elements.js';
import { renderOrLog, toNotice } from '../../shared/reply.js';
import { type ActionData, type OpenerRef, toForm } from '../render/action-data.js';
import {
  type Dialog,
  type DialogContext,
  renderForm,
  renderNoticeDialog,
} from '../render/form/dialog.js';
import { readInput, toInputIds } from '../render/form/fields.js';
import type { Seal } from '../render/form/seal.js';
import { toPlainText } from '../render/plain-text.js';
import { type RenderedMessage, renderNotice } from '../render/render.js';

/** What rendering a reply needs. */
export interface ReplyContext {
  readonly tenant: string;
  readonly logger: Logger;
}

/** An invoke that opens a dialog or submits one. */
export interface DialogRequest {
  /** `fetch`: Teams asks for a dialog to open. `submit`: a person used an open dialog. */
  readonly invoke: 'fetch' | 'submit';
  /** The button's data; undefined for a command of the message extension. */
  readonly data: ActionData | undefined;
  /** The values of the dialog's inputs. */
  readonly inputs: unknown;
  /** IANA zone in which dates are entered; null when unknown. */
  readonly zone: string | null;
  /** Creates seals for the actor, who will see the answer. */
  readonly seal: Seal;
  /** The card that opens the form, or opened the form that was sent. */
  readonly opener?: OpenerRef | undefined;
}

/** The person who will see a dialog. */
export type DialogViewer = Pick<DialogRequest, 'seal'>;

/** The response to a dialog invoke: a dialog opens, changes, shows faults with its inputs kept, or closes. */
export function toTaskModuleResponse(
  replyContext: ReplyContext,
  request: DialogRequest,
  reply: Reply,
): TaskModuleResponse {
  switch (reply.kind) {
    case 'form':
      return toDialogResponse(renderFormDialog(replyContext, reply.form, request));
    case 'recorded': {
      const { next, notice } = reply;
      if (next !== undefined) {
        const shown = { ...request, opener: undefined };
        return toDialogResponse(renderFormDialog(replyContext, next, shown));
      }
      return toDialogResponse(renderNoticeReply(replyContext, notice, request));
    }
    case 'notice':
      return toDialogResponse(renderNoticeReply(replyContext, reply.notice, request));
    case 'faults':
      return toDialogResponse(renderFaultsReply(replyContext, request, reply));
    case 'none':
      // A fetch must get a dialog; an empty response to a submit closes the dialog.
      return request.invoke === 'fetch'
        ? toSentenceResponse(replyContext, TEAMS_TEXT.done, request)
        : {};
  }
}

/**
 * Shows one sentence as a dialog. For `task: {type: 'message'}` Teams shows an empty box or
 * "Something went wrong" (github.com/MicrosoftDocs/msteams-docs/issues, 618 and 1732 for message
 * extensions, 6740 for `task/fetch`).
 */
export function toSentenceResponse(
  replyContext: ReplyContext,
  text: string,
  viewer: DialogViewer,
): TaskModuleResponse {
  return toDialogResponse(renderNoticeReply(replyContext, { text, blocks: [] }, viewer));
}

function toDialogResponse(dialog: Dialog): TaskModuleResponse {
  return { task: { type: 'continue', value: dialog } };
}

/**
 * The response to an `Action.Execute`: a text below the card that only the actor sees. The card
 * itself is updated for everybody by a delivery.
 */
export function toCardResponse(reply: Reply): AdaptiveCardInvokeResponse {
  if (reply.kind === 'form') return toMessageResponse(TEAMS_TEXT.openDetails);
  const notice = toNotice(reply);
  return toMessageResponse(notice === undefined ? TEAMS_TEXT.done : toPlainText(notice));
}

function toMessageResponse(text: string): AdaptiveCardInvokeResponse {
  // The declaration allows only objects, but Teams expects a string for this type.
  const value: unknown = text;
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: value as Record<string, unknown>,
  };
}

/** The response to an `Action.Execute` with data we do not know, or no longer know. */
export function toUnknownActionResponse(): AdaptiveCardInvokeResponse {
  const value = { code: 'BadRequest', message: TEAMS_TEXT.unknownButton };
  return { statusCode: 400, type: 'application/vnd.microsoft.error', value };
}

/** Renders a notice as a message; a short apology when Teams would refuse it. */
export function renderNoticeMessage(replyContext: ReplyContext, notice: Notice): RenderedMessage {
  const context = { tenant: replyContext.tenant };
  return (
    renderIfFits(replyContext, () => renderNotice(notice, context)) ??
    renderNotice(CANNOT_SHOW, context)
  );
}

/** Renders one sentence as a message. */
export function renderSentenceMessage(replyContext: ReplyContext, text: string): RenderedMessage {
  return renderNoticeMessage(replyContext, { text, blocks: [] });
}

const CANNOT_SHOW: Notice = { text: TEAMS_TEXT.cannotShow, blocks: [] };

function renderFormDialog(
  replyContext: ReplyContext,
  form: Form,
  { zone, seal, opener }: DialogRequest,
): Dialog {
  const context = { tenant: replyContext.tenant, zone, seal, opener };
  return renderIfFits(replyContext, () => renderForm(form, context)) ?? renderCannotShow(context);
}

function renderNoticeReply(
  replyContext: ReplyContext,
  notice: Notice,
  { seal }: DialogViewer,
): Dialog {
  const context = { tenant: replyContext.tenant, seal };
  return (
    renderIfFits(replyContext, () => renderNoticeDialog(notice, context)) ??
    renderCannotShow(context)
  );
}

function renderFaultsReply(
  replyContext: ReplyContext,
  request: DialogRequest,
  reply: Extract<Reply, { kind: 'faults' }>,
): Dialog {
  const { data, inputs, seal, opener } = request;
  if (data?.kind !== 'submit') {
    return renderNoticeReply(replyContext, toNotice(reply) ?? CANNOT_SHOW, request);
  }
  const values = typeof inputs === 'object' && inputs !== null ? { ...inputs } : {};
  const { zone } = data;
  const form = toForm(data);
  const { tenant } = replyContext;
  const context = { tenant, zone, seal, values, faults: reply.faults, opener };
  return (
    renderIfFits(replyContext, () => renderForm(form, context)) ??
    renderNoticeReply(replyContext, toCopyNotice(form, values, reply), request)
  );
}

/** The faults of a form and the texts entered in it, so that the person can copy them. */
function toCopyNotice(
  form: Form,
  values: unknown,
  { faults }: Extract<Reply, { kind: 'faults' }>,
): Notice {
  const faultBlocks = faults.map(({ message }): Block => {
    return { kind: 'text', text: [{ strong: TEAMS_TEXT.error }, message] };
  });
  const entered = form.fields.flatMap((field): readonly Block[] => {
    const text = field.kind === 'text' ? readInput(values, toInputIds(field.name).value) : '';
    return text === '' ? [] : [{ kind: 'quote', label: field.label, text, max: text.length }];
  });
  return {
    title: form.title,
    text: TEAMS_TEXT.cannotShowForm,
    blocks: [...faultBlocks, ...entered],
  };
}

function renderCannotShow(context: DialogContext): Dialog {
  return renderNoticeDialog(CANNOT_SHOW, context);
}

/** Undefined, with a log line, when Teams would refuse the result. */
function renderIfFits<T>({ logger }: ReplyContext, render: () => T): T | undefined {
  return renderOrLog(render, logger, 'rendered reply exceeds Teams limits');
}
