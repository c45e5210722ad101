import type { types } from '@slack/bolt';
import type { Account } from '../../../src/domain/organisation/person.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Inline, Mention, TeamTag, Text } from '../../../src/views/elements.js';
import { formatDate, MAX_TIMESTAMP_MS } from '../../shared/dates.js';
import {
  isBlank,
  MAX_NAME_LENGTH,
  shorten,
  sliceForLimit,
  toWellFormed,
} from '../../shared/text.js';
import { escapeMarkup, shortenMarkup } from './escape.js';

/** What rendering needs to know of where it is shown. */
export interface RenderContext {
  /** The workspace's `T…` id; people of others are shown by name. Null before the start. */
  readonly workspace: string | null;
}

type TextObject = types.PlainTextElement | types.MrkdwnElement;

/** A `plain_text` of at most `max` characters; a dash where there is nothing, for Slack refuses empty texts. */
export function plainText(text: string, max: number): types.PlainTextElement {
  const short = shorten(text, max);
  return { type: 'plain_text', text: isBlank(short) ? SLACK_TEXT.nothing : short, emoji: true };
}

/** A `mrkdwn` from text that is already escaped and fits. `verbatim`: Slack makes no links of its own. */
export function mrkdwn(markup: string): types.MrkdwnElement {
  const text = isBlank(markup) ? SLACK_TEXT.nothing : markup;
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A text object: `plain_text` where all of it is literal, else `mrkdwn`. Undefined where there is nothing to show. */
export function textObject(text: Text, max: number, around: RenderContext): TextObject | undefined {
  if (text.every((inline) => typeof inline === 'string')) {
    const literal = text.join('');
    return isBlank(toWellFormed(sliceForLimit(literal, max))) ? undefined : plainText(literal, max);
  }
  const markup = toMarkup(text, max, around);
  return isBlank(markup) ? undefined : mrkdwn(markup);
}

/** The text as `mrkdwn` of at most `max` characters. Mentions and moments are never cut in the middle. */
export function toMarkup(text: Text, max: number, around: RenderContext): string {
  const pieces = text.map((inline) => markupOfInline(inline, max, around));
  const whole = pieces.join('');
  if (whole.length <= max) return whole;
  let kept = '';
  for (const [index, inline] of text.entries()) {
    const piece = pieces[index] ?? '';
    const room = max - 1 - kept.length;
    if (piece.length > room) return kept + lastPiece(inline, room + 1);
    kept += piece;
  }
  return kept;
}

/** What still fits of the piece at which the room ends, with its ellipsis. */
function lastPiece(inline: Inline, room: number): string {
  if (typeof inline === 'string') return shortenMarkup(inline, room);
  if ('strong' in inline && room > 3) return bold(shortenMarkup(inline.strong, room - 2));
  return room > 0 ? '…' : '';
}

function markupOfInline(inline: Inline, max: number, around: RenderContext): string {
  if (typeof inline === 'string') return escapeMarkup(toWellFormed(sliceForLimit(inline, max)));
  if ('strong' in inline)
    return bold(escapeMarkup(toWellFormed(sliceForLimit(inline.strong, max))));
  if ('person' in inline) return mention(inline.person, around);
  if ('team' in inline) return teamTag(inline.team, around);
  return moment(inline.moment, inline.zone);
}

/** Bold does not reach over a line's end in Slack, and needs something to embrace. */
function bold(markup: string): string {
  const line = markup.replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `*${line}*`;
}

/** The person's account in this workspace, if it has a form Slack can mention. */
export function findAccount(
  accounts: readonly Account[],
  around: RenderContext,
): Account | undefined {
  return accounts.find(
    (account) =>
      account.platform === 'slack' &&
      account.workspace === around.workspace &&
      /^[UW][A-Z0-9]{1,40}$/.test(account.userId),
  );
}

function mention(person: Mention, around: RenderContext): string {
  const account = findAccount(person.accounts, around);
  return account === undefined ? nameOf(person.name) : `<@${account.userId}>`;
}

function teamTag(team: TeamTag, around: RenderContext): string {
  if (team.group?.platform === 'slack' && /^S[A-Z0-9]{1,40}$/.test(team.group.id)) {
    return `<!subteam^${team.group.id}>`;
  }
  const members = team.members.map((member) => mention(member, around));
  return members.length > 0 ? members.join(' ') : nameOf(team.name);
}

function nameOf(name: string): string {
  return shortenMarkup(name, MAX_NAME_LENGTH);
}

function moment(at: number, zone: string): string {
  const fallback = formatDate(at, zone, SLACK_TEXT);
  if (!(at >= 0 && at <= MAX_TIMESTAMP_MS)) return fallback;
  return `<!date^${Math.floor(at / 1000)}^${SLACK_TEXT.dateFormat}|${fallback}>`;
}
