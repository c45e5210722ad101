import type { Block, Button, Card, Form, Inline, Notice } from '../../src/views/elements.js';

type Shown = Card | Notice | Pick<Form, 'title' | 'fields' | 'blocks'>;

/** Everything that a person can read in it, one line for each block. Dates are written as `<ms>`. */
export function toPlainText(shown: Shown): string {
  const head = 'summary' in shown ? [shown.summary, shown.title ?? ''] : [];
  const text = 'text' in shown ? [shown.text] : [];
  const title = 'fields' in shown ? [shown.title] : [];
  return [...head, ...text, ...title, ...shown.blocks.map(toLine)].join('\n');
}

function toLine(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text.map(inlineText).join('');
    case 'quote':
      return `${block.label}: ${[...block.text].slice(0, block.max).join('')}`;
    case 'facts':
      return block.facts
        .map(({ label, value }) => `${label}: ${value.map(inlineText).join('')}`)
        .join('\n');
    case 'buttons':
      return toButtonsOf(block)
        .map(({ label }) => `[${label}]`)
        .join(' ');
    case 'divider':
      return '---';
  }
}

function inlineText(piece: Inline): string {
  if (typeof piece === 'string') return piece;
  if ('written' in piece) return piece.written;
  if ('strong' in piece) return piece.strong;
  if ('link' in piece) return piece.label;
  if ('command' in piece) return `complaint ${piece.command}`.trim();
  if ('person' in piece) return `@${piece.person.name}`;
  return 'team' in piece ? `@${piece.team.name}` : `<${piece.moment}>`;
}

/** All its buttons, in order, those in menus too. */
export function findButtons(shown: { readonly blocks: readonly Block[] }): readonly Button[] {
  return shown.blocks.flatMap((block) => (block.kind === 'buttons' ? toButtonsOf(block) : []));
}

function toButtonsOf(block: Extract<Block, { kind: 'buttons' }>): readonly Button[] {
  return [...block.buttons, ...(block.more ?? [])];
}

/** The actions of its buttons: those beside each other, then those in menus. */
export function splitActions(shown: { readonly blocks: readonly Block[] }): {
  readonly shown: readonly string[];
  readonly more: readonly string[];
} {
  const rows = shown.blocks.filter((block) => block.kind === 'buttons');
  return {
    shown: rows.flatMap(({ buttons }) => buttons.map(({ action }) => action)),
    more: rows.flatMap(({ more = [] }) => more.map(({ action }) => action)),
  };
}

/** The actions of its buttons, in order. */
export function findActions(shown: { readonly blocks: readonly Block[] }): readonly string[] {
  return findButtons(shown).map(({ action }) => action);
}
