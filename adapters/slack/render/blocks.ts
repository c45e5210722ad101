import type { types } from '@slack/bolt';
import { isBlank } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block, Button, Fact, Text } from '../../../src/views/elements.js';
import { shorten, splitText } from '../../shared/text.js';
import { LIMITS } from './limits.js';
import { MENU_ACTION, renderMenu, splitMenus } from './menu.js';
import {
  hasMarkup,
  type Piece,
  type RenderContext,
  toMarkup,
  toPieces,
  truncatePieces,
} from './pieces.js';
import { toPlainWords, toRichTextBlock } from './rich-text.js';
import { mrkdwn, plainText } from './text.js';

/** A block of a view as Slack blocks. Buttons are dropped last when a message is too big. */
export interface RenderedBlock {
  readonly isButtons: boolean;
  readonly blocks: readonly types.KnownBlock[];
}

/** A {@link RenderContext}, and which share of each text limit to use: 1 is all that Slack takes. */
export interface BlockContext extends RenderContext {
  readonly share: number;
}

/** A text is not shortened below this because a message is too long, characters. */
const MIN_TEXT = 60;

/** Renders one block, each row of buttons as a rendered block of its own. Empty if there is nothing to show. */
export function renderBlock(block: Block, context: BlockContext): readonly RenderedBlock[] {
  const blocks = renderBlocks(block, context);
  if (block.kind !== 'buttons') return [{ isButtons: false, blocks }];
  return blocks.map((row) => ({ isButtons: true, blocks: [row] }));
}

function renderBlocks(block: Block, context: BlockContext): readonly types.KnownBlock[] {
  switch (block.kind) {
    case 'text':
      return renderSection(block.text, context);
    case 'quote':
      return renderQuote(block, context);
    case 'facts':
      return renderFacts(block.facts, context);
    case 'note':
      return renderNote(block.text, context);
    case 'buttons':
      return renderActions(block, context);
    case 'divider':
      return [{ type: 'divider' }];
  }
}

/** The share of a limit that a text may use, characters. */
function scaleLimit(limit: number, { share }: BlockContext): number {
  return Math.max(Math.min(MIN_TEXT, limit), Math.floor(limit * share));
}

/** A section, or rich text where `mrkdwn` would change what the text says. Empty if there is nothing to show. */
function renderSection(text: Text, context: BlockContext): readonly types.KnownBlock[] {
  const max = scaleLimit(LIMITS.sectionText, context);
  const pieces = toPieces(text, max, context);
  if (isNothing(pieces)) return [];
  if (isLiteral(pieces)) return [{ type: 'section', text: plainText(toPlainWords(pieces), max) }];
  const shown = truncatePieces(pieces, max);
  if (hasMarkup(shown)) return [toRichTextBlock([shown])];
  return [{ type: 'section', text: mrkdwn(toMarkup(shown)) }];
}

function isNothing(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => piece.kind === 'words' && isBlank(piece.text));
}

/** True for text without mentions, dates and emphasis, which `plain_text` shows as it is. */
function isLiteral(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => piece.kind === 'words' && !piece.isStrong);
}

/** The label in bold, then the text literally, in as many sections as it needs. */
function renderQuote(
  quote: { readonly label: string; readonly text: string; readonly max: number },
  context: BlockContext,
): readonly types.KnownBlock[] {
  const label = renderSection([{ strong: quote.label }], context);
  const text = shorten(quote.text, scaleLimit(Math.max(1, quote.max), context));
  if (isBlank(text)) return label;
  const sections = splitText(text, LIMITS.sectionText).map(
    (piece): types.KnownBlock => ({
      type: 'section',
      text: plainText(piece, LIMITS.sectionText),
    }),
  );
  return [...label, ...sections];
}

function renderFacts(facts: readonly Fact[], context: BlockContext): readonly types.KnownBlock[] {
  const max = scaleLimit(LIMITS.fieldText, context);
  const lines = facts.map((fact) => {
    const label = toPieces([{ strong: shorten(fact.label, LIMITS.optionText) }], max, context);
    const room = Math.max(1, max - toMarkup(label).length - 1);
    const value = truncatePieces(toPieces(fact.value, room, context), room);
    const nothing = toPieces([SLACK_TEXT.nothing], max, context);
    return { label, value: isNothing(value) ? nothing : value };
  });
  if (lines.some(({ label, value }) => hasMarkup(label) || hasMarkup(value))) {
    const separator = toPieces([SLACK_TEXT.afterLabel], max, context);
    return [toRichTextBlock(lines.map(({ label, value }) => [...label, ...separator, ...value]))];
  }
  const fields = lines.map(({ label, value }) => mrkdwn(`${toMarkup(label)}\n${toMarkup(value)}`));
  return chunk(fields, LIMITS.fields).map((part) => ({ type: 'section', fields: [...part] }));
}

