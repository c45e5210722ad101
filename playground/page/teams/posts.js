import { el, showList } from '../frame/dom.js';
import { isNew } from './arrival.js';
import { makeCompose } from './compose.js';
import { readDraft } from './drafts.js';
import { authorOf, renderMessage } from './message.js';

/** Replies shown under a post before the rest is unfolded. */
const LAST_REPLIES = 2;

/** Shows one message in `place`, and leaves it alone while nothing about it changed. */
function showMessage(place, message, context, reply) {
  showList(
    place,
    [message],
    ({ id }) => `${context.user}:${id}`,
    (item) => renderMessage(item, context, reply),
  );
}

function replyRow(post, context) {
  const draft = readDraft(context.user, post.conversation);
  const form = el('form', { className: 'composer', hidden: draft === '' });
  const compose = makeCompose(form, {
    label: `Reply to ${authorOf(post, context)}`,
    directory: context.directory,
    deeds: context.deedsIn(post.conversation),
  });
  compose.open(context.user, post.conversation);
  compose.hint('Reply, or type @');
  const props = { type: 'button', className: 'link reply', 'aria-expanded': String(draft !== '') };
  const open = el('button', props, 'Reply');
  const show = (isOpen) => {
    form.hidden = !isOpen;
    open.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) compose.focus();
    else open.focus();
  };
  open.addEventListener('click', () => show(form.hidden));
  form.addEventListener('keydown', ({ key, defaultPrevented }) => {
    if (key === 'Escape' && !defaultPrevented) show(false);
  });
  return { node: el('div', { className: 'reply-row' }, open, form), compose, show };
}

/** A post: made once, then only its parts are brought up to date, so that drafts stay. */
function makePost(post, context) {
  const parts = {
    head: el('div'),
    unfold: el('button', { type: 'button', className: 'link unfold', 'aria-expanded': 'false' }),
    replies: el('ol', { className: 'replies', 'aria-label': 'Replies' }),
    reply: replyRow(post, context),
    unfolded: false,
  };
  const item = el('li', { className: 'post' });
  item.append(parts.head, parts.unfold, parts.replies, parts.reply.node);
  parts.unfold.addEventListener('click', () => {
    parts.unfolded = !parts.unfolded;
    item.update(item.post, item.context);
  });
  item.update = (now, around) => {
    Object.assign(item, { post: now, context: around });
    updatePost(parts, now, around);
  };
  item.unfold = () => {
    parts.unfolded = true;
    item.update(item.post, item.context);
  };
  return item;
}

function namesIn(replies, context) {
  const names = [...new Set(replies.map((reply) => authorOf(reply, context)))];
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and others` : names.join(' and ');
}

/** How many of the oldest replies are folded away; what is new to the person never is. */
function foldedOf(replies, { user }) {
  const firstNew = replies.findIndex((reply) => isNew(reply, user));
  const most = Math.max(0, replies.length - LAST_REPLIES);
  const folded = firstNew === -1 ? most : Math.min(most, firstNew);
  return folded > 1 ? folded : 0;
}

function showFold({ unfold, unfolded }, replies, context) {
  const folded = foldedOf(replies, context);
  unfold.hidden = folded === 0;
  unfold.setAttribute('aria-expanded', String(unfolded));
  const from = namesIn(replies.slice(0, folded), context);
  unfold.textContent = unfolded
    ? 'Show fewer replies'
    : `See ${folded} earlier replies from ${from}`;
  return unfolded ? 0 : folded;
}

function updatePost(parts, post, context) {
  const { replies, ...head } = post;
  showMessage(parts.head, head, context, () => parts.reply.show(true));
  const folded = showFold(parts, replies, context);
  showList(
    parts.replies,
    replies.slice(folded),
    ({ id }) => `${context.user}:${id}`,
    (reply) =>
      el(
        'li',
        {},
        renderMessage(reply, context, () => parts.reply.show(true)),
      ),
  );
  parts.reply.compose.enable(context.mayWrite);
}

function nothing(words) {
  return el('li', { className: 'quiet empty' }, words);
}

/** Shows a channel's posts with their replies under them. */
export function showPosts(list, posts, context) {
  const items = posts.length > 0 ? posts : [{ id: 'none' }];
  showList(
    list,
    items.map(({ id, conversation }) => ({ id, conversation })),
    ({ id }) => `${context.user}:${id}`,
    ({ id }) =>
      id === 'none'
        ? nothing('Nothing here yet. Write @Redress to see what it can do.')
        : makePost(
            posts.find((post) => post.id === id),
            context,
          ),
  );
  posts.forEach((post, i) => {
    list.children[i].update(post, context);
  });
}
