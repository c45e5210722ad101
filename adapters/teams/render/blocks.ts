import { isBlank } from '../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Button, Fact, Text } from '../../../src/views/elements.js';
import { shorten } from '../../shared/text.js';
import type { PressData } from './action-data.js';
import type {
  ActionSet,
  CardAction,
  CardActionData,
  CardAttachment,
  CardElement,
  ExecuteAction,
  MentionEntity,
  SubmitAction,
} from './card-elements.js';
import type { Seal } from './form/seal.js';
import { LIMITS } from './limits.js';
import { type MentionFactory, NO_MENTIONS } from './mentions.js';
import {
  escapeLiteral,
  escapeMarkdown,
  renderParagraphs,
  type TextStyle,
  toMarkdown,
} from './text.js';

/** A block as card elements. Buttons are never left out. */
export interface RenderedBlock {
  readonly kind: 'buttons' | 'divider' | 'text';
  readonly elements: readonly CardElement[];
  readonly mentions: readonly MentionEntity[];
}

/** How much of each text to keep, from 0 to 1. */
export interface Shares {
  readonly quotes: number;
  readonly notes: number;
  readonly texts: number;
}

/** What rendering a block needs. */
export interface BlockContext {
  readonly buttonContext: ButtonContext;
  readonly mentionFactory: MentionFactory;
  readonly shares: Shares;
}

/** A text is never cut to fewer characters. */
const MIN_CUT = 60;

/** Renders one block. */
export function renderBlock(block: Block, context: BlockContext): RenderedBlock {
  switch (block.kind) {
    case 'text':
      return renderWords(block.text, scaleLimit(LIMITS.text, context.shares.texts), context);
    case 'note': {
      const style = { size: 'small', isSubtle: true } as const;
      return renderWords(block.text, scaleLimit(LIMITS.text, context.shares.notes), context, style);
    }
    case 'quote':
      return renderQuote(block, context);
    case 'facts':
      return renderFacts(block.facts, context);
    case 'buttons': {
      const { buttons, more = [] } = block;
      const isEmpty = buttons.length + more.length === 0;
      const elements = isEmpty ? [] : [renderActionSet(buttons, context.buttonContext, more)];
      return { kind: 'buttons', elements, mentions: [] };
    }
    case 'divider':
      return { kind: 'divider', elements: [], mentions: [] };
  }
}

function scaleLimit(limit: number, share: number): number {
  return Math.max(Math.min(MIN_CUT, limit), Math.floor(limit * share));
}

function renderWords(
  text: Text,
  max: number,
  context: BlockContext,
  style: TextStyle = {},
): RenderedBlock {
  return { kind: 'text', ...renderParagraphs(text, max, context.mentionFactory, style) };
}

/** A label in bold, then the literal text, in a container. */
function renderQuote(
  quote: { readonly label: string; readonly text: string; readonly max: number },
  context: BlockContext,
): RenderedBlock {
  const label = renderParagraphs([{ strong: quote.label }], LIMITS.label, context.mentionFactory);
  const limit = Math.max(1, Math.min(quote.max, quote.text.length));
  const max = scaleLimit(limit, context.shares.quotes);
  const quoted = renderParagraphs([shorten(quote.text, max)], max, context.mentionFactory);
  const items = [...label.elements, ...quoted.elements];
  const elements =
    items.length === 0 ? [] : [{ type: 'Container', style: 'emphasis', items } as const];
  return { kind: 'text', elements, mentions: [] };
}

function renderFacts(facts: readonly Fact[], context: BlockContext): RenderedBlock {
  if (facts.length === 0) return { kind: 'text', elements: [], mentions: [] };
  const max = scaleLimit(LIMITS.factValue, context.shares.texts);
  const rendered = facts.map(({ label, value }) => {
    const { markdown, mentions } = toMarkdown(value, max, context.mentionFactory);
    const title = escapeMarkdown(shorten(label, LIMITS.factTitle).replace(/\s+/g, ' ').trim());
    const fact = { title: toVisible(title), value: toVisible(markdown) };
    return { fact, mentions };
  });
  return {
    kind: 'text',
    elements: [{ type: 'FactSet', facts: rendered.map(({ fact }) => fact) }],
    mentions: rendered.flatMap(({ mentions }) => mentions),
  };
}

/** A dash for a blank text. */
function toVisible(text: string): string {
  return isBlank(text) ? TEAMS_TEXT.nothing : text;
}

