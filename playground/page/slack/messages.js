import { formatDate, fullTime, shortTime } from '../frame/dates.js';
import { el, showList } from '../frame/dom.js';
import { faceOf } from '../frame/face.js';
import { blocks } from './blocks.js';
import { plainText } from './emoji.js';
import { openMenu } from './menu.js';
import { mrkdwn } from './mrkdwn.js';
import { problem } from './problem.js';
import { timeline } from './timeline.js';
import { build } from './tree.js';

function author(message, context) {
  const person = context.people.find((item) => item.id === message.user);
  return person ?? { id: message.user, name: message.user, isBot: false };
}

function time(message, { zone }) {
  const props = { className: 'time', title: fullTime(message.shown, zone) };
  const words = formatDate(message.shown, '{time}', { zone, now: message.shown });
  return el('time', { ...props, dateTime: new Date(message.shown).toISOString() }, words);
}

function heading(message, person, context) {
  const badge = person.isBot ? el('span', { className: 'badge' }, 'APP') : null;
  const edited = message.edited ? el('span', { className: 'quiet' }, '(edited)') : null;
  const name = el('strong', {}, person.name);
  return el('p', { className: 'author' }, name, badge, time(message, context), edited);
}

function answers(message, context) {
  const { replies, repliers = [], lastShown: last } = message;
  if (!context.openThread || message.onlyYou || replies === 0) return null;
  const faces = repliers.slice(0, 4).map((id) => {
    const person = author({ user: id }, context);
    return faceOf(person.name, person.isBot);
  });
  const words = `${replies} ${replies === 1 ? 'reply' : 'replies'}`;
  const onclick = () => context.openThread(message.threadTs ?? message.ts);
  return el(
    'button',
    { type: 'button', className: 'answers', onclick },
    faces,
    el('strong', {}, words),
    el('span', { className: 'quiet' }, `Last reply ${shortTime(last, context)}`),
  );
}

function body(message, context) {
  if (message.gone) return [el('em', { className: 'quiet' }, message.text)];
  const use = (element, value, block) => context.press(message, element, value, block);
  const more = (message.attachments ?? []).map(() => problem('an attachment'));
  const text = message.text === '' ? [] : mrkdwn(message.text, context);
  if (message.blocks.length > 0)
    return build([...blocks(message.blocks, { ...context, use }), more]);
  return [el('div', { className: 'text', dir: 'auto' }, build(text)), ...build(more)];
}

function toolButton(label, sign, onclick, more = {}) {
  const props = { type: 'button', 'aria-label': label, title: label, onclick, ...more };
  return el('button', props, el('span', { 'aria-hidden': 'true' }, sign));
}

