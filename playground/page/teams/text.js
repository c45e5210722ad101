import { el } from '../frame/dom.js';
import { markMentions, mentionNode, parseMarkdown } from './markdown.js';

function node(part) {
  if (typeof part === 'string') return document.createTextNode(part);
  const children = (part.children ?? []).map(node);
  if (part.tag === 'mention') {
    return el('span', { className: part.you ? 'mention you' : 'mention' }, children);
  }
  if (part.tag === 'a') {
    const props = { href: part.href, target: '_blank', rel: 'noopener noreferrer' };
    return el('a', props, children);
  }
  return el(part.tag, part.start ? { start: part.start } : {}, children);
}

/** Markdown as nodes; nothing in it becomes markup of its own. */
export function markdown(text) {
  return parseMarkdown(text).map(node);
}

/** A message's text as nodes: Markdown from the bot, plain words from people; both with mentions. */
export function messageText({ text, textFormat, mentions, isBot }) {
  const marked = markMentions(text, mentions);
  if (isBot && textFormat !== 'plain') return markdown(marked);
  const parts = marked.split(/\uE000([^\uE001]*)\uE001/);
  return parts.map((part, i) => node(i % 2 === 1 ? mentionNode(part) : part));
}
