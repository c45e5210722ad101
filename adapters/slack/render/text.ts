import type { types } from '@slack/bolt';
import type { Account } from '../../../src/domain/organisation/person.js';
import { isBlank } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Inline, Mention, TeamTag, Text } from '../../../src/views/elements.js';
import {
  formatDate,
  MAX_NAME_LENGTH,
  MAX_TIMESTAMP_MS,
  shorten,
  shortenEscaped,
  sliceForLimit,
  toWellFormed,
} from '../../shared/text.js';

/** What rendering needs to know about where the result is shown. */
export interface RenderContext {
  /** The workspace's `T…` id; people of other workspaces are shown by name. Null before the start. */
  readonly workspace: string | null;
}

type TextObject = types.PlainTextElement | types.MrkdwnElement;

/** A `plain_text` object of at most `max` characters. A dash if the text is blank, because Slack refuses empty texts. */
export function plainText(text: string, max: number): types.PlainTextElement {
  const short = shorten(text, max);
  return { type: 'plain_text', text: isBlank(short) ? SLACK_TEXT.nothing : short, emoji: true };
}

/** A `mrkdwn` object of markup that is already escaped and fits. `verbatim`: Slack adds no links of its own. */
export function mrkdwn(markup: string): types.MrkdwnElement {
  const text = isBlank(markup) ? SLACK_TEXT.nothing : markup;
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Renders text as `plain_text` if all of it is literal, else as `mrkdwn`. Undefined if there is nothing to show. */
export function renderText(
  text: Text,
  max: number,
  context: RenderContext,
): TextObject | undefined {
  if (text.every((inline) => typeof inline === 'string')) {
    const literal = text.join('');
    return isBlank(toWellFormed(sliceForLimit(literal, max))) ? undefined : plainText(literal, max);
  }
  const markup = toMarkup(text, max, context);
  return isBlank(markup) ? undefined : mrkdwn(markup);
}

/** The text as `mrkdwn` of at most `max` characters. Mentions and dates are never cut in the middle. */
export function toMarkup(text: Text, max: number, context: RenderContext): string {
  const pieces = text.map((inline) => renderInline(inline, max, context));
  const whole = pieces.join('');
  if (whole.length <= max) return whole;
  let kept = '';
  for (const [index, inline] of text.entries()) {
    const piece = pieces[index] ?? '';
    const left = max - 1 - kept.length;
    if (piece.length > left) return kept + shortenInline(inline, left + 1);
    kept += piece;
  }
  return kept;
}

/** The start of the piece that no longer fits whole, with an ellipsis, in at most `max` characters. */
function shortenInline(inline: Inline, max: number): string {
  if (typeof inline === 'string') return shortenMarkup(inline, max);
  if ('strong' in inline && max > 3) return toBold(shortenMarkup(inline.strong, max - 2));
  return max > 0 ? '…' : '';
}

function renderInline(inline: Inline, max: number, context: RenderContext): string {
  if (typeof inline === 'string') return escapeMarkup(toWellFormed(sliceForLimit(inline, max)));
  if ('strong' in inline) {
    return toBold(escapeMarkup(toWellFormed(sliceForLimit(inline.strong, max))));
  }
  if ('person' in inline) return renderMention(inline.person, context);
  if ('team' in inline) return renderTeamTag(inline.team, context);
  return renderMoment(inline.moment, inline.zone);
}

/** Slack's bold ends at the end of a line and needs some text, so lines are joined and blank text stays empty. */
function toBold(markup: string): string {
  const line = markup.replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `*${line}*`;
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

function renderMention(person: Mention, context: RenderContext): string {
  const account = findMentionableAccount(person.accounts, context);
  return account === undefined ? renderName(person.name) : `<@${account.userId}>`;
}

function renderTeamTag(team: TeamTag, context: RenderContext): string {
  if (team.group?.platform === 'slack' && /^S[A-Z0-9]{1,40}$/.test(team.group.id)) {
    return `<!subteam^${team.group.id}>`;
  }
  const members = team.members.map((member) => renderMention(member, context));
  return members.length > 0 ? members.join(' ') : renderName(team.name);
}

function renderName(name: string): string {
  return shortenMarkup(name, MAX_NAME_LENGTH);
}

/** A date that Slack shows in the reader's zone, with a fallback in `zone`. */
function renderMoment(at: number, zone: string): string {
  const fallback = formatDate(at, zone, SLACK_TEXT);
  if (!(at >= 0 && at <= MAX_TIMESTAMP_MS)) return fallback;
  return `<!date^${Math.floor(at / 1000)}^${SLACK_TEXT.dateFormat}|${fallback}>`;
}

/** Escapes what Slack reads as markup in `mrkdwn` and in a message's `text`: `&`, `<`, `>`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes the text and shortens it to `max` UTF-16 units after escaping, with an ellipsis if it is cut. */
export function shortenMarkup(text: string, max: number): string {
  return shortenEscaped(text, max, escapeMarkup);
}
