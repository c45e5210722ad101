import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Block, Button, Fact, Text } from '../../../src/views/elements.js';
import { isBlank, shorten, splitText } from '../../shared/text.js';
import { LIMITS } from './limits.js';

import { mrkdwn, plainText, type RenderContext, textObject, toMarkup } from './text.js';

/** One of our blocks as Slack blocks. `buttons` are the last to go when there is too much. */
export interface RenderedBlock {
  readonly buttons: boolean;
  readonly blocks: readonly types.KnownBlock[];
}

/** Where something is rendered, and how much of each text may stay: 1 is all that Slack takes. */
export interface BlockContext extends RenderContext {
  readonly share: number;
}

/** The fewest characters a text is cut to when a message is too long. */
const LEAST = 60;

/** Renders one block, buttons in a unit for each row; nothing where there is nothing to show. */
export function renderBlock(block: Block, room: BlockContext): readonly RenderedBlock[] {
  const blocks = blocksOf(block, room);
  if (block.kind !== 'buttons') return [{ buttons: false, blocks }];
  return blocks.map((row) => ({ buttons: true, blocks: [row] }));
}

function blocksOf(block: Block, room: BlockContext): readonly types.KnownBlock[] {
  switch (block.kind) {
    case 'text':
      return sectionOf(block.text, room);
    case 'quote':
      return quoteOf(block, room);
    case 'facts':
      return factsOf(block.facts, room);
    case 'note':
      return noteOf(block.text, room);
    case 'buttons':
      return actionsOf(block.buttons, room);
    case 'divider':
      return [{ type: 'divider' }];
  }
}

function shared(limit: number, room: BlockContext): number {
  return Math.max(Math.min(LEAST, limit), Math.floor(limit * room.share));
}

function sectionOf(text: Text, room: BlockContext): readonly types.KnownBlock[] {
  const object = textObject(text, shared(LIMITS.sectionText, room), room);
  return object === undefined ? [] : [{ type: 'section', text: object }];
}

/** A label in bold, then what was written: literally, in as many sections as it takes. */
function quoteOf(
  quote: { readonly label: string; readonly text: string; readonly max: number },
  room: BlockContext,
): readonly types.KnownBlock[] {
  const label = sectionOf([{ strong: quote.label }], room);
  const text = shorten(quote.text, shared(Math.max(1, quote.max), room));
  if (isBlank(text)) return label;
  const sections = splitText(text, LIMITS.sectionText).map(
    (piece): types.KnownBlock => ({
      type: 'section',
      text: plainText(piece, LIMITS.sectionText),
    }),
  );
  return [...label, ...sections];
}

function factsOf(facts: readonly Fact[], room: BlockContext): readonly types.KnownBlock[] {
  const max = shared(LIMITS.fieldText, room);
  const fields = facts.map((fact) => {
    const label = toMarkup([{ strong: shorten(fact.label, LIMITS.optionText) }], max, room);
    const value = toMarkup(fact.value, Math.max(1, max - label.length - 1), room);
    return mrkdwn(`${label}\n${isBlank(value) ? SLACK_TEXT.nothing : value}`);
  });
  return chunk(fields, LIMITS.fields).map((part) => ({ type: 'section', fields: [...part] }));
}

function noteOf(text: Text, room: BlockContext): readonly types.KnownBlock[] {
  const object = textObject(text, shared(LIMITS.contextText, room), room);
  return object === undefined ? [] : [{ type: 'context', elements: [object] }];
}

/** Slack takes 25 buttons in a row: more stand in more rows. */
function actionsOf(buttons: readonly Button[], room: BlockContext): readonly types.KnownBlock[] {
  return chunk(buttons, LIMITS.actionsElements).map((row) => {
    const ids = actionIds(row);
    const elements = row.map((button, index) =>
      buttonOf(button, ids[index] ?? button.action, room),
    );
    return { type: 'actions', elements };
  });
}

/** An action twice in a row gets a number behind it, since Slack wants an `action_id` once in a block. */
function actionIds(row: readonly Button[]): readonly string[] {
  const seen = new Map<string, number>();
  return row.map(({ action }) => {
    const count = (seen.get(action) ?? 0) + 1;
    seen.set(action, count);
    return count > 1 || /#\d+$/.test(action) ? `${action}#${count}` : action;
  });
}

/** The action behind an `action_id` made by {@link actionsOf}. */
export function parseActionId(actionId: string): string {
  return actionId.replace(/#\d+$/, '');
}

function buttonOf(button: Button, actionId: string, room: BlockContext): types.Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(button.label, LIMITS.buttonText),
    ...(button.value === '' ? {} : { value: button.value }),
    ...(button.style === 'plain' ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: confirmOf(button, button.confirm, room) }),
  };
}

function confirmOf(button: Button, question: string, room: BlockContext): types.ConfirmationDialog {
  return {
    title: plainText(SLACK_TEXT.confirmTitle, LIMITS.confirmTitle),
    text: plainText(question, shared(LIMITS.confirmText, room)),
    confirm: plainText(button.label, LIMITS.confirmButton),
    deny: plainText(SLACK_TEXT.confirmNo, LIMITS.confirmButton),
    ...(button.style === 'plain' ? {} : { style: button.style }),
  };
}

/** The items in runs of at most `size`. */
export function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const runs: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) {
    runs.push(items.slice(start, start + size));
  }
  return runs;
}
