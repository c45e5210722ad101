import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Card, Notice } from '../../../src/views/elements.js';
import { cutAtGrapheme, isBlank, shorten, toWellFormed } from '../../shared/text.js';
import { collectMentions, type RenderedBlock, renderOpenerAction, toBody } from './blocks.js';
import { type CardAttachment, type CardElement, toAttachment } from './card-elements.js';
import { escapeLiteral, escapeMarkdown } from './escape.js';
import { fitToLimits } from './fit-to-limits.js';
import { assertFits, LIMITS, MESSAGE_BUDGET, toMessageBytes } from './limits.js';
import {
  createMentionFactory,
  type MentionFactory,
  NO_MENTIONS,
  type RenderContext,
} from './mentions.js';
import { renderParagraphs } from './text.js';

/** A message as Teams takes it: part of an activity. `summary` is what notifications say. */
export interface RenderedMessage {
  readonly type: 'message';
  readonly summary: string;
  readonly attachments: readonly CardAttachment[];
}

/**
 * Renders a card, shortened where Teams would refuse it. People of this tenant are mentioned.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its buttons alone are too much
 */
export function renderCard(card: Card, around: RenderContext): RenderedMessage {
  const summary = isBlank(card.summary) ? (card.title ?? '') : card.summary;
  const said: readonly Block[] = [{ kind: 'text', text: [summary] }];
  const isBare = card.blocks.length === 0 && (card.title === null || isBlank(card.title));
  return renderMessage(summary, renderHeading(card.title), isBare ? said : card.blocks, () =>
    createMentionFactory(around),
  );
}

/**
 * Renders what only the actor sees, as a message to them. The text comes first, then the blocks.
 * Nobody is mentioned: others do not see it.
 * @throws RedressError RENDER_LIMIT like {@link renderCard}
 */
export function renderNotice(notice: Notice, _around: RenderContext): RenderedMessage {
  return renderMessage(notice.text, [], toNoticeBlocks(notice), () => NO_MENTIONS);
}

/** A notice's text as its first block. */
export function toNoticeBlocks(notice: Notice): readonly Block[] {
  return [{ kind: 'text', text: [notice.text] }, ...notice.blocks];
}

/**
 * Renders the card with the button that opens the form, which starts with the words given: a dialog
 * cannot be opened by a message. Of very long words so many are kept that the form says it is too much.
 */
export function renderOpener(text: string, _around: RenderContext): RenderedMessage {
  const words = cutAtGrapheme(
    toWellFormed(text.slice(0, 2 * LIMITS.openerText)),
    LIMITS.openerText,
  );
  const said = renderParagraphs([TEAMS_TEXT.opener], LIMITS.text, NO_MENTIONS);
  const body = [
    ...said.elements,
    { type: 'ActionSet' as const, actions: [renderOpenerAction(words)] },
  ];
  return toMessage(TEAMS_TEXT.opener, body, []);
}

function renderMessage(
  summary: string,
  head: readonly CardElement[],
  blocks: readonly Block[],
  mentioning: () => MentionFactory,
): RenderedMessage {
  const rendered = fitToLimits({
    blocks,
    buttonContext: { kind: 'message' },
    newMentionFactory: mentioning,
    build: (units: readonly RenderedBlock[]) =>
      toMessage(summary, [...head, ...toBody(units)], units),
    fits: (built) => toMessageBytes(built) <= MESSAGE_BUDGET,
    shortened: TEAMS_TEXT.shortened,
    leftOut: TEAMS_TEXT.leftOut,
  });
  return assertFits(rendered, toMessageBytes(rendered), MESSAGE_BUDGET);
}

function toMessage(
  summary: string,
  body: readonly CardElement[],
  units: readonly RenderedBlock[],
): RenderedMessage {
  const short = escapeLiteral(shorten(summary, LIMITS.summary));
  const said = isBlank(short) ? TEAMS_TEXT.nothing : short;
  const shown =
    body.length > 0 ? body : renderParagraphs([said], LIMITS.text, NO_MENTIONS).elements;
  return {
    type: 'message',
    summary: said,
    attachments: [toAttachment(said, shown, { mentions: collectMentions(units) })],
  };
}

function renderHeading(title: string | null): readonly CardElement[] {
  if (title === null || isBlank(title)) return [];
  const line = shorten(title, LIMITS.title).replace(/\s+/g, ' ').trim();
  return [
    {
      type: 'TextBlock',
      text: escapeMarkdown(line),
      wrap: true,
      size: 'large',
      weight: 'bolder',
      style: 'heading',
    },
  ];
}
