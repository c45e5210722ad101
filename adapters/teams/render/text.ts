import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Inline, Text } from '../../../src/views/elements.js';
import { formatDate } from '../../shared/dates.js';
import { beginning, cut, isBlank, LONGEST_NAME, shorten, wellFormed } from '../../shared/text.js';
import type { MentionEntity, RichTextBlock, TextBlock, TextRun } from './card-elements.js';

import { escapeLiteral, escapeMarkdown } from './escape.js';
import type { Mentioning } from './mentions.js';

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

type Words = Extract<Piece, { readonly words: string }>;

/**
 * The text in an element for each line, for Teams joins the lines of one. A line with a mention is a
 * TextBlock, since mentions work only there and in facts; all others are RichTextBlocks, in which
 * no Markdown works, so that what people wrote stays what they wrote on every client.
 * Source: learn.microsoft.com, "Format cards in Teams" and Adaptive Cards, "Text features".
 */
export function renderParagraphs(
  text: Text,
  max: number,
  mentioning: Mentioning,
  look: TextStyle = {},
): Paragraphs {
  const lines = linesOf(cutTo(piecesOf(text, max, mentioning), max));
  const elements: (TextBlock | RichTextBlock)[] = [];
  let spacing: 'none' | 'small' | undefined;
  for (const line of lines) {
    if (isEmpty(line)) {
      if (elements.length > 0) spacing = 'small';
      continue;
    }
    elements.push({ ...elementOf(line, look), ...(spacing === undefined ? {} : { spacing }) });
    spacing = 'none';
  }
  return { elements, mentions: lines.flatMap(mentionsOf) };
}

/** The text as Markdown for a fact, its lines as paragraphs. */
export function toMarkdown(
  text: Text,
  max: number,
  mentioning: Mentioning,
): { readonly markdown: string; readonly mentions: readonly MentionEntity[] } {
  const lines = linesOf(cutTo(piecesOf(text, max, mentioning), max));
  const full = lines.filter((line) => !isEmpty(line));
  return { markdown: full.map(markdownLine).join('\n\n'), mentions: full.flatMap(mentionsOf) };
}

function elementOf(line: readonly Piece[], look: TextStyle): TextBlock | RichTextBlock {
  if (line.some((piece) => 'mention' in piece)) {
    return { type: 'TextBlock', text: markdownLine(line), wrap: true, ...look };
  }
  const inlines = runsOf(line.filter(isWords)).map(({ words, strong }): TextRun => {
    const weight = strong ? { weight: 'bolder' as const } : {};
    return { type: 'TextRun', text: escapeLiteral(words), ...look, ...weight };
  });
  return { type: 'RichTextBlock', inlines };
}

/** Pieces that look alike as one. */
function runsOf(words: readonly Words[]): readonly Words[] {
  const runs: Words[] = [];
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

function markdownLine(line: readonly Piece[]): string {
  let markdown = '';
  for (const [index, piece] of line.entries()) {
    if ('mention' in piece) {
      markdown += piece.mention.text;
      continue;
    }
    const isStart = markdown === '';
    const own = isStart ? escapeMarkdown(piece.words.trimStart()) : escapedInside(piece.words);
    const next = line[index + 1];
    markdown += piece.strong ? bold(own, markdown, next === undefined ? '' : rawOf(next)) : own;
  }
  return markdown;
}

function rawOf(piece: Piece): string {
  return 'mention' in piece ? piece.mention.text : piece.words;
}

/** Escapes what stands behind something else, where nothing is a line's beginning. */
function escapedInside(words: string): string {
  return escapeMarkdown(`x${words}`).slice(1);
}

/**
 * Bold where CommonMark takes the asterisks for it (6.2, left- and right-flanking): inside, no blanks
 * at the ends; beside punctuation, only next to a blank. Else plain.
 */
function bold(markdown: string, before: string, after: string): string {
  const [, left = '', inner = '', right = ''] = /^(\s*)(.*?)(\s*)$/s.exec(markdown) ?? [];
  if (inner === '') return markdown;
  const opens = /^[\p{L}\p{N}]/u.test(inner) || left !== '' || /(?:^|\s)$/.test(before);
  const closes = /[\p{L}\p{N}]$/u.test(inner) || right !== '' || /^(?:$|\s)/.test(after);
  return opens && closes ? `${left}**${inner}**${right}` : markdown;
}

function piecesOf(text: Text, max: number, mentioning: Mentioning): readonly Piece[] {
  return text.flatMap((inline) => piecesOfInline(inline, max, mentioning));
}

function piecesOfInline(inline: Inline, max: number, mentioning: Mentioning): readonly Piece[] {
  if (typeof inline === 'string') return [said(wellFormed(beginning(inline, max)))];
  if ('strong' in inline)
    return [{ ...said(wellFormed(beginning(inline.strong, max))), strong: true }];
  if ('person' in inline) return [calledOr(mentioning.person(inline.person), inline.person.name)];
  if ('moment' in inline) {
    return [{ ...said(formatDate(inline.moment, inline.zone, TEAMS_TEXT)), whole: true }];
  }
  const tag = mentioning.tag(inline.team);
  const members = inline.team.members.map((one) => calledOr(mentioning.person(one), one.name));
  const called = members.some((piece) => 'mention' in piece);
  if (tag !== undefined || !called) return [calledOr(tag, inline.team.name)];
  return members.flatMap((piece, index) => (index === 0 ? [piece] : [said(' '), piece]));
}

function said(words: string): Words {
  return { words, strong: false, whole: false };
}

function calledOr(mention: MentionEntity | undefined, name: string): Piece {
  return mention === undefined ? said(shorten(name, LONGEST_NAME)) : { mention };
}

function isWords(piece: Piece): piece is Words {
  return 'words' in piece;
}

function isEmpty(line: readonly Piece[]): boolean {
  return line.every((piece) => isWords(piece) && isBlank(piece.words));
}

function mentionsOf(line: readonly Piece[]): readonly MentionEntity[] {
  return line.flatMap((piece) => ('mention' in piece ? [piece.mention] : []));
}

function sizeOfPiece(piece: Piece): number {
  return 'mention' in piece ? piece.mention.text.length : piece.words.length;
}

/** What fits into `max` characters, with an ellipsis where something was left out. */
function cutTo(pieces: readonly Piece[], max: number): readonly Piece[] {
  const size = pieces.reduce((sum, piece) => sum + sizeOfPiece(piece), 0);
  if (size <= max) return pieces;
  const kept: Piece[] = [];
  let room = max - 1;
  for (const piece of pieces) {
    if (sizeOfPiece(piece) > room) {
      const some = isWords(piece) && !piece.whole ? cut(piece.words, room) : '';
      const strong = isWords(piece) && piece.strong;
      return [...kept, { ...said(`${some}…`), strong: strong && some !== '' }];
    }
    kept.push(piece);
    room -= sizeOfPiece(piece);
  }
  return kept;
}

function linesOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const parts = isWords(piece)
      ? piece.words.split('\n').map((words): Piece => ({ ...piece, words }))
      : [piece];
    const [first, ...rest] = parts;
    if (first !== undefined) lines.at(-1)?.push(first);
    for (const part of rest) lines.push([part]);
  }
  return lines;
}
