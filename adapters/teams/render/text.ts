import { isBlank } from '../../../src/domain/text/blank.js';
import { FSI, isolate, needsIsolate, PDI } from '../../../src/domain/text/isolate.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Inline, Text } from '../../../src/views/elements.js';
import { toSafeUrl } from '../../shared/safe-url.js';
import {
  cutAtGrapheme,
  formatDate,
  MAX_NAME_LENGTH,
  shorten,
  sliceForLimit,
  toWellFormed,
} from '../../shared/text.js';
import { toTypedCommand } from '../app-definition.js';
import type { MentionEntity, RichTextBlock, TextBlock, TextRun } from './card-elements.js';
import type { MentionFactory } from './mentions.js';

/** The style of a text. Never the only carrier of a meaning. */
export type TextStyle = Omit<TextRun, 'type' | 'text'>;

/** Elements with their mentions. */
export interface Paragraphs {
  readonly elements: readonly (TextBlock | RichTextBlock)[];
  readonly mentions: readonly MentionEntity[];
}

/** A mention, or literal text. `whole`: must not be cut in the middle. `url`: what it links to. */
type Piece =
  | { readonly mention: MentionEntity }
  | {
      readonly text: string;
      readonly strong: boolean;
      readonly whole: boolean;
      readonly url?: string;
    };

type Literal = Extract<Piece, { readonly text: string }>;

/**
 * Renders a text with one element for each line, because Teams joins the lines of one element. A line
 * with a mention or a link is a TextBlock, because mentions work only there and in facts. All other lines are
 * RichTextBlocks, where no Markdown works, so that every client shows the text as people wrote it.
 * Source: learn.microsoft.com, "Format cards in Teams" and Adaptive Cards, "Text features".
 */
export function renderParagraphs(
  text: Text,
  max: number,
  mentionFactory: MentionFactory,
  style: TextStyle = {},
): Paragraphs {
  const lines = splitLines(truncate(toPieces(text, max, mentionFactory), max));
  const elements: (TextBlock | RichTextBlock)[] = [];
  let spacing: 'none' | 'small' | undefined;
  for (const line of lines) {
    if (isEmpty(line)) {
      if (elements.length > 0) spacing = 'small';
      continue;
    }
    elements.push({ ...renderLine(line, style), ...(spacing === undefined ? {} : { spacing }) });
    spacing = 'none';
  }
  return { elements, mentions: lines.flatMap(collectMentions) };
}

/** Renders a text as Markdown for a fact, with a paragraph for each line. */
export function toMarkdown(
  text: Text,
  max: number,
  mentionFactory: MentionFactory,
): { readonly markdown: string; readonly mentions: readonly MentionEntity[] } {
  const lines = splitLines(truncate(toPieces(text, max, mentionFactory), max));
  const filled = lines.filter((line) => !isEmpty(line));
  return {
    markdown: filled.map(toMarkdownLine).join('\n\n'),
    mentions: filled.flatMap(collectMentions),
  };
}

function renderLine(line: readonly Piece[], style: TextStyle): TextBlock | RichTextBlock {
  if (line.some((piece) => 'mention' in piece || piece.url !== undefined)) {
    return { type: 'TextBlock', text: toMarkdownLine(line), wrap: true, ...style };
  }
  const inlines = mergeRuns(line.filter(isLiteral)).map(({ text, strong }): TextRun => {
    const weight = strong ? { weight: 'bolder' as const } : {};
    return { type: 'TextRun', text: escapeLiteral(text), ...style, ...weight };
  });
  return { type: 'RichTextBlock', inlines };
}

