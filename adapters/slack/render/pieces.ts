import type { Account } from '../../../src/domain/organisation/person.js';
import { countIsolateSigns, isolate } from '../../../src/domain/text/isolate.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Inline, Mention, TeamTag, Text } from '../../../src/views/elements.js';
import { toSafeUrl } from '../../shared/safe-url.js';
import {
  formatDate,
  MAX_NAME_LENGTH,
  MAX_TIMESTAMP_MS,
  shorten,
  sliceForLimit,
  toWellFormed,
} from '../../shared/text.js';
import { DEFAULT_COMMAND } from '../app-definition.js';
import { escapeMarkup, shortenToMarkup } from './text.js';

/** What rendering needs to know about where the result is shown. */
export interface RenderContext {
  /** The workspace's `T…` id; people of other workspaces are shown by name. Null before the start. */
  readonly workspace: string | null;
}

/** Literal text. `isWritten`: somebody wrote it, so it stands in an isolate. */
export interface Words {
  readonly kind: 'words';
  readonly text: string;
  readonly isStrong: boolean;
  readonly isWritten: boolean;
}

/** A piece of a text as Slack knows it: literal text, a person's or a group's mention, or a date. */
export type Piece =
  | Words
  | { readonly kind: 'user'; readonly id: string; readonly name: string }
  | { readonly kind: 'group'; readonly id: string; readonly name: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  /** Slack shows it in the reader's zone; `fallback` is the date in its own zone. */
  | { readonly kind: 'date'; readonly seconds: number; readonly fallback: string };

/** The pieces of a text. Only as much of each as can matter when the text is shortened to `max` characters. */
export function toPieces(text: Text, max: number, context: RenderContext): readonly Piece[] {
  return text.flatMap((inline) => toInlinePieces(inline, max, context));
}

function toInlinePieces(inline: Inline, max: number, context: RenderContext): readonly Piece[] {
  if (typeof inline === 'string') return [toWords(sliceForLimit(inline, max))];
  if ('written' in inline) {
    const words = toWritten(inline.written);
    return [inline.isStrong === true ? toStrong(words) : words];
  }
  if ('strong' in inline) return [toStrong(toWords(sliceForLimit(inline.strong, max)))];
  if ('link' in inline) return [toLink(inline)];
  if ('person' in inline) return [toMention(inline.person, context)];
  if ('team' in inline) return toTeamTag(inline.team, context);
  if ('command' in inline) return [toStrong(toWords(toTypedCommand(inline.command)))];
  return [toDate(inline.moment, inline.zone)];
}

/** `/complaint list`. */
function toTypedCommand(word: string): string {
  return `${DEFAULT_COMMAND} ${word}`.trim();
}

/** A link that Slack takes, or only its words. */
function toLink({ link, label }: Extract<Inline, { link: string }>): Piece {
  const shown = shorten(label.replace(/\s+/g, ' ').trim(), MAX_NAME_LENGTH);
  const url = toSafeUrl(link);
  if (url === undefined) return toWritten(shown);
  return { kind: 'link', url, label: shown === '' ? url : shown };
}

function toWords(text: string): Words {
  return { kind: 'words', text: toWellFormed(text), isStrong: false, isWritten: false };
}

function toWritten(text: string): Words {
  return { ...toWords(text), isWritten: true };
}

/** Slack's bold ends at the end of a line, so lines are joined. */
function toStrong(words: Words): Words {
  return { ...words, text: words.text.replace(/\s+/g, ' ').trim(), isStrong: true };
}

/** The person's account in this workspace, if its id has the form that a mention needs. */
export function findMentionableAccount(
  accounts: readonly Account[],
  context: RenderContext,
): Account | undefined {
  return accounts.find(
    (account) =>
      account.platform === 'slack' &&
      account.workspace === context.workspace &&
      /^[UW][A-Z0-9]{1,40}$/.test(account.userId),
  );
}

function toMention({ name, accounts }: Mention, context: RenderContext): Piece {
  const account = findMentionableAccount(accounts, context);
  const shown = shorten(name, MAX_NAME_LENGTH);
  return account === undefined
    ? toWritten(shown)
    : { kind: 'user', id: account.userId, name: shown };
}

function toTeamTag({ name, group, members }: TeamTag, context: RenderContext): readonly Piece[] {
  const shown = shorten(name, MAX_NAME_LENGTH);
  if (group?.platform === 'slack' && /^S[A-Z0-9]{1,40}$/.test(group.id)) {
    return [{ kind: 'group', id: group.id, name: shown }];
  }
  const mentions = members.map((member) => toMention(member, context));
  if (mentions.length === 0) return [toWritten(shown)];
  return mentions.flatMap((mention, n) => (n === 0 ? [mention] : [toWords(', '), mention]));
}

function toDate(at: number, zone: string): Piece {
  const fallback = formatDate(at, zone, SLACK_TEXT);
  if (!(at >= 0 && at <= MAX_TIMESTAMP_MS)) return toWords(fallback);
  return { kind: 'date', seconds: Math.floor(at / 1000), fallback };
}

/** The words as a reader sees them. */
export function showWords({ text, isWritten }: Words): string {
  return isWritten ? isolate(text) : text;
}

/** The pieces as `mrkdwn`. Right only for pieces without markup of their own, see `hasMarkup`. */
export function toMarkup(pieces: readonly Piece[]): string {
  return pieces.map(toPieceMarkup).join('');
}

function toPieceMarkup(piece: Piece): string {
  switch (piece.kind) {
    case 'words': {
      const markup = escapeMarkup(showWords(piece));
      return piece.isStrong && markup !== '' ? `*${markup}*` : markup;
    }
    case 'user':
      return `<@${piece.id}>`;
    case 'group':
      return `<!subteam^${piece.id}>`;
    case 'link':
      return `<${escapeMarkup(piece.url)}|${escapeMarkup(isolate(piece.label)).replaceAll('|', '¦')}>`;
    case 'date':
      return `<!date^${piece.seconds}^${SLACK_TEXT.dateFormat}|${piece.fallback}>`;
  }
}

/**
 * The pieces that fit into `max` characters of `mrkdwn`, with an ellipsis at the cut. Mentions and
 * dates are never cut in the middle.
 */
export function truncatePieces(pieces: readonly Piece[], max: number): readonly Piece[] {
  const sizes = pieces.map((piece) => toPieceMarkup(piece).length);
  if (sizes.reduce((sum, size) => sum + size, 0) <= max) return pieces;
  const kept: Piece[] = [];
  let left = max - 1;
  for (const [index, piece] of pieces.entries()) {
    const size = sizes[index] ?? 0;
    if (size > left) return [...kept, shortenPiece(piece, left + 1)];
    kept.push(piece);
    left -= size;
  }
  return kept;
}

/** The start of the piece that no longer fits whole, with an ellipsis, in at most `max` characters. */
function shortenPiece(piece: Piece, max: number): Words {
  if (piece.kind !== 'words') return toWords(max > 0 ? '…' : '');
  const signs = piece.isWritten ? countIsolateSigns(piece.text) : 0;
  const room = max - signs - (piece.isStrong ? 2 : 0);
  if (room < 1) return toWords(max > 0 ? '…' : '');
  return { ...piece, text: shortenToMarkup(piece.text, room) };
}

/** What Slack reads as markup in `mrkdwn` beyond what can be escaped: emphasis, code, emoji names, quotes. */
const MARKUP = /[*_~`]|:[^\s:]+:|^[^\w\n]*>/m;

/**
 * True if `mrkdwn` cannot show the pieces as they are: it has escapes for `&`, `<` and `>` only
 * (docs.slack.dev/messaging/formatting-message-text).
 */
export function hasMarkup(pieces: readonly Piece[]): boolean {
  const literal = (piece: Piece): string => (piece.kind === 'words' ? piece.text : ' ');
  return MARKUP.test(pieces.map(literal).join(''));
}
