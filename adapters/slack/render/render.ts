import type { types } from '@slack/bolt';
import { isBlank } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block, Card, Notice } from '../../../src/views/elements.js';
import { fitToLimits } from './fit-to-limits.js';
import {
  assertNoViolations,
  countCharacters,
  findMessageViolations,
  LIMITS,
  RECOMMENDED_TEXT_LENGTH,
} from './limits.js';
import type { RenderContext } from './pieces.js';
import { plainText, shortenMarkup } from './text.js';

/** A message as Slack takes it. Notifications and screen readers use `text`. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/**
 * Renders a card as a message, shortened to what Slack takes.
 * @throws RedressError RENDER_LIMIT if it cannot be shortened to fit, e.g. a button's value is too long
 */
export function renderCard(card: Card, context: RenderContext): RenderedMessage {
  return renderMessage(card.summary, card.title, card.blocks, context);
}

/**
 * Renders a notice as a message: first its text, then its blocks.
 * @throws RedressError RENDER_LIMIT like {@link renderCard}
 */
export function renderNotice(notice: Notice, context: RenderContext): RenderedMessage {
  return renderMessage(notice.text, null, toNoticeBlocks(notice), context);
}

/** The notice's text as a block, then its blocks: Slack does not show a message's `text` beside blocks. */
export function toNoticeBlocks(notice: Notice): readonly Block[] {
  return [{ kind: 'text', text: [notice.text] }, ...notice.blocks];
}

function renderMessage(
  summary: string,
  title: string | null,
  blocks: readonly Block[],
  context: RenderContext,
): RenderedMessage {
  const text = shortenMarkup(isBlank(summary) ? (title ?? '') : summary, RECOMMENDED_TEXT_LENGTH);
  const header = renderHeader(title);
  const body = fitToLimits(blocks, context, {
    blocks: LIMITS.messageBlocks - header.length,
    characters: LIMITS.messageCharacters - countCharacters(header),
  });
  const all = [...header, ...body];
  const rendered: RenderedMessage = {
    text: isBlank(text) ? SLACK_TEXT.nothing : text,
    blocks: all.length > 0 ? all : [renderSummary(summary)],
  };
  return assertNoViolations(rendered, findMessageViolations(rendered));
}

function renderHeader(title: string | null): readonly types.KnownBlock[] {
  if (title === null || isBlank(title)) return [];
  return [{ type: 'header', text: plainText(title, LIMITS.header) }];
}

/** The only block of a message without others: a message without blocks cannot get blocks by an update. */
function renderSummary(summary: string): types.KnownBlock {
  return { type: 'section', text: plainText(summary, LIMITS.sectionText) };
}
