import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block, Card, Notice } from '../../../src/views/elements.js';
import { isBlank } from '../../shared/text.js';
import { shortenMarkup } from './escape.js';
import { fitToLimits } from './fit-to-limits.js';
import { blocksSize, LIMITS, messageBreaches, refuseBreaches, TEXT_AIM } from './limits.js';
import { plainText, type RenderContext } from './text.js';

/** A message as Slack takes it. `text` is what notifications and screen readers say. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/**
 * Renders a card, shortened where Slack would refuse it.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit, e.g. a button's value is too long
 */
export function renderCard(card: Card, around: RenderContext): RenderedMessage {
  return message(card.summary, card.title, card.blocks, around);
}

/**
 * Renders what only the actor sees. The text comes first, then the blocks.
 * @throws RedressError RENDER_LIMIT like {@link renderCard}
 */
export function renderNotice(notice: Notice, around: RenderContext): RenderedMessage {
  return message(notice.text, null, noticeBlocks(notice), around);
}

/** A notice's text as its first block: in a message `text` itself is not shown beside blocks. */
export function noticeBlocks(notice: Notice): readonly Block[] {
  return [{ kind: 'text', text: [notice.text] }, ...notice.blocks];
}

function message(
  summary: string,
  title: string | null,
  blocks: readonly Block[],
  around: RenderContext,
): RenderedMessage {
  const text = shortenMarkup(isBlank(summary) ? (title ?? '') : summary, TEXT_AIM);
  const head = headerOf(title);
  const body = fitToLimits(blocks, around, {
    blocks: LIMITS.messageBlocks - head.length,
    characters: LIMITS.messageCharacters - blocksSize(head),
  });
  const all = [...head, ...body];
  const rendered: RenderedMessage = {
    text: isBlank(text) ? SLACK_TEXT.nothing : text,
    blocks: all.length > 0 ? all : [said(summary)],
  };
  return refuseBreaches(rendered, messageBreaches(rendered));
}

function headerOf(title: string | null): readonly types.KnownBlock[] {
  if (title === null || isBlank(title)) return [];
  return [{ type: 'header', text: plainText(title, LIMITS.header) }];
}

/** A message needs a block to be updated in place with blocks later: here its summary. */
function said(summary: string): types.KnownBlock {
  return { type: 'section', text: plainText(summary, LIMITS.sectionText) };
}
