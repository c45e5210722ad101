import type { AdaptiveCardInvokeResponse, TaskModuleResponse } from 'botbuilder';
import { RedressError } from '../../../src/errors.js';
import type { Reply } from '../../../src/ports/intake.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Form, Notice } from '../../../src/views/elements.js';
import { type ActionData, formOf } from '../render/action-data.js';
import {
  type Dialog,
  type DialogSurroundings,
  renderForm,
  renderNoticeDialog,
} from '../render/form/dialog.js';
import { entered, inputIds } from '../render/form/input-ids.js';
import type { Seal } from '../render/form/seal.js';
import { plainWords } from '../render/plain-text.js';
import { type RenderedMessage, renderNotice, renderOpener } from '../render/render.js';

/** What answering works with. */
export interface Answering {
  readonly tenant: string;
  readonly logger: Logger;
}

/** Something a person did in or for a dialog. */
export interface Asked {
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
export type Seen = Pick<Asked, 'seal'>;

/** The answer of a dialog: it opens, turns into another, shows faults with its content kept, or closes. */
export function dialogAnswer(answering: Answering, asked: Asked, reply: Reply): TaskModuleResponse {
  switch (reply.kind) {
    case 'form':
      return shown(formDialog(answering, reply.form, asked));
    case 'notice':
      return shown(noticeDialog(answering, reply.notice, asked));
    case 'faults':
      return shown(faultyDialog(answering, asked, reply));
    case 'none':
      // A dialog that was to be opened says a word; one that is open closes.
      return asked.by === 'fetch' ? words(answering, TEAMS_TEXT.done, asked) : {};
  }
}

/**
 * A sentence in place of a dialog. It is a dialog itself: of `task: {type: 'message'}` Teams shows an
 * empty box or "Something went wrong" (github.com/MicrosoftDocs/msteams-docs/issues, 618 and 1732 for
 * message extensions, 6740 for `task/fetch`).
 */
export function words(answering: Answering, text: string, seen: Seen): TaskModuleResponse {
  return shown(noticeDialog(answering, { text, blocks: [] }, seen));
}

function shown(dialog: Dialog): TaskModuleResponse {
  return { task: { type: 'continue', value: dialog } };
}

/** The answer of a button that acts: words under the card, for the actor alone; the card is updated for all. */
export function cardAnswer(reply: Reply): AdaptiveCardInvokeResponse {
  if (reply.kind === 'form') return told(TEAMS_TEXT.pressAgain);
  const notice = noticeOf(reply);
  return told(notice === undefined ? TEAMS_TEXT.done : plainWords(notice));
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
export function noticeOf(reply: Reply): Notice | undefined {
  if (reply.kind === 'notice') return reply.notice;
  if (reply.kind !== 'faults') return undefined;
  return { text: reply.faults.map(({ message }) => message).join('\n'), blocks: [] };
}

/** A notice as a message. */
export function noticeMessage(answering: Answering, notice: Notice): RenderedMessage {
  const around = { tenant: answering.tenant };
  return (
    fitting(answering, () => renderNotice(notice, around)) ?? renderNotice(CANNOT_SHOW, around)
  );
}

/** One sentence as a message. */
export function sentenceMessage(answering: Answering, text: string): RenderedMessage {
  return noticeMessage(answering, { text, blocks: [] });
}

/** The card whose button opens the form, with the words that stood behind the command. */
export function openerMessage({ tenant }: Answering, text: string): RenderedMessage {
  return renderOpener(text, { tenant });
}

const CANNOT_SHOW: Notice = { text: TEAMS_TEXT.cannotShow, blocks: [] };

function formDialog(answering: Answering, form: Form, { zone, seal }: Asked): Dialog {
  const around = { tenant: answering.tenant, zone, seal };
  return fitting(answering, () => renderForm(form, around)) ?? tooBig(around);
}

function noticeDialog(answering: Answering, notice: Notice, { seal }: Seen): Dialog {
  const around = { tenant: answering.tenant, seal };
  return fitting(answering, () => renderNoticeDialog(notice, around)) ?? tooBig(around);
}

function faultyDialog(
  answering: Answering,
  asked: Asked,
  reply: Extract<Reply, { kind: 'faults' }>,
): Dialog {
  const { data, inputs, seal } = asked;
  if (data?.kind !== 'submit') {
    return noticeDialog(answering, noticeOf(reply) ?? CANNOT_SHOW, asked);
  }
  const values = typeof inputs === 'object' && inputs !== null ? { ...inputs } : {};
  const { zone } = data;
  const form = formOf(data);
  const around = { tenant: answering.tenant, zone, seal, values, faults: reply.faults };
  return (
    fitting(answering, () => renderForm(form, around)) ??
    noticeDialog(answering, toCopy(form, values, reply), asked)
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
    const text = field.kind === 'text' ? entered(values, inputIds(field.name).value) : '';
    return text === '' ? [] : [{ kind: 'quote', label: field.label, text, max: text.length }];
  });
  return { title: form.title, text: TEAMS_TEXT.cannotShowForm, blocks: [...wrong, ...written] };
}

function tooBig(around: DialogSurroundings): Dialog {
  return renderNoticeDialog(CANNOT_SHOW, around);
}

/** Undefined, and logged, where Teams would refuse what was rendered. */
function fitting<T>(answering: Answering, render: () => T): T | undefined {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    answering.logger.error({ error }, 'an answer does not fit into Teams');
    return undefined;
  }
}
