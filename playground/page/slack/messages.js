import { formatDate, shortTime } from '../frame/dates.js';
import { el, showList } from '../frame/dom.js';
import { blocks } from './blocks.js';
import { mrkdwn } from './mrkdwn.js';

function initials(name) {
  return name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
}

function author(message, context) {
  const person = context.people.find((item) => item.id === message.user);
  return person ?? { id: message.user, name: message.user, isBot: false };
}

function heading(message, person, context) {
  const ms = Number(message.ts) * 1000;
  const badge = person.isBot ? el('span', { className: 'badge' }, 'APP') : null;
  const time = el('time', { className: 'quiet' }, shortTime(ms, { ...context, now: Date.now() }));
  const edited = message.edited ? el('span', { className: 'quiet' }, '(edited)') : null;
  return el('p', { className: 'author' }, el('strong', {}, person.name), badge, time, edited);
}

function threadLink(message, context) {
  if (!context.openThread || message.onlyYou) return null;
  const { replies } = message;
  const words =
    replies === 0 ? 'Reply in thread' : `${replies} ${replies === 1 ? 'reply' : 'replies'}`;
  const props = {
    type: 'button',
    className: replies === 0 ? 'link shy' : 'link',
    onclick: () => context.openThread(message.threadTs ?? message.ts),
  };
  return el('button', props, words);
}

function body(message, context) {
  if (message.gone) return [el('em', { className: 'quiet' }, message.text)];
  const use = (element, value, block) => context.press(message, element, value, block);
  if (message.blocks.length > 0) return blocks(message.blocks, { ...context, use });
  return [el('div', { className: 'text' }, mrkdwn(message.text, context))];
}

function render(message, context) {
  const person = author(message, context);
  const note = message.onlyYou ? el('p', { className: 'only-you' }, '👁 Only visible to you') : null;
  const face = el('span', { className: person.isBot ? 'face bot' : 'face', 'aria-hidden': 'true' });
  face.textContent = initials(person.name);
  const said = el('p', { className: 'said', role: 'status' });
  const content = el(
    'div',
    { className: 'content' },
    note,
    heading(message, person, context),
    body(message, context),
    said,
    threadLink(message, context),
  );
  return el('li', { className: message.onlyYou ? 'message own' : 'message' }, face, content);
}

/** Shows messages in a list, and keeps its end in view if it was. */
export function showMessages(list, messages, context, empty) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  // words such as "today" in a message are right for a day
  const today = formatDate(context.now, '{date_num}', context);
  const items = messages.length > 0 ? messages.map((m) => ({ ...m, today })) : [{ ts: 'none' }];
  showList(
    list,
    items,
    (message) => `${context.user}:${message.ts}`,
    (message) =>
      message.ts === 'none'
        ? el('li', { className: 'quiet empty' }, empty)
        : render(message, context),
  );
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** Says something under a message, such as that a button did not work. */
export function sayUnder(list, user, ts, words) {
  const node = [...list.children].find((child) => child.dataset.key === `${user}:${ts}`);
  const said = node?.querySelector('.said');
  if (said) said.textContent = words;
}
