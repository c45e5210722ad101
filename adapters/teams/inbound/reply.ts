import type { AdaptiveCardInvokeResponse, TaskModuleResponse } from 'botbuilder';
import { RedressError } from '../../../src/errors.js';
import type { Reply } from '../../../src/ports/intake.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Form, Notice } from '../../../src/views/elements.js';
import { type ActionData, toForm } from '../render/action-data.js';
import {
  type Dialog,
  type DialogContext,
  renderForm,
  renderNoticeDialog,
} from '../render/form/dialog.js';
import { inputIds, readInput } from '../render/form/fields.js';
import type { Seal } from '../render/form/seal.js';
import { toPlainText } from '../render/plain-text.js';
import { type RenderedMessage, renderNotice, renderOpener } from '../render/render.js';

/** What replyContext works with. */
export interface ReplyContext {
  readonly tenant: string;
  readonly logger: Logger;
}

/** Something a person did in or for a dialog. */
export interface DialogRequest {
  /** How Teams asked: it wants to open a dialog, or one was sent in. */
  readonly by: 'fetch' | 'submit';
  /** The button; undefined for a command of the message extension. */
  readonly data: ActionData | undefined;
  /** What stood in the dialog's inputs. */
  readonly inputs: unknown;
  /** IANA zone in which moments are asked for; null when nobody knows. */
  readonly zone: string | null;
  /** Of the person who did it, and will see the answer. */
  readonly seal: Seal;
}

/** Who will see a dialog. */
export type DialogViewer = Pick<DialogRequest, 'seal'>;

/** The answer of a dialog: it opens, turns into another, shows faults with its content kept, or closes. */
export function toTaskModuleResponse(
  replyContext: ReplyContext,
  asked: DialogRequest,
  reply: Reply,
): TaskModuleResponse {
  switch (reply.kind) {
    case 'form':
      return shown(formDialog(replyContext, reply.form, asked));
    case 'notice':
      return shown(noticeDialog(replyContext, reply.notice, asked));
    case 'faults':
      return shown(faultyDialog(replyContext, asked, reply));
    case 'none':
      // A dialog that was to be opened says a word; one that is open closes.
      return asked.by === 'fetch' ? sentenceDialog(replyContext, TEAMS_TEXT.done, asked) : {};
  }
}

/**
 * A sentence in place of a dialog. It is a dialog itself: of `task: {type: 'message'}` Teams shows an
 * empty box or "Something went wrong" (github.com/MicrosoftDocs/msteams-docs/issues, 618 and 1732 for
 * message extensions, 6740 for `task/fetch`).
 */
export function sentenceDialog(
  replyContext: ReplyContext,
  text: string,
  seen: DialogViewer,
): TaskModuleResponse {
  return shown(noticeDialog(replyContext, { text, blocks: [] }, seen));
}

function shown(dialog: Dialog): TaskModuleResponse {
  return { task: { type: 'continue', value: dialog } };
}

/** The answer of a button that acts: words under the card, for the actor alone; the card is updated for all. */
export function toCardResponse(reply: Reply): AdaptiveCardInvokeResponse {
  if (reply.kind === 'form') return told(TEAMS_TEXT.pressAgain);
  const notice = toNotice(reply);
  return told(notice === undefined ? TEAMS_TEXT.done : toPlainText(notice));
}

function told(words: string): AdaptiveCardInvokeResponse {
  // The declaration knows objects only; what Teams takes for this type is text.
  const value: unknown = words;
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: value as Record<string, unknown>,
  };
}

/** The answer of a button that is none of ours, or no longer. */
export function unknownCardAction(): AdaptiveCardInvokeResponse {
  const value = { code: 'BadRequest', message: TEAMS_TEXT.unknownButton };
  return { statusCode: 400, type: 'application/vnd.microsoft.error', value };
}

/** What is left to say of a reply; undefined for a form, and when there is nothing. */
export function toNotice(reply: Reply): Notice | undefined {
  if (reply.kind === 'notice') return reply.notice;
  if (reply.kind !== 'faults') return undefined;
  return { text: reply.faults.map(({ message }) => message).join('\n'), blocks: [] };
}

/** A notice as a message. */
export function noticeMessage(replyContext: ReplyContext, notice: Notice): RenderedMessage {
  const around = { tenant: replyContext.tenant };
  return (
    fitting(replyContext, () => renderNotice(notice, around)) ?? renderNotice(CANNOT_SHOW, around)
  );
}

/** One sentence as a message. */
export function sentenceMessage(replyContext: ReplyContext, text: string): RenderedMessage {
  return noticeMessage(replyContext, { text, blocks: [] });
}

/** The card whose button opens the form, with the words that stood behind the command. */
export function openerMessage({ tenant }: ReplyContext, text: string): RenderedMessage {
  return renderOpener(text, { tenant });
}

const CANNOT_SHOW: Notice = { text: TEAMS_TEXT.cannotShow, blocks: [] };

function formDialog(replyContext: ReplyContext, form: Form, { zone, seal }: DialogRequest): Dialog {
  const around = { tenant: replyContext.tenant, zone, seal };
  return fitting(replyContext, () => renderForm(form, around)) ?? tooBig(around);
}

function noticeDialog(replyContext: ReplyContext, notice: Notice, { seal }: DialogViewer): Dialog {
  const around = { tenant: replyContext.tenant, seal };
  return fitting(replyContext, () => renderNoticeDialog(notice, around)) ?? tooBig(around);
}

function faultyDialog(
  replyContext: ReplyContext,
  asked: DialogRequest,
  reply: Extract<Reply, { kind: 'faults' }>,
): Dialog {
  const { data, inputs, seal } = asked;
  if (data?.kind !== 'submit') {
    return noticeDialog(replyContext, toNotice(reply) ?? CANNOT_SHOW, asked);
  }
  const values = typeof inputs === 'object' && inputs !== null ? { ...inputs } : {};
  const { zone } = data;
  const form = toForm(data);
  const around = { tenant: replyContext.tenant, zone, seal, values, faults: reply.faults };
  return (
    fitting(replyContext, () => renderForm(form, around)) ??
    noticeDialog(replyContext, toCopy(form, values, reply), asked)
  );
}

/** What is wrong with a form, and what was written in it, to be read. */
function toCopy(
  form: Form,
  values: unknown,
  { faults }: Extract<Reply, { kind: 'faults' }>,
): Notice {
  const wrong = faults.map(({ message }): Block => {
    return { kind: 'text', text: [{ strong: TEAMS_TEXT.error }, message] };
  });
  const written = form.fields.flatMap((field): readonly Block[] => {
    const text = field.kind === 'text' ? readInput(values, inputIds(field.name).value) : '';
    return text === '' ? [] : [{ kind: 'quote', label: field.label, text, max: text.length }];
  });
  return { title: form.title, text: TEAMS_TEXT.cannotShowForm, blocks: [...wrong, ...written] };
}

function tooBig(around: DialogContext): Dialog {
  return renderNoticeDialog(CANNOT_SHOW, around);
}

/** Undefined, and logged, where Teams would refuse what was rendered. */
function fitting<T>(replyContext: ReplyContext, render: () => T): T | undefined {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    replyContext.logger.error({ error }, 'an answer does not fit into Teams');
    return undefined;
  }
}
