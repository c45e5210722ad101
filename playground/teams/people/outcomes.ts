import type { JsonObject } from '../../json.js';
import type { Dialog } from '../types.js';

/** What a person sees after using something of the bot's. */
export interface Outcome {
  /** `ok`: the bot took it; `failed`: {@link error} holds the words Teams shows. */
  status: 'ok' | 'failed';
  /** The dialog that opened. */
  dialog?: Dialog;
  /** The words the bot answered, shown as a short note to this person alone. */
  message?: string;
  /** The card the bot's answer put in the message's place, for this person alone. */
  card?: JsonObject;
  /** Teams' words. */
  error?: string;
  /** What Teams found wrong with the bot's answer, for whoever debugs it. */
  reasons?: readonly string[];
}

/** What comes of writing: the message that now stands there. */
export interface WriteOutcome {
  status: 'ok' | 'failed';
  /** Activity id. */
  activity: string;
  /** Conversation id as activities name it. */
  conversation: string;
  error?: string;
}

export type DialogOutcome = Outcome;
export type PressOutcome = Outcome;

/** What a person sees after sending a dialog. */
export interface SubmitOutcome extends Omit<Outcome, 'status' | 'card'> {
  /**
   * `ok`: the bot took it; `invalid`: Teams itself refused, words under fields in {@link errors};
   * `failed`: the dialog stays open with its content.
   */
  status: 'ok' | 'invalid' | 'failed';
  /** True when the dialog is gone; else {@link dialog} is what shows now. */
  closed: boolean;
  /** Input id to words. */
  errors?: Record<string, string>;
}

/** What a person sees when nothing came back in time, or nobody was there. */
export const UNREACHABLE = 'Unable to reach app. Please try again.';
/** What a person sees when the bot's answer was an error or made no sense. */
export const WENT_WRONG = 'Something went wrong. Please try again.';
