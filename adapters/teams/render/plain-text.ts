import { isBlank } from '../../../src/domain/text/blank.js';
import { isolate } from '../../../src/domain/text/isolate.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Block, Inline, Notice, Text } from '../../../src/views/elements.js';
import { formatDate, shorten } from '../../shared/text.js';
import { toTypedCommand } from '../app-definition.js';
import { LIMITS } from './limits.js';
import { escapeLiteral } from './text.js';

/** A notice as plain text, where Teams shows nothing else: a line for each part, without its buttons. */
export function toPlainText({ text, blocks }: Notice): string {
  const lines = [text, ...blocks.flatMap(toLines)].filter((line) => !isBlank(line));
  return shorten(escapeLiteral(lines.join('\n')), LIMITS.actionMessage);
}

function toLines(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return [toPlain(block.text)];
    case 'quote':
      return [withLabel(block.label, isolate(shorten(block.text, block.max)))];
    case 'facts':
      return block.facts.map(({ label, value }) => withLabel(label, toPlain(value)));
    case 'buttons':
    case 'divider':
      return [];
  }
}

function withLabel(label: string, text: string): string {
  return isBlank(label) ? text : `${label}: ${text}`;
}

function toPlain(text: Text): string {
  return text.map(toPlainInline).join('');
}

function toPlainInline(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('written' in inline) return isolate(inline.written);
  if ('strong' in inline) return inline.strong;
  if ('link' in inline) return isolate(inline.label);
  if ('person' in inline) return isolate(inline.person.name);
  if ('team' in inline) return isolate(inline.team.name);
  if ('command' in inline) return toTypedCommand(inline.command);
  return formatDate(inline.moment, inline.zone, TEAMS_TEXT);
}