/** Joins neighbours of the same style. */
function mergeRuns(pieces: readonly Literal[]): readonly Literal[] {
  const runs: Literal[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (piece.text === '') continue;
    if (last !== undefined && last.strong === piece.strong) {
      runs.splice(-1, 1, { ...last, text: last.text + piece.text });
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
    if (piece.url !== undefined) {
      markdown += `[${escapeInsideLine(piece.text)}](${piece.url})`;
      continue;
    }
    const isStart = markdown === '';
    const escaped = isStart ? escapeMarkdown(piece.text.trimStart()) : escapeInsideLine(piece.text);
    const next = line[index + 1];
    markdown += piece.strong
      ? toBold(escaped, markdown, next === undefined ? '' : toRawText(next))
      : escaped;
  }
  return markdown;
}

function toRawText(piece: Piece): string {
  return 'mention' in piece ? piece.mention.text : piece.text;
}

/** Escapes text inside a line, where the rules for the start of a line do not apply. */
function escapeInsideLine(text: string): string {
  return escapeMarkdown(`x${text}`).slice(1);
}

/**
 * Bold where CommonMark accepts the asterisks (6.2, left- and right-flanking): no blanks inside at the
 * ends; beside punctuation only next to a blank. Otherwise plain.
 */
function toBold(markdown: string, before: string, after: string): string {
  const [, left = '', inner = '', right = ''] = /^(\s*)(.*?)(\s*)$/s.exec(markdown) ?? [];
  if (inner === '') return markdown;
  const opens = /^[\p{L}\p{N}]/u.test(inner) || left !== '' || /(?:^|\s)$/.test(before);
  const closes = /[\p{L}\p{N}]$/u.test(inner) || right !== '' || /^(?:$|\s)/.test(after);
  return opens && closes ? `${left}**${inner}**${right}` : markdown;
}

function toPieces(text: Text, max: number, mentionFactory: MentionFactory): readonly Piece[] {
  return text.flatMap((inline) => toInlinePieces(inline, max, mentionFactory));
}

function toInlinePieces(
  inline: Inline,
  max: number,
  mentionFactory: MentionFactory,
): readonly Piece[] {
  if (typeof inline === 'string') return [toLiteral(toWellFormed(sliceForLimit(inline, max)))];
  if ('written' in inline) {
    const shown = toLiteral(isolate(toWellFormed(inline.written)));
    return [{ ...shown, strong: inline.isStrong === true }];
  }
  if ('strong' in inline)
    return [{ ...toLiteral(toWellFormed(sliceForLimit(inline.strong, max))), strong: true }];
  if ('link' in inline) return [toLink(inline)];
  if ('person' in inline) {
    const { person, isCalled = false } = inline;
    return toMentionOrName(isCalled ? mentionFactory.forPerson(person) : undefined, person.name);
  }
  if ('command' in inline) {
    return [{ ...toLiteral(toTypedCommand(inline.command)), strong: true, whole: true }];
  }
  if ('moment' in inline) {
    return [{ ...toLiteral(formatDate(inline.moment, inline.zone, TEAMS_TEXT)), whole: true }];
  }
  const tag = mentionFactory.forTag(inline.team);
  const members = inline.team.members.map((one) =>
    toMentionOrName(mentionFactory.forPerson(one), one.name),
  );
  const isAnyMentioned = members.flat().some((piece) => 'mention' in piece);
  if (tag !== undefined || !isAnyMentioned) return toMentionOrName(tag, inline.team.name);
  return members.flatMap((one, index) => (index === 0 ? one : [toLiteral(', '), ...one]));
}

function toLiteral(text: string): Literal {
  return { text, strong: false, whole: false };
}

/** A link, or only its words if it is none that may be followed. */
function toLink({ link, label }: Extract<Inline, { link: string }>): Piece {
  const url = toSafeUrl(link);
  const shown = shorten(label.replace(/\s+/g, ' ').trim(), MAX_NAME_LENGTH);
  if (url === undefined) return toLiteral(isolate(shown));
  return { ...toLiteral(isolate(shown === '' ? url : shown)), whole: true, url };
}

/** A mention must be exactly the text of its entity, so its isolate is around it. */
function toMentionOrName(mention: MentionEntity | undefined, name: string): readonly Piece[] {
  if (mention === undefined) return [toLiteral(isolate(shorten(name, MAX_NAME_LENGTH)))];
  if (!needsIsolate(mention.mentioned.name)) return [{ mention }];
  return [toLiteral(FSI), { mention }, toLiteral(PDI)];
}

function isLiteral(piece: Piece): piece is Literal {
  return 'text' in piece;
}

function isEmpty(line: readonly Piece[]): boolean {
  return line.every((piece) => isLiteral(piece) && isBlank(piece.text));
}

function collectMentions(line: readonly Piece[]): readonly MentionEntity[] {
  return line.flatMap((piece) => ('mention' in piece ? [piece.mention] : []));
}

function toLength(piece: Piece): number {
  return 'mention' in piece ? piece.mention.text.length : piece.text.length;
}

/** Cuts the pieces to `max` characters, with an ellipsis at the cut. */
function truncate(pieces: readonly Piece[], max: number): readonly Piece[] {
  const size = pieces.reduce((sum, piece) => sum + toLength(piece), 0);
  if (size <= max) return pieces;
  const kept: Piece[] = [];
  let left = max - 1;
  for (const piece of pieces) {
    if (toLength(piece) > left) {
      const start = isLiteral(piece) && !piece.whole ? cutAtGrapheme(piece.text, left) : '';
      const strong = isLiteral(piece) && piece.strong;
      return [...kept, { ...toLiteral(`${start}…`), strong: strong && start !== '' }];
    }
    kept.push(piece);
    left -= toLength(piece);
  }
  return kept;
}

function splitLines(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const parts = isLiteral(piece)
      ? piece.text.split('\n').map((text): Piece => ({ ...piece, text }))
      : [piece];
    const [first, ...rest] = parts;
    if (first !== undefined) lines.at(-1)?.push(first);
    for (const part of rest) lines.push([part]);
  }
  return lines;
}

/** An invisible character that breaks up what a client would interpret even in literal text. */
const WORD_JOINER = '\u2060';

/**
 * Escapes text for a place without Markdown: the date functions `{{DATE(…)}}` and `{{TIME(…)}}`
 * (learn.microsoft.com/adaptive-cards, "Text features"), which clients execute there too, and the tags
 * of a mention.
 */
export function escapeLiteral(text: string): string {
  return toWellFormed(text)
    .replace(/\{\{(?=(?:DATE|TIME)\()/g, `{${WORD_JOINER}{`)
    .replace(/<(?=\/?at\b)/gi, `<${WORD_JOINER}`);
}

/**
 * Escapes one line of text for a place with Markdown, with the backslash escapes of CommonMark 2.4:
 * everywhere for emphasis, links (bare ones too), code, tags (`<at>` too) and entities; at the start for
 * lists, headings and quotes.
 */
export function escapeMarkdown(line: string): string {
  return escapeLiteral(line)
    .replace(/[\\`*_~[\]<>&|]|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/^(\s*)([#+-]|={2,})/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2');
}
