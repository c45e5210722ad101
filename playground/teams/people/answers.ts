import { asString, isObject, type JsonObject } from '../../json.js';
import { type BotAnswer, isTaken } from '../bot-link.js';
import { faultsInCard } from '../cards/validate.js';
import { CARD_TYPE, mentionableIn } from '../message-content.js';
import type { Core } from '../state.js';
import type { Dialog } from '../types.js';
import { type Outcome, UNREACHABLE, WENT_WRONG } from './outcomes.js';

/** "Dialogs and message extensions: at most 28 KB" for what an answer carries. */
const ANSWER_BYTES = 28 * 1024;

/** What a dialog shows. */
export type DialogContent = Pick<Dialog, 'title' | 'height' | 'width' | 'card'>;

/** What the bot's answer to an invoke says. */
export type InvokeAnswer =
  | { kind: 'dialog'; content: DialogContent }
  | { kind: 'message'; words: string }
  | { kind: 'card'; card: JsonObject }
  | { kind: 'nothing' }
  | { kind: 'failed'; outcome: Outcome };

/** An answer Teams can do nothing with; `reasons` are for whoever debugs the bot. */
function wrong(...reasons: string[]): InvokeAnswer {
  return { kind: 'failed', outcome: { status: 'failed', error: WENT_WRONG, reasons } };
}

/** The failures all invokes have in common. */
function failure(answer: BotAnswer): InvokeAnswer | undefined {
  if (answer.kind !== 'answered') {
    return { kind: 'failed', outcome: { status: 'failed', error: UNREACHABLE } };
  }
  return isTaken(answer) ? undefined : wrong(`HTTP ${answer.status}`);
}

function isSize(value: unknown): value is number | string | undefined {
  if (typeof value === 'string') return ['small', 'medium', 'large'].includes(value);
  return value === undefined || typeof value === 'number';
}

function checkedCard(core: Core, card: unknown, surface: 'dialog' | 'message'): string[] {
  const faults = faultsInCard(card, surface, mentionableIn(core));
  const bytes = Buffer.byteLength(JSON.stringify(card) ?? '');
  return bytes > ANSWER_BYTES ? [...faults, `the answer has ${bytes} bytes`] : faults;
}

function dialogIn(core: Core, value: unknown): InvokeAnswer {
  if (!isObject(value)) return wrong('task.value is not an object');
  const { title, height, width, card } = value;
  if (!isObject(card) || card.contentType !== CARD_TYPE) {
    return wrong('task.value.card is not an Adaptive Card attachment');
  }
  if (!isSize(height) || !isSize(width)) return wrong('task.value has an unknown size');
  if (title !== undefined && typeof title !== 'string') return wrong('task.value.title');
  const faults = checkedCard(core, card.content, 'dialog');
  if (faults.length > 0) return wrong(...faults);
  const content: DialogContent = {
    title: title ?? '',
    height: height ?? null,
    width: width ?? null,
    card: card.content as JsonObject,
  };
  return { kind: 'dialog', content };
}

/**
 * Reads the answer to `task/fetch`, `task/submit` and the message extension's invokes. A `task` of the
 * type `message` is documented, yet Teams shows an empty box or "Something went wrong"
 * (github.com/MicrosoftDocs/msteams-docs/issues, 618, 1732 and 6740): it is refused here.
 */
export function readTaskAnswer(core: Core, answer: BotAnswer): InvokeAnswer {
  const failed = failure(answer);
  if (failed || answer.kind !== 'answered') return failed ?? wrong('no answer');
  const { body } = answer;
  if (body === undefined) return answer.isEmpty ? { kind: 'nothing' } : wrong('not JSON');
  if (body.task === undefined) {
    return Object.keys(body).length === 0 ? { kind: 'nothing' } : wrong('no task in the answer');
  }
  const task = isObject(body.task) ? body.task : {};
  if (task.type === 'continue') return dialogIn(core, task.value);
  if (task.type === 'message') return wrong('task.type is "message", which shows an empty box');
  return wrong(`task.type is "${String(task.type)}"`);
}

/** Reads the answer to `adaptiveCard/action` (Microsoft: "Universal Actions", response format). */
export function readActionAnswer(core: Core, answer: BotAnswer): InvokeAnswer {
  const failed = failure(answer);
  if (failed || answer.kind !== 'answered') return failed ?? wrong('no answer');
  const body = answer.body ?? {};
  if (body.statusCode !== 200) return wrong(`statusCode is ${String(body.statusCode)}`);
  switch (body.type) {
    case 'application/vnd.microsoft.activity.message': {
      const words = asString(body.value);
      if (words === undefined) return wrong('value is not a text');
      return words === '' ? { kind: 'nothing' } : { kind: 'message', words };
    }
    case CARD_TYPE: {
      const faults = checkedCard(core, body.value, 'message');
      return faults.length > 0
        ? wrong(...faults)
        : { kind: 'card', card: body.value as JsonObject };
    }
    default:
      return wrong(`type is "${String(body.type)}"`);
  }
}
