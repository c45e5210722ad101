import { shortTime } from '../frame/dates.js';
import { el, showList } from '../frame/dom.js';
import { showCard } from './cards.js';
import { makeCompose } from './compose.js';
import { openMenu } from './menu.js';
import { messageText } from './text.js';

/** Replies shown under a post before the rest is unfolded. */
const LAST_REPLIES = 3;

function initials(name) {
  return name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
}

function authorOf(message, { people, bot }) {
  if (message.isBot) return bot.name;
  return people.find(({ id }) => id === message.from)?.name ?? 'Somebody';
}

function heading(message, name, { zone }) {
  const badge = message.isBot ? el('span', { className: 'badge' }, 'App') : null;
  const time = shortTime(message.at, { zone, now: Date.now() });
  const edited = message.edited ? el('span', { className: 'quiet' }, 'Edited') : null;
  const when = el('time', { className: 'quiet' }, time);
  return el('p', { className: 'author' }, el('strong', {}, name), badge, when, edited);
}

/** The … of a message: what the app's message extension offers on it. */
function moreButton(message, name, { commands, bot, extension }) {
  const open = ({ currentTarget }) => {
    const items = commands
      .filter(({ contexts }) => contexts.includes('message'))
      .map(({ id, title, description }) => ({
        words: title,
        more: `${bot.name}: ${description}`,
        run: () => extension(id, message),
      }));
    openMenu(currentTarget, 'More actions', items);
  };
  const label = `More options for the message of ${name}`;
  const props = { type: 'button', className: 'more', 'aria-haspopup': 'menu', 'aria-label': label };
  return el('button', { ...props, onclick: open }, '⋯');
}

function body(message, context, said) {
  if (message.gone) return [el('em', { className: 'quiet' }, 'This message has been deleted.')];
  const use = async (used) => {
    said.textContent = '';
    said.textContent = await context.press(message, used);
  };
  const text =
    message.text.trim() === '' ? null : el('div', { className: 'text' }, messageText(message));
  return [text, ...message.cards.map((card) => showCard(card, { ...context, use }))];
}

function render(message, context) {
  const name = authorOf(message, context);
  const props = { className: message.isBot ? 'face bot' : 'face', 'aria-hidden': 'true' };
  const said = el('p', { className: 'said', role: 'alert' });
  const own = message.onlyYou ? el('p', { className: 'only-you' }, '👁 Only you see this') : null;
  const content = el('div', { className: 'content' });
  content.append(
    ...[own, heading(message, name, context), ...body(message, context, said), said].filter(
      Boolean,
    ),
  );
  const more = message.gone ? null : moreButton(message, name, context);
  const isMine = message.from === context.user;
  const className = isMine ? 'message mine' : 'message';
  return el('div', { className }, el('span', props, initials(name)), content, more);
}

/** Shows one message in `place`, and leaves it alone while nothing about it changed. */
function showMessage(place, message, context) {
  showList(
    place,
    [message],
    ({ id }) => `${context.user}:${id}`,
    (item) => render(item, context),
  );
}

function replyRow(post, context) {
  const form = el('form', { className: 'composer', hidden: true });
  const compose = makeCompose(form, {
    label: 'Reply',
    directory: context.directory,
    deeds: context.deedsIn(post.conversation),
  });
  compose.hint('Reply, or @Redress');
  const open = el('button', { type: 'button', className: 'link' }, 'Reply');
  open.addEventListener('click', () => {
    form.hidden = !form.hidden;
    if (!form.hidden) compose.focus();
  });
  return { node: el('div', { className: 'reply-row' }, open, form), compose };
}

/** A post: made once, then only its parts are brought up to date, so that drafts stay. */
function makePost(post, context) {
  const parts = {
    head: el('div'),
    unfold: el('button', { type: 'button', className: 'link' }),
    replies: el('ol', { className: 'replies' }),
    reply: replyRow(post, context),
    unfolded: false,
  };
  const item = el('li', { className: 'post' });
  item.append(parts.head, parts.unfold, parts.replies, parts.reply.node);
  parts.unfold.addEventListener('click', () => {
    parts.unfolded = true;
    item.update(item.post, item.context);
  });
  item.update = (now, around) => {
    Object.assign(item, { post: now, context: around });
    updatePost(parts, now, around);
  };
  return item;
}

function updatePost(parts, post, context) {
  const { replies, ...head } = post;
  showMessage(parts.head, head, context);
  const folded = parts.unfolded ? 0 : Math.max(0, replies.length - LAST_REPLIES);
  parts.unfold.hidden = folded === 0;
  parts.unfold.textContent = `See ${folded} earlier ${folded === 1 ? 'reply' : 'replies'}`;
  showList(
    parts.replies,
    replies.slice(folded),
    ({ id }) => `${context.user}:${id}`,
    (reply) => el('li', {}, render(reply, context)),
  );
  parts.reply.compose.enable(context.mayWrite);
}

function keepingEnd(list, change) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  change();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function nothing(words) {
  return el('li', { className: 'quiet empty' }, words);
}

/** Shows a channel's posts with their replies under them. */
export function showPosts(list, posts, context) {
  keepingEnd(list, () => {
    const keys = posts.length > 0 ? posts : [{ id: 'none' }];
    showList(
      list,
      keys.map(({ id, conversation }) => ({ id, conversation })),
      ({ id }) => `${context.user}:${id}`,
      (post) =>
        post.id === 'none'
          ? nothing('Nothing here yet. Write @Redress to see what it can do.')
          : makePost(post, context),
    );
    posts.forEach((post, i) => {
      list.children[i].update(post, context);
    });
  });
}

/** Shows the messages of the chat with the app. */
export function showChat(list, messages, context) {
  keepingEnd(list, () => {
    const items = messages.length > 0 ? messages : [{ id: 'none' }];
    showList(
      list,
      items,
      ({ id }) => `${context.user}:${id}`,
      (message) =>
        message.id === 'none'
          ? nothing('Nothing here yet. Write complaint to record one.')
          : el('li', {}, render(message, context)),
    );
  });
}
