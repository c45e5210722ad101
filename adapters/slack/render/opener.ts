import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import { parseChatCommand } from '../../../src/views/chat-commands.js';
import { cutAtGrapheme, toWellFormed } from '../../shared/text.js';
import { LIMITS } from './limits.js';
import type { RenderedMessage } from './render.js';
import { plainText } from './text.js';

/** The `action_id` of the button that opens the form. It is on people's screens, so it stays. */
export const OPENER_ACTION = 'open-form';

/** Slack escapes these in some texts; and `%` marks what is encoded here. */
const ENCODED = /[%&<>"]/g;

/**
 * Renders the message with the button that opens the form, because a message cannot open one. Its
 * value carries the words for the form. If they do not fit, it carries their beginning, and the
 * message says so.
 */
export function renderOpener(words: string): RenderedMessage {
  const whole = toWellFormed(words);
  const kept = cutToValue(whole);
  const text = toIntro(whole, kept);
  const button: types.Button = {
    type: 'button',
    action_id: OPENER_ACTION,
    text: plainText(SLACK_TEXT.openerButton, LIMITS.buttonText),
    style: 'primary',
    ...(kept === '' ? {} : { value: encode(kept) }),
  };
  return {
    text,
    blocks: [
      { type: 'section', text: plainText(text, LIMITS.sectionText) },
      { type: 'actions', elements: [button] },
    ],
  };
}

/** What the form is for, and whether its words were shortened. */
function toIntro(words: string, kept: string): string {
  const { kind } = parseChatCommand(words);
  if (kind === 'away') return SLACK_TEXT.openerAway;
  if (kind === 'reminders') return SLACK_TEXT.openerReminders;
  return kept === words ? SLACK_TEXT.opener : SLACK_TEXT.openerShortened;
}

/** The words that the value of the opener's button carries. Any other text is returned as it is. */
export function parseOpenerValue(value: string): string {
  return value.replaceAll(/%(25|26|3C|3E|22)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function encode(words: string): string {
  return words.replaceAll(
    ENCODED,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** The longest start whose encoded form fits into a button's value. */
function cutToValue(words: string): string {
  let kept = cutAtGrapheme(words, LIMITS.buttonValue);
  // An encoded character takes three, so each round removes at least a third of what is too much.
  for (let over = encode(kept).length - LIMITS.buttonValue; over > 0; ) {
    kept = cutAtGrapheme(kept, kept.length - Math.ceil(over / 3));
    over = encode(kept).length - LIMITS.buttonValue;
  }
  return kept;
}
