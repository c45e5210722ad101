import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Inline, Text } from '../../../src/views/elements.js';
import { formatDate } from '../../shared/dates.js';
import {
  cutAtGrapheme,
  isBlank,
  MAX_NAME_LENGTH,
  shorten,
  sliceForLimit,
  toWellFormed,
} from '../../shared/text.js';
import type { MentionEntity, RichTextBlock, TextBlock, TextRun } from './card-elements.js';

import { escapeLiteral, escapeMarkdown } from './escape.js';
import type { MentionFactory } from './mentions.js';

/** How a text looks; the words must say it as well. */
export type TextStyle = Omit<TextRun, 'type' | 'text'>;

/** Elements, with the mentions that stand in them. */
export interface Paragraphs {
  readonly elements: readonly (TextBlock | RichTextBlock)[];
  readonly mentions: readonly MentionEntity[];
}

/** A mention, or literal text. `whole`: not to be cut in the middle. */
type Piece =
  | { readonly mention: MentionEntity }
  | { readonly words: string; readonly strong: boolean; readonly whole: boolean };

type Literal = Extract<Piece, { readonly words: string }>;

/**
 * The text in an element for each line, for Teams joins the lines of one. A line with a mention is a
 * TextBlock, since mentions work only there and in facts; all others are RichTextBlocks, in which
 * no Markdown works, so that what people wrote stays what they wrote on every client.
 * Source: learn.microsoft.com, "Format cards in Teams" and Adaptive Cards, "Text features".
 */
export function renderParagraphs(
  text: Text,
  max: number,
  mentioning: MentionFactory,
  look: TextStyle = {},
): Paragraphs {
  const lines = splitLines(truncate(toPieces(text, max, mentioning), max));
  const elements: (TextBlock | RichTextBlock)[] = [];
  let spacing: 'none' | 'small' | undefined;
  for (const line of lines) {
    if (isEmpty(line)) {
      if (elements.length > 0) spacing = 'small';
      continue;
    }
    elements.push({ ...renderLine(line, look), ...(spacing === undefined ? {} : { spacing }) });
    spacing = 'none';
  }
  return { elements, mentions: lines.flatMap(collectMentions) };
}

/** The text as Markdown for a fact, its lines as paragraphs. */
export function toMarkdown(
  text: Text,
  max: number,
  mentioning: MentionFactory,
): { readonly markdown: string; readonly mentions: readonly MentionEntity[] } {
  const lines = splitLines(truncate(toPieces(text, max, mentioning), max));
  const full = lines.filter((line) => !isEmpty(line));
  return {
    markdown: full.map(toMarkdownLine).join('\n\n'),
    mentions: full.flatMap(collectMentions),
  };
}

function renderLine(line: readonly Piece[], look: TextStyle): TextBlock | RichTextBlock {
  if (line.some((piece) => 'mention' in piece)) {
    return { type: 'TextBlock', text: toMarkdownLine(line), wrap: true, ...look };
  }
  const inlines = mergeRuns(line.filter(isLiteral)).map(({ words, strong }): TextRun => {
    const weight = strong ? { weight: 'bolder' as const } : {};
    return { type: 'TextRun', text: escapeLiteral(words), ...look, ...weight };
  });
  return { type: 'RichTextBlock', inlines };
}

/** Pieces that look alike as one. */
function mergeRuns(words: readonly Literal[]): readonly Literal[] {
  const runs: Literal[] = [];
  for (const piece of words) {
    const last = runs.at(-1);
    if (piece.words === '') continue;
    if (last !== undefined && last.strong === piece.strong) {
      runs.splice(-1, 1, { ...last, words: last.words + piece.words });
    } else {
      runs.push(piece);
    }
  }
  return runs;
}

function toMarkdownLine(line: readonly Piece[]): string {
  let markdown = '';
  for (const [index, piece] of line.entries()) {
    if ('mention' in piece) {
      markdown += piece.mention.text;
      continue;
    }
    const isStart = markdown === '';
    const own = isStart ? escapeMarkdown(piece.words.trimStart()) : escapeInsideLine(piece.words);
    const next = line[index + 1];
    markdown += piece.strong
      ? toBold(own, markdown, next === undefined ? '' : toRawText(next))
      : own;
  }
  return markdown;
}

