import type { ExpectedMessage } from '../support/recording/message-recorder.js';
import { assertText, type ScenarioRun } from './scenario.js';

/** The list of the day, to Ben. */
export function list(text: RegExp): ExpectedMessage {
  return { where: 'dm ben', id: /^inbox\/p_[0-9a-f]+\/\d+\/\d+\/\d+$/, text };
}

/**
 * A reminder in a conversation, in whatever round; a repetition's number follows the round's. `rule`: rule, promise
 * and rung as in its delivery id. The list of the day may say the same, and come before it: it is none.
 */
export function reminder(where: string, rule: string, text: RegExp): ExpectedMessage {
  const noList = new RegExp(`^(?!Today:)[^]*?(?:${text.source})`, text.flags);
  return { where, id: new RegExp(`^C-n/${rule}/\\d+(-\\d+)?/`), text: noList };
}

/** Throws unless the last reminder of a rule says that it is done. */
export function assertNothingLeft(
  run: ScenarioRun,
  where: string,
  rule: Parameters<ScenarioRun['findNudge']>[1],
): void {
  assertText(`the reminder ${rule}`, run.findNudge(where, rule).text, [
    /nothing is left to do here/,
  ]);
}

/** What people did, as the history must say it: each once, in this order. */
export const HISTORY: readonly string[] = [
  'file',
  'take',
  'acknowledge',
  'promise',
  'hear',
  'hear',
  'renegotiate',
  'keep',
  'update',
  'hear',
  'snooze',
  'resolve',
  'follow-up',
  'reopen',
];