/** Builds a card's body. A divider becomes a line above the next element. */
export function toBody(blocks: readonly RenderedBlock[]): readonly CardElement[] {
  const body: CardElement[] = [];
  let isDivided = false;
  for (const block of blocks) {
    if (block.kind === 'divider') isDivided = body.length > 0;
    for (const element of block.elements) {
      body.push(isDivided ? { ...element, separator: true, spacing: 'medium' } : element);
      isDivided = false;
    }
  }
  return body;
}

/** The mentions of all blocks, each once. */
export function collectMentions(blocks: readonly RenderedBlock[]): readonly MentionEntity[] {
  const entities = blocks.flatMap((block) => block.mentions);
  return [...new Map(entities.map((entity) => [entity.text, entity])).values()];
}

/** What contains the buttons: a message, or a dialog for one person, with the form's id if it is a form. */
export type ButtonContext =
  | { readonly kind: 'message' }
  | { readonly kind: 'dialog'; readonly form: string | null; readonly seal: Seal };

/**
 * Renders buttons in a row. Teams shows six; the others and those of `more` are in the overflow menu, as
 * `mode: secondary` asks for (learn.microsoft.com, "Format cards in Teams", "Overflow menu on Adaptive
 * Cards"; adaptivecards.io/explorer, `Action.mode`, since 1.5). What is chosen there comes like a press.
 */
export function renderActionSet(
  buttons: readonly Button[],
  context: ButtonContext,
  more: readonly Button[] = [],
): ActionSet {
  const actions = [...buttons, ...more].map((button, index): CardAction => {
    const action = renderAction(button, context);
    const isShown = index < Math.min(buttons.length, LIMITS.primaryActions);
    return isShown ? action : { ...action, mode: 'secondary' };
  });
  return { type: 'ActionSet', actions };
}

/**
 * Teams has no confirmation of its own, so a button with a question unfolds a card with the question
 * and the real button.
 */
function renderAction(button: Button, context: ButtonContext): CardAction {
  if (button.confirm === undefined) return renderPressAction(button, context);
  const question = renderParagraphs([button.confirm], LIMITS.question, NO_MENTIONS);
  return {
    type: 'Action.ShowCard',
    title: TEAMS_TEXT.asks(renderButtonTitle(button.label)),
    ...toActionStyle(button),
    card: {
      type: 'AdaptiveCard',
      body: question.elements,
      actions: [renderPressAction(button, context)],
    },
  };
}

function renderPressAction(button: Button, context: ButtonContext): ExecuteAction | SubmitAction {
  const press: PressData = { kind: 'press', action: button.action, value: button.value };
  if (context.kind === 'dialog') {
    const content: PressData = context.form === null ? press : { ...press, form: context.form };
    const data = { redress: { ...content, seal: context.seal(content) } };
    return { ...toSubmitAction(button, data), associatedInputs: 'none' };
  }
  if (button.opens) {
    return toSubmitAction(button, { msteams: { type: 'task/fetch' }, redress: press });
  }
  const data = { redress: press };
  const { title, ...rest } = toSubmitAction(button, data);
  const fallback = { title, ...rest };
  return { type: 'Action.Execute', verb: 'press', title, data, ...toActionStyle(button), fallback };
}

function toSubmitAction(button: Button, data: CardActionData): SubmitAction {
  return {
    type: 'Action.Submit',
    title: renderButtonTitle(button.label),
    ...toActionStyle(button),
    data,
  };
}

/** Renders the button that opens the form. `text` pre-fills it. */
export function renderOpenerAction(text: string): SubmitAction {
  return {
    type: 'Action.Submit',
    title: TEAMS_TEXT.openerButton,
    style: 'positive',
    data: { msteams: { type: 'task/fetch' }, redress: { kind: 'open', text } },
  };
}

/** A button's title; a dash for a blank label, because Teams shows no button without a title. */
export function renderButtonTitle(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.buttonTitle)).replace(/\s+/g, ' ');
  return toVisible(short);
}

function toActionStyle({ style }: Pick<Button, 'style'>): {
  readonly style?: 'positive' | 'destructive';
} {
  if (style === 'plain') return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}

/** Wraps a body in a card with its version, mentions and the text for clients that cannot show cards. */
export function toAttachment(
  fallbackText: string,
  body: readonly CardElement[],
  rest: { readonly mentions: readonly MentionEntity[]; readonly actions?: readonly CardAction[] },
): CardAttachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.5',
      fallbackText,
      body,
      ...(rest.actions === undefined ? {} : { actions: rest.actions }),
      msteams: {
        width: 'Full',
        ...(rest.mentions.length === 0 ? {} : { entities: rest.mentions }),
      },
    },
  };
}