function toRawText(piece: Piece): string {
  return 'mention' in piece ? piece.mention.text : piece.words;
}

/** Escapes what stands behind something else, where nothing is a line's beginning. */
function escapeInsideLine(words: string): string {
  return escapeMarkdown(`x${words}`).slice(1);
}

/**
 * Bold where CommonMark takes the asterisks for it (6.2, left- and right-flanking): inside, no blanks
 * at the ends; beside punctuation, only next to a blank. Else plain.
 */
function toBold(markdown: string, before: string, after: string): string {
  const [, left = '', inner = '', right = ''] = /^(\s*)(.*?)(\s*)$/s.exec(markdown) ?? [];
  if (inner === '') return markdown;
  const opens = /^[\p{L}\p{N}]/u.test(inner) || left !== '' || /(?:^|\s)$/.test(before);
  const closes = /[\p{L}\p{N}]$/u.test(inner) || right !== '' || /^(?:$|\s)/.test(after);
  return opens && closes ? `${left}**${inner}**${right}` : markdown;
}

function toPieces(text: Text, max: number, mentioning: MentionFactory): readonly Piece[] {
  return text.flatMap((inline) => toInlinePieces(inline, max, mentioning));
}

function toInlinePieces(inline: Inline, max: number, mentioning: MentionFactory): readonly Piece[] {
  if (typeof inline === 'string') return [toLiteral(toWellFormed(sliceForLimit(inline, max)))];
  if ('strong' in inline)
    return [{ ...toLiteral(toWellFormed(sliceForLimit(inline.strong, max))), strong: true }];
  if ('person' in inline)
    return [toMentionOrName(mentioning.forPerson(inline.person), inline.person.name)];
  if ('moment' in inline) {
    return [{ ...toLiteral(formatDate(inline.moment, inline.zone, TEAMS_TEXT)), whole: true }];
  }
  const tag = mentioning.forTag(inline.team);
  const members = inline.team.members.map((one) =>
    toMentionOrName(mentioning.forPerson(one), one.name),
  );
  const called = members.some((piece) => 'mention' in piece);
  if (tag !== undefined || !called) return [toMentionOrName(tag, inline.team.name)];
  return members.flatMap((piece, index) => (index === 0 ? [piece] : [toLiteral(' '), piece]));
}

function toLiteral(words: string): Literal {
  return { words, strong: false, whole: false };
}

function toMentionOrName(mention: MentionEntity | undefined, name: string): Piece {
  return mention === undefined ? toLiteral(shorten(name, MAX_NAME_LENGTH)) : { mention };
}

function isLiteral(piece: Piece): piece is Literal {
  return 'words' in piece;
}

function isEmpty(line: readonly Piece[]): boolean {
  return line.every((piece) => isLiteral(piece) && isBlank(piece.words));
}

function collectMentions(line: readonly Piece[]): readonly MentionEntity[] {
  return line.flatMap((piece) => ('mention' in piece ? [piece.mention] : []));
}

function toLength(piece: Piece): number {
  return 'mention' in piece ? piece.mention.text.length : piece.words.length;
}

/** What fits into `max` characters, with an ellipsis where something was left out. */
function truncate(pieces: readonly Piece[], max: number): readonly Piece[] {
  const size = pieces.reduce((sum, piece) => sum + toLength(piece), 0);
  if (size <= max) return pieces;
  const kept: Piece[] = [];
  let room = max - 1;
  for (const piece of pieces) {
    if (toLength(piece) > room) {
      const some = isLiteral(piece) && !piece.whole ? cutAtGrapheme(piece.words, room) : '';
      const strong = isLiteral(piece) && piece.strong;
      return [...kept, { ...toLiteral(`${some}…`), strong: strong && some !== '' }];
    }
    kept.push(piece);
    room -= toLength(piece);
  }
  return kept;
}

function splitLines(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const parts = isLiteral(piece)
      ? piece.words.split('\n').map((words): Piece => ({ ...piece, words }))
      : [piece];
    const [first, ...rest] = parts;
    if (first !== undefined) lines.at(-1)?.push(first);
    for (const part of rest) lines.push([part]);
  }
  return lines;
}