function renderNote(text: Text, context: BlockContext): readonly types.KnownBlock[] {
  const max = scaleLimit(LIMITS.contextText, context);
  const pieces = toPieces(text, max, context);
  if (isNothing(pieces)) return [];
  if (isLiteral(pieces)) {
    return [{ type: 'context', elements: [plainText(toPlainWords(pieces), max)] }];
  }
  const shown = truncatePieces(pieces, max);
  if (!hasMarkup(shown)) return [{ type: 'context', elements: [mrkdwn(toMarkup(shown))] }];
  return [{ type: 'context', elements: [...toContextElements(shown, max)] }];
}

/** Small print takes no rich text, so words with markup get a `plain_text` of their own beside the others. */
function toContextElements(
  pieces: readonly Piece[],
  max: number,
): readonly (types.PlainTextElement | types.MrkdwnElement)[] {
  const runs = splitRuns(pieces).filter(({ pieces: run }) => !isNothing(run));
  const isShown = runs.every(({ isPlain, pieces: run }) => isPlain || !hasMarkup(run));
  if (!isShown || runs.length > LIMITS.contextElements) {
    return [plainText(toPlainWords(pieces), max)];
  }
  return runs.map(({ isPlain, pieces: run }) =>
    isPlain ? plainText(toPlainWords(run), max) : mrkdwn(toMarkup(run)),
  );
}

/** The pieces in their order, those with markup of their own apart from the others. */
function splitRuns(
  pieces: readonly Piece[],
): readonly { readonly isPlain: boolean; readonly pieces: readonly Piece[] }[] {
  const runs: { readonly isPlain: boolean; readonly pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const isPlain = hasMarkup([piece]);
    const last = runs.at(-1);
    if (last?.isPlain === isPlain) last.pieces.push(piece);
    else runs.push({ isPlain, pieces: [piece] });
  }
  return runs;
}

/** Slack takes 25 elements in an actions block; more elements make more blocks. */
function renderActions(
  { buttons, more = [] }: Extract<Block, { readonly kind: 'buttons' }>,
  context: BlockContext,
): readonly types.KnownBlock[] {
  const { beside, menus } = splitMenus(more);
  const items: readonly ActionItem[] = [
    ...[...buttons, ...beside].map((button) => ({
      action: button.action,
      render: (id: string) => renderButton(button, id, context),
    })),
    ...menus.map((menu) => ({
      action: MENU_ACTION,
      render: (id: string) => renderMenu(menu, id),
    })),
  ];
  return chunk(items, LIMITS.actionsElements).map((row) => {
    const ids = toActionIds(row);
    const elements = row.map(({ action, render }, index) => render(ids[index] ?? action));
    return { type: 'actions', elements };
  });
}

/** An element of an actions block. `render` gets its `action_id`. */
interface ActionItem {
  readonly action: string;
  readonly render: (actionId: string) => types.Button | types.Overflow;
}

/** Slack wants each `action_id` once in a block, so a repeated action gets a number appended. */
function toActionIds(row: readonly ActionItem[]): readonly string[] {
  const seen = new Map<string, number>();
  return row.map(({ action }) => {
    const count = (seen.get(action) ?? 0) + 1;
    seen.set(action, count);
    return count > 1 || /#\d+$/.test(action) ? `${action}#${count}` : action;
  });
}

/** The action of an `action_id` that {@link toActionIds} made. */
export function parseActionId(actionId: string): string {
  return actionId.replace(/#\d+$/, '');
}

function renderButton(button: Button, actionId: string, context: BlockContext): types.Button {
  const { confirm, value, style } = button;
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(button.label, LIMITS.buttonText),
    ...(value === '' ? {} : { value }),
    ...(style === 'plain' ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: renderConfirm(button, confirm, context) }),
  };
}

function renderConfirm(
  button: Button,
  question: string,
  context: BlockContext,
): types.ConfirmationDialog {
  return {
    title: plainText(SLACK_TEXT.confirmTitle, LIMITS.confirmTitle),
    text: plainText(question, scaleLimit(LIMITS.confirmText, context)),
    confirm: plainText(button.label, LIMITS.confirmButton),
    deny: plainText(SLACK_TEXT.confirmNo, LIMITS.confirmButton),
    ...(button.style === 'plain' ? {} : { style: button.style }),
  };
}

/** Splits a list into lists of at most `size` items. */
export function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size));
  }
  return chunks;
}
