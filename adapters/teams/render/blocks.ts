import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Button, Fact, Text } from '../../../src/views/elements.js';
import { isBlank, shorten } from '../../shared/text.js';
import type { PressData } from './action-data.js';
import type {
  ActionSet,
  CardAction,
  CardActionData,
  CardElement,
  ExecuteAction,
  MentionEntity,
  SubmitAction,
} from './card-elements.js';
import { escapeLiteral, escapeMarkdown } from './escape.js';
import type { Seal } from './form/seal.js';
import { LIMITS } from './limits.js';
import { type MentionFactory, NO_MENTIONS } from './mentions.js';
import { renderParagraphs, type TextStyle, toMarkdown } from './text.js';

/** One of our blocks as elements. Buttons stay whatever else must go. */
export interface RenderedBlock {
  readonly kind: 'buttons' | 'divider' | 'words';
  readonly elements: readonly CardElement[];
  readonly mentions: readonly MentionEntity[];
}

/** How much of each text may stay: 1 is all of it. */
export interface Shares {
  readonly quotes: number;
  readonly notes: number;
  readonly texts: number;
}

/** Where blocks are rendered. */
export interface BlockContext {
  readonly buttonContext: ButtonContext;
  readonly mentionFactory: MentionFactory;
  readonly shares: Shares;
}

/** The fewest characters a text is cut to when there is too much. */
const MIN_CUT = 60;

/** Renders one block. */
export function renderBlock(block: Block, room: BlockContext): RenderedBlock {
  switch (block.kind) {
    case 'text':
      return renderWords(block.text, scaleLimit(LIMITS.text, room.shares.texts), room);
    case 'note': {
      const look = { size: 'small', isSubtle: true } as const;
      return renderWords(block.text, scaleLimit(LIMITS.text, room.shares.notes), room, look);
    }
    case 'quote':
      return renderQuote(block, room);
    case 'facts':
      return renderFacts(block.facts, room);
    case 'buttons': {
      const elements =
        block.buttons.length === 0 ? [] : [renderActionSet(block.buttons, room.buttonContext)];
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
  room: BlockContext,
  look: TextStyle = {},
): RenderedBlock {
  return { kind: 'words', ...renderParagraphs(text, max, room.mentionFactory, look) };
}

/** A label in bold, then what was written, literally and set apart. */
function renderQuote(
  quote: { readonly label: string; readonly text: string; readonly max: number },
  room: BlockContext,
): RenderedBlock {
  const label = renderParagraphs([{ strong: quote.label }], LIMITS.label, room.mentionFactory);
  const limit = Math.max(1, Math.min(quote.max, quote.text.length));
  const max = scaleLimit(limit, room.shares.quotes);
  const said = renderParagraphs([shorten(quote.text, max)], max, room.mentionFactory);
  const items = [...label.elements, ...said.elements];
  const elements =
    items.length === 0 ? [] : [{ type: 'Container', style: 'emphasis', items } as const];
  return { kind: 'words', elements, mentions: [] };
}

function renderFacts(facts: readonly Fact[], room: BlockContext): RenderedBlock {
  if (facts.length === 0) return { kind: 'words', elements: [], mentions: [] };
  const max = scaleLimit(LIMITS.factValue, room.shares.texts);
  const rendered = facts.map((fact) => {
    const { markdown, mentions } = toMarkdown(fact.value, max, room.mentionFactory);
    const title = escapeMarkdown(shorten(fact.label, LIMITS.factTitle).replace(/\s+/g, ' ').trim());
    const shown = [title, markdown].map((one) => (isBlank(one) ? TEAMS_TEXT.nothing : one));
    const [name = '', value = ''] = shown;
    return { fact: { title: name, value }, mentions };
  });
  return {
    kind: 'words',
    elements: [{ type: 'FactSet', facts: rendered.map(({ fact }) => fact) }],
    mentions: rendered.flatMap(({ mentions }) => mentions),
  };
}

/** Units as a card's body; a divider is a line above what comes next. */
export function toBody(units: readonly RenderedBlock[]): readonly CardElement[] {
  const body: CardElement[] = [];
  let isDivided = false;
  for (const unit of units) {
    if (unit.kind === 'divider') isDivided = body.length > 0;
    for (const element of unit.elements) {
      body.push(isDivided ? { ...element, separator: true, spacing: 'medium' } : element);
      isDivided = false;
    }
  }
  return body;
}

/** The mentions of units, each once. */
export function collectMentions(units: readonly RenderedBlock[]): readonly MentionEntity[] {
  const entities = units.flatMap((unit) => unit.mentions);
  return [...new Map(entities.map((entity) => [entity.text, entity])).values()];
}

/** Where buttons stand: in a message, or in a dialog drawn for one person, there maybe in a form. */
export type ButtonContext =
  | { readonly kind: 'message' }
  | { readonly kind: 'dialog'; readonly form: string | null; readonly seal: Seal };

/** Buttons in a row; Teams shows six, the others stand in its overflow menu. */
export function renderActionSet(buttons: readonly Button[], stand: ButtonContext): ActionSet {
  const actions = buttons.map((button, index): CardAction => {
    const action = renderAction(button, stand);
    return index < LIMITS.primaryActions ? action : { ...action, mode: 'secondary' };
  });
  return { type: 'ActionSet', actions };
}

/**
 * Teams asks nothing before it sends: a button that is to be confirmed unfolds the question and the
 * button itself.
 */
function renderAction(button: Button, stand: ButtonContext): CardAction {
  if (button.confirm === undefined) return renderPressAction(button, stand);
  const question = renderParagraphs([button.confirm], LIMITS.question, NO_MENTIONS);
  return {
    type: 'Action.ShowCard',
    title: TEAMS_TEXT.asks(renderButtonTitle(button.label)),
    ...toActionStyle(button),
    card: {
      type: 'AdaptiveCard',
      body: question.elements,
      actions: [renderPressAction(button, stand)],
    },
  };
}

function renderPressAction(button: Button, stand: ButtonContext): ExecuteAction | SubmitAction {
  const press: PressData = { kind: 'press', action: button.action, value: button.value };
  if (stand.kind === 'dialog') {
    const drawn: PressData = stand.form === null ? press : { ...press, form: stand.form };
    const data = { redress: { ...drawn, seal: stand.seal(drawn) } };
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

/** The button that opens the form, with the words it is to start with. */
export function renderOpenerAction(text: string): SubmitAction {
  return {
    type: 'Action.Submit',
    title: TEAMS_TEXT.openerButton,
    style: 'positive',
    data: { msteams: { type: 'task/fetch' }, redress: { kind: 'open', text } },
  };
}

/** A button's label; a dash where there is nothing, for a button without a title is none. */
export function renderButtonTitle(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.buttonTitle)).replace(/\s+/g, ' ');
  return isBlank(short) ? TEAMS_TEXT.nothing : short;
}

function toActionStyle({ style }: Pick<Button, 'style'>): {
  readonly style?: 'positive' | 'destructive';
} {
  if (style === 'plain') return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}
