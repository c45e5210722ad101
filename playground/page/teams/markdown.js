/** Marks round the name of a mention, put there by {@link markMentions}; nobody can type them. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
/** Stands before the name when the person who looks is meant. */
const YOU = '\uE002';

/** Words between two marks: no space beside the marks, no `notLast` at the end. A character after a backslash is no mark. */
function styledWords(notLast) {
  return String.raw`((?!\s)(?:\\.|[^\\])*?(?:\\\S|[^\s\\${notLast}]))`;
}

/**
 * Teams' inline Markdown: a backslash before punctuation, an entity, a mention, a link, bold, struck
 * out, italic. HTML is text.
 */
const INLINE = new RegExp(
  [
    String.raw`\\([!-/:-@[-\`{-~])`,
    String.raw`&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});`,
    `${OPEN}([^${CLOSE}]*)${CLOSE}`,
    String.raw`\[((?:\\.|[^\]\\])*)\]\(\s*<?((?:\\.|[^\s)>\\])+)>?\s*\)`,
    String.raw`\*\*${styledWords('')}\*\*`,
    String.raw`__${styledWords('')}__(?!\w)`,
    `~~${styledWords('')}~~`,
    String.raw`\*${styledWords('*')}\*`,
    String.raw`(?<!\w)_${styledWords('_')}_(?!\w)`,
  ].join('|'),
  'gis',
);

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

function entity(name) {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? `&${name};`;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

function unescaped(text) {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

function link(words, address) {
  const href = unescaped(address);
  const children = inline(words);
  // Teams opens nothing but web and mail addresses from a card
  return /^(https?:|mailto:)/i.test(href)
    ? { tag: 'a', href, children }
    : { tag: 'span', children };
}

/** A mention by what stands between its marks. */
export function mentionNode(marked) {
  const you = marked.startsWith(YOU);
  return { tag: 'mention', ...(you ? { you } : {}), children: [you ? marked.slice(1) : marked] };
}

function styled([, escaped, name, mention, words, address, ...styles]) {
  if (escaped !== undefined) return escaped;
  if (name !== undefined) return entity(name);
  if (mention !== undefined) return mentionNode(mention);
  if (words !== undefined) return link(words, address);
  const [strong, strong2, struck, em, em2] = styles;
  if (struck !== undefined) return { tag: 's', children: inline(struck) };
  const bold = strong ?? strong2;
  if (bold !== undefined) return { tag: 'strong', children: inline(bold) };
  return { tag: 'em', children: inline(em ?? em2 ?? '') };
}

/** Neighbouring texts as one. */
function joined(nodes) {
  const out = [];
  for (const node of nodes) {
    if (node === '') continue;
    if (typeof node === 'string' && typeof out.at(-1) === 'string') out[out.length - 1] += node;
    else out.push(node);
  }
  return out;
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, match.index), styled(match));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return joined(nodes);
}

function paragraph(lines) {
  const children = lines.flatMap((line, i) => [...(i > 0 ? [{ tag: 'br' }] : []), ...inline(line)]);
  return { tag: 'p', children };
}

const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(.*)$/;

function listItem(line) {
  const bullet = BULLET.exec(line);
  if (bullet) return { tag: 'ul', words: bullet[1] };
  const number = NUMBER.exec(line);
  return number ? { tag: 'ol', words: number[2], start: Number(number[1]) } : undefined;
}

/**
 * The Markdown that Teams knows in cards and messages as a tree: a text, or
 * `{tag, children, href?, start?}`. Known: bold, italic, struck out, links, lists, lines, mentions.
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format)
 */
export function parseMarkdown(text) {
  const blocks = [];
  let lines = [];
  const endParagraph = () => {
    if (lines.length > 0) blocks.push(paragraph(lines));
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const item = listItem(line);
    if (item) {
      endParagraph();
      if (blocks.at(-1)?.tag !== item.tag) {
        blocks.push({ tag: item.tag, children: [], ...(item.start ? { start: item.start } : {}) });
      }
      blocks.at(-1).children.push({ tag: 'li', children: inline(item.words) });
    } else if (line.trim() === '') endParagraph();
    else lines.push(line);
  }
  endParagraph();
  return blocks;
}

/**
 * `<at>Name</at>` that one of `mentions` names, as a mention, marked where `you` are meant; all other
 * such text stays text.
 */
export function markMentions(text, mentions) {
  let marked = text.replaceAll(/[\uE000-\uE002]/g, '');
  for (const { text: at, name, you } of mentions) {
    const inside = (you ? YOU : '') + name.replaceAll(/[\uE000-\uE002]/g, '');
    marked = marked.replaceAll(at, () => OPEN + inside + CLOSE);
  }
  return marked;
}
