import { isBlank } from '../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Card, Notice } from '../../../src/views/elements.js';
import { shorten } from '../../shared/text.js';
import { collectMentions, type RenderedBlock, toAttachment, toBody } from './blocks.js';
import type { CardAttachment, CardElement } from './card-elements.js';
import { fitToLimits } from './fit-to-limits.js';
import { assertFits, LIMITS, MESSAGE_BUDGET, toMessageBytes } from './limits.js';
import {
  createMentionFactory,
  type MentionFactory,
  NO_MENTIONS,
  type RenderContext,
} from './mentions.js';
import { escapeLiteral, escapeMarkdown, renderParagraphs } from './text.js';

/** A message for Teams, part of an activity. `summary` is the text of notifications. */
export interface RenderedMessage {
  readonly type: 'message';
  readonly summary: string;
  readonly attachments: readonly CardAttachment[];
}

/**
 * Renders a card, shortened to Teams' limits. Mentions people of this tenant of whom something is asked: Teams
 * notifies whoever is mentioned.
 * @throws RedressError RENDER_LIMIT when its buttons alone exceed the limit
 */
export function renderCard(card: Card, context: RenderContext): RenderedMessage {
  const summary = isBlank(card.summary) ? (card.title ?? '') : card.summary;
  const summaryBlock: Block = { kind: 'text', text: [summary] };
  const isBare = card.blocks.length === 0 && (card.title === null || isBlank(card.title));
  return renderMessage(
    summary,
    renderHeading(card.title),
    isBare ? [summaryBlock] : card.blocks,
    () => createMentionFactory(context),
  );
}

/**
 * Renders a notice as a message to the actor: its text, then its blocks. Mentions nobody, because
 * nobody else sees it.
 * @throws RedressError RENDER_LIMIT like {@link renderCard}
 */
export function renderNotice(notice: Notice, _context: RenderContext): RenderedMessage {
  return renderMessage(notice.text, [], toNoticeBlocks(notice), () => NO_MENTIONS);
}

/** A notice's blocks, with its text as the first one. */
export function toNoticeBlocks(notice: Notice): readonly Block[] {
  return [{ kind: 'text', text: [notice.text] }, ...notice.blocks];
}

function renderMessage(
  summary: string,
  heading: readonly CardElement[],
  blocks: readonly Block[],
  newMentionFactory: () => MentionFactory,
): RenderedMessage {
  const message = fitToLimits({
    blocks,
    buttonContext: { kind: 'message' },
    newMentionFactory,
    build: (rendered: readonly RenderedBlock[]) =>
      toMessage(summary, [...heading, ...toBody(rendered)], rendered),
    fits: (message) => toMessageBytes(message) <= MESSAGE_BUDGET,
    shortened: TEAMS_TEXT.shortened,
    leftOut: TEAMS_TEXT.leftOut,
  });
  return assertFits(message, toMessageBytes(message), MESSAGE_BUDGET);
}

/** A message with one card. `summary` is plain text. */
export function toMessage(
  summary: string,
  body: readonly CardElement[],
  blocks: readonly RenderedBlock[],
): RenderedMessage {
  const short = escapeLiteral(shorten(summary, LIMITS.summary));
  const text = isBlank(short) ? TEAMS_TEXT.nothing : short;
  const elements =
    body.length > 0 ? body : renderParagraphs([text], LIMITS.text, NO_MENTIONS).elements;
  return {
    type: 'message',
    summary: text,
    attachments: [toAttachment(text, elements, { mentions: collectMentions(blocks) })],
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
