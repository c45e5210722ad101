import { formatDate } from '../frame/dates.js';
import { el } from '../frame/dom.js';
import { plainText } from './emoji.js';

const INLINE =
  /`([^`\n]+)`|<([^<>\s][^<>]*)>|(?<![\w*])\*(\S|\S[^*\n]*?\S)\*(?![\w*])|(?<!\w)_(\S|\S[^_\n]*?\S)_(?!\w)|(?<![\w~])~(\S|\S[^~\n]*?\S)~(?![\w~])/g;

function mention(name) {
  return el('span', { className: 'mention' }, name);
}

function link(target, label) {
  if (!/^(https?:|mailto:)/i.test(target)) return document.createTextNode(plainText(label));
  const props = { href: plainText(target, false), target: '_blank', rel: 'noopener noreferrer' };
  return el('a', props, plainText(label));
}

function date(body, fallback, context) {
  const [, seconds = '', format = '', target] = body.split('^');
  const ms = Number(seconds) * 1000;
  const words = Number.isFinite(ms) && format ? formatDate(ms, format, context) : fallback;
  const node = el('time', { title: fallback }, words);
  return target ? el('a', { href: target, rel: 'noopener noreferrer' }, node) : node;
}

/** `<!…>`: dates, user groups, @here and the like. */
function special(body, label, context) {
  if (body.startsWith('!date^')) return date(body, label ?? '', context);
  if (body.startsWith('!subteam^')) {
    const group = context.groups.find((item) => item.id === body.slice('!subteam^'.length));
    return mention(`@${group?.handle ?? label ?? 'group'}`);
  }
  return mention(`@${label ?? body.slice(1)}`);
}

function angle(content, context) {
  const bar = content.indexOf('|');
  const body = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : content.slice(bar + 1);
  if (body.startsWith('@')) {
    const person = context.people.find((item) => item.id === body.slice(1));
    return mention(`@${person?.name ?? label ?? body.slice(1)}`);
  }
  if (body.startsWith('#')) {
    const channel = context.channels.find((item) => item.id === body.slice(1));
    return mention(`#${channel?.name ?? label ?? body.slice(1)}`);
  }
  return body.startsWith('!') ? special(body, label, context) : link(body, label ?? body);
}

function styled(match, context) {
  const [, code, inAngles, bold, italic, struck] = match;
  if (code !== undefined) return el('code', {}, plainText(code, false));
  if (inAngles !== undefined) return angle(inAngles, context);
  if (bold !== undefined) return el('strong', {}, inline(bold, context));
  if (italic !== undefined) return el('em', {}, inline(italic, context));
  return el('s', {}, inline(struck ?? '', context));
}

function inline(text, context) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(plainText(text.slice(from, match.index)), styled(match, context));
    from = match.index + match[0].length;
  }
  nodes.push(plainText(text.slice(from)));
  return nodes;
}

function quotesAndLines(text, context) {
  const nodes = [];
  let quote;
  text.split('\n').forEach((line, index) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(el('br'));
      quote ??= el('blockquote');
      quote.append(...inline(quoted[1], context));
      if (!nodes.includes(quote)) nodes.push(quote);
      return;
    }
    if (index > 0 && !quote) nodes.push(el('br'));
    quote = undefined;
    nodes.push(...inline(line, context));
  });
  return nodes;
}

/**
 * Slack's mrkdwn as nodes. `context` holds people, channels and groups for mentions, and the zone
 * and time dates are shown in.
 */
export function mrkdwn(text, context) {
  return text.split('```').flatMap((part, index) => {
    if (index % 2 === 0) return quotesAndLines(part, context);
    return [el('pre', {}, plainText(part.replace(/^\n|\n$/g, ''), false))];
  });
}

/** A text object (`plain_text` or `mrkdwn`) as nodes. */
export function textObject(object, context) {
  if (!object) return [];
  return object.type === 'mrkdwn' ? mrkdwn(object.text, context) : [plainText(object.text)];
}
