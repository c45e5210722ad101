import { plainText } from './emoji.js';
import { faultInRichText } from './known.js';
import { channelMention, groupMention, link, mention, moment, userMention } from './mrkdwn.js';
import { inlineProblem, problem } from './problem.js';
import { h } from './tree.js';

const STYLES = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
  ['highlight', 'mark'],
  ['code', 'code'],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

/** Lines of literal text; the text of rich text carries no entities and no markup. */
function literal(text) {
  return text.split('\n').flatMap((line, index) => [index > 0 ? h('br') : '', line]);
}

function emoji({ name, unicode }) {
  if (!unicode) return plainText(`:${name}:`);
  const points = unicode.split('-').map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : `:${name}:`;
}

function date({ timestamp, format, fallback, url }, context) {
  const known = { ms: timestamp * 1000, format, fallback: fallback ?? format, target: url };
  return moment(known, context);
}

const PIECES = {
  text: (item) => h('span', {}, literal(item.text)),
  link: (item) => link(item.url, [item.text ?? item.url]),
  emoji: (item) => h('span', {}, emoji(item)),
  user: (item, context) => userMention(item.user_id, undefined, context),
  usergroup: (item, context) => groupMention(item.usergroup_id, undefined, context),
  channel: (item, context) => channelMention(item.channel_id, undefined, context),
  broadcast: (item) => mention(`@${item.range}`, true),
  date,
  color: (item) => h('code', {}, item.value),
};

function piece(item, context) {
  const fault = faultInRichText(item);
  const render = fault ? undefined : PIECES[item.type];
  if (!render) return inlineProblem(fault ?? `rich text of type “${item.type}” within a line`);
  return styled(render(item, context), item.style);
}

const pieces = (part, context) => part.elements.map((item) => piece(item, context));

function list(part, context) {
  const isOrdered = part.style === 'ordered';
  const props = { className: `list indent-${Math.min(part.indent ?? 0, 8)}` };
  if (isOrdered && part.offset) props.start = part.offset + 1;
  const items = part.elements.map((item) => h('li', {}, section(item, context)));
  return h(isOrdered ? 'ol' : 'ul', props, items);
}

const PARTS = {
  rich_text_section: (part, context) => h('div', {}, pieces(part, context)),
  rich_text_quote: (part, context) => h('blockquote', {}, pieces(part, context)),
  rich_text_preformatted: (part, context) => h('pre', {}, pieces(part, context)),
  rich_text_list: list,
};

function section(part, context) {
  const fault = faultInRichText(part);
  const render = fault ? undefined : PARTS[part.type];
  return render ? render(part, context) : problem(fault ?? `“${part.type}” outside a section`);
}

/** A `rich_text` block as trees. */
export function richText(block, context) {
  return h(
    'div',
    { className: 'text' },
    block.elements.map((part) => section(part, context)),
  );
}
