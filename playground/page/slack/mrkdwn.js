import { formatDate } from '../frame/dates.js';
import { plainText } from './emoji.js';
import { faultInText } from './known.js';
import { inlineProblem } from './problem.js';
import { isDateFormat } from './slack-date.js';
import { h } from './tree.js';

const INLINE =
  /`([^`\n]+)`|<([^<>\s][^<>]*)>|(?<![\w*])\*([^\s*]|[^\s*][^*\n]*?[^\s*])\*(?![\w*])|(?<![\w_])_([^\s_]|[^\s_][^_\n]*?[^\s_])_(?![\w_])|(?<![\w~])~([^\s~]|[^\s~][^~\n]*?[^\s~])~(?![\w~])/g;

/** An address as Slack's client makes a link of it by itself. */
const ADDRESS = /\bhttps?:\/\/[^\s<>|*`]*[^\s<>|*`.,;:!?)'"_~]/g;

/** A link that opens somewhere else; what is neither a web nor a mail address stays text. */
export function link(target, children) {
  if (!/^(https?:\/\/|mailto:)/i.test(target)) return h('span', {}, children);
  return h('a', { href: target, target: '_blank', rel: 'noopener noreferrer' }, children);
}

/** A name somebody is called by; one's own, or that of one's group, stands out. */
export function mention(name, isOwn = false) {
  return h('span', { className: isOwn ? 'mention you' : 'mention' }, name);
}

/** `@` and the name of whoever has this id. */
export function userMention(id, label, { people, user }) {
  const person = people.find((item) => item.id === id);
  return mention(`@${person?.name ?? label ?? id}`, id === user);
}

/** `@` and the handle of the group with this id. */
export function groupMention(id, label, { groups, user }) {
  const group = groups.find((item) => item.id === id);
  return mention(`@${group?.handle ?? label ?? id}`, group?.users?.includes(user) ?? false);
}

/** `#` and the name of the channel with this id. */
export function channelMention(id, label, { channels }) {
  const channel = channels.find((item) => item.id === id);
  return mention(`#${channel?.name ?? label ?? id}`);
}

/** A moment in the reader's zone; `fallback` where the format is none of Slack's. */
export function moment({ ms, format, fallback, target }, context) {
  const isKnown = Number.isFinite(ms) && isDateFormat(format);
  const words = isKnown ? formatDate(ms, format, context) : fallback;
  const node = h('time', { title: fallback }, words);
  return target ? link(target, [node]) : node;
}

function date(body, fallback, context) {
  const [, seconds = '', format = '', target] = body.split('^');
  const ms = seconds === '' ? Number.NaN : Number(seconds) * 1000;
  return moment({ ms, format, fallback, target: target && plainText(target, false) }, context);
}

const BROADCASTS = new Set(['here', 'channel', 'everyone']);

/** `<!…>`: dates, user groups, @here and the like. */
function special(body, label, context) {
  if (body.startsWith('date^')) return date(body, plainText(label ?? ''), context);
  if (body.startsWith('subteam^')) {
    return groupMention(body.slice('subteam^'.length), label?.replace(/^@/, ''), context);
  }
  if (BROADCASTS.has(body)) return mention(`@${body}`, true);
  return inlineProblem(`text with <!${body}>`);
}

function angle(content, context) {
  const bar = content.indexOf('|');
  const body = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : plainText(content.slice(bar + 1));
  if (body.startsWith('@')) return userMention(body.slice(1), label, context);
  if (body.startsWith('#')) return channelMention(body.slice(1), label, context);
  if (body.startsWith('!')) return special(body.slice(1), label, context);
  return link(plainText(body, false), [label ?? plainText(body, false)]);
}

function styled(match, context) {
  const [, code, inAngles, bold, italic, struck] = match;
  if (code !== undefined) return h('code', {}, plainText(code, false));
  if (inAngles !== undefined) return angle(inAngles, context);
  if (bold !== undefined) return h('strong', {}, inline(bold, context));
  if (italic !== undefined) return h('em', {}, inline(italic, context));
  return h('s', {}, inline(struck ?? '', context));
}

/** Text without markup; addresses in it become links where nobody said `verbatim`. */
function words(text, { verbatim }) {
  if (verbatim) return [plainText(text)];
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = plainText(match[0], false);
    parts.push(plainText(text.slice(from, match.index)), link(address, [address]));
    from = match.index + match[0].length;
  }
  return [...parts, plainText(text.slice(from))];
}

function inline(text, context) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(...words(text.slice(from, match.index), context), styled(match, context));
    from = match.index + match[0].length;
  }
  return [...parts, ...words(text.slice(from), context)];
}

/** Runs of lines: those behind `>` (all that follow behind `>>>`), and the others. */
function quotedRuns(text) {
  const runs = [];
  let isRest = false;
  for (const line of text.split('\n')) {
    const begins = !isRest && /^&gt;&gt;&gt;/.test(line);
    isRest ||= begins;
    const mark = begins ? /^(?:&gt;){3}\s?/ : /^&gt;\s?/;
    const quoted = isRest || mark.test(line);
    const last = runs.at(-1);
    const kept = quoted ? line.replace(mark, '') : line;
    if (last?.quoted === quoted) last.lines.push(kept);
    else runs.push({ quoted, lines: [kept] });
  }
  return runs;
}

function lines(all, context) {
  return all.flatMap((line, index) => [index > 0 ? h('br') : '', ...inline(line, context)]);
}

function quotesAndLines(text, context) {
  return quotedRuns(text).flatMap((run, index, runs) => {
    const inner = lines(run.lines, context);
    if (run.quoted) return [h('blockquote', {}, inner)];
    const breaksBefore = index > 0 && !runs[index - 1].quoted;
    return breaksBefore ? [h('br'), ...inner] : inner;
  });
}

/** What stands between two ``` is shown as it is; one alone is just three signs. */
function fenced(text) {
  const parts = text.split('```');
  if (parts.length % 2 === 1) return parts;
  const [last = '', unclosed = ''] = [parts.at(-2), parts.at(-1)];
  return [...parts.slice(0, -2), `${last}\`\`\`${unclosed}`];
}

/**
 * Slack's mrkdwn as trees. `context` holds people, channels and groups for mentions, whose screen it
 * is (`user`), and the zone and time dates are shown in.
 */
export function mrkdwn(text, context) {
  return fenced(text).flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : quotesAndLines(part, context);
    return [h('pre', {}, plainText(part.replace(/^\n|\n$/g, ''), false))];
  });
}

/** A text object (`plain_text` or `mrkdwn`) as trees. */
export function textObject(object, context) {
  const fault = faultInText(object);
  if (fault) return [inlineProblem(`text of ${fault}`)];
  if (object.type === 'mrkdwn') {
    return mrkdwn(object.text, { ...context, verbatim: object.verbatim === true });
  }
  return [plainText(object.text, object.emoji !== false)];
}
