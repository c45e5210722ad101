import type { JsonObject } from '../../json.js';
import type { BotAnswer } from '../bot-link.js';
import type { Message, View } from '../types.js';

/** What a person sees after a slash command. */
export interface SlashOutcome {
  /** `ok`: the bot took it; `failed`: {@link error} holds the words Slack shows. */
  status: 'ok' | 'failed';
  /** What the bot answered for this person alone, newest. */
  ephemeral?: Message;
  /** The modal that opened. */
  modal?: View;
  /** Words such as `/complaint failed with the error "operation_timeout"`. */
  error?: string;
}

/** What a person sees after using a button or another element. */
export type PressOutcome = SlashOutcome;

/** What a person sees after using a shortcut on a message. */
export type ShortcutOutcome = SlashOutcome;

/** What a person sees after sending a modal. */
export interface SubmitOutcome {
  /**
   * `closed`: gone; `errors`: stays open with words under fields; `updated`, `pushed`: another view
   * shows; `failed`: the bot did not answer, the modal stays open with its content.
   */
  status: 'closed' | 'errors' | 'updated' | 'pushed' | 'failed';
  closed: boolean;
  /** Block id to words. */
  errors?: Record<string, string>;
  /** The view on top now, if the modal is still open. */
  modal?: View;
  error?: string;
}

/** What a person sees when they use an element or send a form, and the bot does not take it. */
export const NO_ANSWER_MODAL = 'We had some trouble connecting. Try again?';
export const NO_ANSWER_BUTTON = 'Sorry, that didn’t work. Try again?';

/** What Slack says when a slash command is not taken. */
export function slashFailure(command: string, answer: BotAnswer, bySocket: boolean): string {
  if (answer.kind === 'silent' && bySocket) {
    return `${command} failed because the app did not respond.`;
  }
  const error = answer.kind === 'silent' ? 'operation_timeout' : 'dispatch_failed';
  return `${command} failed with the error "${error}"`;
}

/** What a bot's answer may hold beside being an acknowledgement. */
export function messageIn(
  answer: Extract<BotAnswer, { kind: 'answered' }>,
): JsonObject | undefined {
  if (answer.body) return Object.keys(answer.body).length > 0 ? answer.body : undefined;
  return answer.text.trim() === '' ? undefined : { text: answer.text };
}
