import { isBlank, trimText } from '../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import { type ChatCommand, parseChatCommand } from '../../../src/views/chat-commands.js';
import { cutAtGrapheme, MAX_NAME_LENGTH, shorten, toWellFormed } from '../../shared/text.js';
import { renderOpenerAction } from './blocks.js';
import type { CardElement } from './card-elements.js';
import { LIMITS } from './limits.js';
import { NO_MENTIONS } from './mentions.js';
import { type RenderedMessage, toMessage } from './render.js';
import { renderParagraphs } from './text.js';

/** The card that answers `complaint`, `away` or `reminders` in a message. */
export interface OpenerCard {
  /** What the person wrote after the command; fills in the form. */
  readonly words: string;
  /** The person's name where others read the card too; null in their personal chat. */
  readonly by: string | null;
}

/**
 * Renders the card with the button that opens the form, because a message cannot open a dialog. It shows
 * who asked and the beginning of their words, to the people who can read their message. The words for
 * the form are cut to more than it takes, so that the form reports them as too long.
 */
export function renderOpener({ words, by }: OpenerCard): RenderedMessage {
  const start = words.slice(0, 2 * LIMITS.openerText);
  const initial = cutAtGrapheme(toWellFormed(start), LIMITS.openerText);
  const { kind } = parseChatCommand(words);
  const name = by === null || isBlank(by) ? null : toName(by);
  const intro = INTROS[isIntroduced(kind) ? kind : 'report'](name);
  const body = [
    ...renderParagraphs([intro], LIMITS.text, NO_MENTIONS).elements,
    ...(isIntroduced(kind) ? [] : renderWords(words)),
    { type: 'ActionSet' as const, actions: [renderOpenerAction(initial)] },
  ];
  return toMessage(intro, body, []);
}

/** What the card says by what its form is for. `name`: where others read it too. */
const INTROS = {
  report: (name) => (name === null ? TEAMS_TEXT.opener : TEAMS_TEXT.openerBy(name)),
  away: (name) => (name === null ? TEAMS_TEXT.openerAway : TEAMS_TEXT.openerAwayBy(name)),
  reminders: (name) =>
    name === null ? TEAMS_TEXT.openerReminders : TEAMS_TEXT.openerRemindersBy(name),
} as const satisfies Partial<Record<ChatCommand['kind'], (name: string | null) => string>>;

/** Does the form that this command opens ask for something else than a complaint? */
function isIntroduced(kind: ChatCommand['kind']): kind is 'away' | 'reminders' {
  return kind === 'away' || kind === 'reminders';
}

/** Renders what replaces the card when its form was sent. All who can read the card see `text` only. */
export function renderUsedOpener(text: string): RenderedMessage {
  return toMessage(text, renderParagraphs([text], LIMITS.text, NO_MENTIONS).elements, []);
}

function toName(name: string): string {
  return trimText(shorten(name, MAX_NAME_LENGTH).replace(/\s+/g, ' '));
}

function renderWords(words: string): readonly CardElement[] {
  if (isBlank(words)) return [];
  const quoted = shorten(trimText(words), LIMITS.openerQuote);
  const items = renderParagraphs([quoted], LIMITS.text, NO_MENTIONS).elements;
  return items.length === 0 ? [] : [{ type: 'Container', style: 'emphasis', items }];
}