/** What one can do with a message: answer it, and what the app offers for it. */
function tools(message, context) {
  if (message.onlyYou || message.gone) return null;
  const reply = context.openThread
    ? () => context.openThread(message.threadTs ?? message.ts)
    : undefined;
  const shortcuts = (context.app?.shortcuts ?? []).map(({ id, name }) => ({
    label: name,
    detail: context.app.name,
    choose: () => context.shortcut(message, id),
  }));
  const items = [...(reply ? [{ label: 'Reply in thread', choose: reply }] : []), ...shortcuts];
  if (items.length === 0) return null;
  const open = ({ currentTarget }) => openMenu(currentTarget, items);
  const menu = { 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-use': 'tools' };
  return el(
    'div',
    { className: 'tools', role: 'group', 'aria-label': 'Message actions' },
    reply ? toolButton('Reply in thread', '💬', reply) : null,
    toolButton('More actions', '⋯', open, menu),
  );
}

function top(message, person, context) {
  if (!message.joined) return heading(message, person, context);
  return el('p', { className: 'sr-only' }, person.name);
}

function render(message, context) {
  const person = author(message, context);
  const note = message.onlyYou
    ? el(
        'p',
        { className: 'only-you' },
        el('span', { 'aria-hidden': 'true' }, '👁 '),
        'Only visible to you',
      )
    : null;
  const left = message.joined ? time(message, context) : faceOf(person.name, person.isBot);
  const said = el('p', { className: 'said', role: 'status' });
  const content = el(
    'div',
    { className: 'content' },
    note,
    top(message, person, context),
    body(message, context),
    said,
    answers(message, context),
  );
  const kinds = ['message', message.onlyYou ? 'own' : '', message.joined ? 'joined' : ''];
  const props = { className: kinds.filter(Boolean).join(' ') };
  return el('li', props, left, content, tools(message, context));
}

const LINES = {
  day: ({ words }) => el('li', { className: 'line day' }, el('span', {}, words)),
  new: () => el('li', { className: 'line new' }, el('span', {}, 'New')),
  intro: ({ title, words }) =>
    el('li', { className: 'intro' }, el('strong', {}, title), el('span', {}, words)),
  count: ({ words }) => el('li', { className: 'line count' }, el('span', {}, words)),
};

/** Where the focus is in the list: of which message, on what. */
function focused(list) {
  const node = document.activeElement;
  if (!list.contains(node) || node === list) return undefined;
  const use = node.closest('[data-use]')?.dataset.use;
  return { key: node.closest('li')?.dataset.key, use };
}

/** A card that is shown anew takes the focus with it: it goes back to where it was. */
function refocus(list, before) {
  if (!before || list.contains(document.activeElement)) return;
  const item = [...list.children].find((child) => child.dataset.key === before.key);
  const all = [...(item?.querySelectorAll('[data-use]') ?? [])];
  const same = all.find((node) => node.dataset.use === before.use) ?? all[0];
  (same ?? list).focus({ preventScroll: true });
  same?.scrollIntoView({ block: 'nearest' });
}

/** Whether the last of these is new here, and by this person or an answer to them alone. */
function isForMe(list, items, { user }) {
  const last = items.at(-1);
  const isMine = last?.kind === 'message' && (last.user === user || last.onlyYou);
  return isMine && list.lastElementChild?.dataset.key !== `${user}:${last.ts}`;
}

function scroll(list, wasEmpty, atEnd) {
  if (!wasEmpty && !atEnd) return;
  list.scrollTop = list.scrollHeight;
  const line = wasEmpty && list.querySelector('.line.new');
  if (line && line.offsetTop - list.offsetTop < list.scrollTop) line.scrollIntoView();
}

/**
 * Shows messages in a list, and keeps its end in view if it was, or if the person just wrote. `context` as {@link timeline} and
 * blocks take it, what can be done: `press`, `shortcut`, `openThread` (missing in a thread), and
 * `intro`, a title and words above all of them.
 */
export function showMessages(list, messages, context) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const wasEmpty = list.children.length === 0;
  const before = focused(list);
  const items = timeline(messages, context);
  if (context.intro) items.unshift({ kind: 'intro', ts: 'intro', ...context.intro });
  const wrote = isForMe(list, items, context);
  // words such as "today" in a message are right for a day
  const today = formatDate(context.now, '{date_num}', context);
  showList(
    list,
    items.map((item) => ({ ...item, today })),
    (item) => `${context.user}:${item.ts}`,
    (item) => (item.kind === 'message' ? render(item, context) : LINES[item.kind](item)),
  );
  refocus(list, before);
  scroll(list, wasEmpty, atEnd || wrote);
}

/** Says something under a message, such as that a button did not work. */
export function sayUnder(list, user, ts, words) {
  const node = [...list.children].find((child) => child.dataset.key === `${user}:${ts}`);
  const said = node?.querySelector('.said');
  if (!said) return;
  said.textContent = words;
  if (words !== '') said.scrollIntoView({ block: 'nearest' });
}

/** A message in words, to be read out: who wrote it, and what it says in short. */
export function spokenWords(message, context) {
  return { author: author(message, context).name, words: plainText(message.text) };
}
