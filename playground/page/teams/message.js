import { el } from '../frame/dom.js';
import { faceOf } from '../frame/face.js';
import { isNew } from './arrival.js';
import { showCard, showFaults } from './cards.js';
import { editForm } from './edit.js';
import { openMenu } from './menu.js';
import { messageText } from './text.js';
import { timeOf } from './times.js';

/** How Teams formats a message's text (`textFormat` of an activity); others it does not show. */
const FORMATS = ['markdown', 'plain'];

/** The name of whoever wrote a message. */
export function authorOf(message, { people, bot }) {
  if (message.isBot) return bot.name;
  return people.find(({ id }) => id === message.from)?.name ?? 'Somebody';
}

function heading(message, name, { zone, user }) {
  const badge = message.isBot ? el('span', { className: 'badge' }, 'App') : null;
  const edited = message.edited ? el('span', { className: 'quiet' }, 'Edited') : null;
  const fresh = isNew(message, user) ? el('span', { className: 'fresh' }, 'New') : null;
  const parts = [el('strong', {}, name), badge, timeOf(message.at, zone), edited, fresh];
  return el('p', { className: 'author' }, parts);
}

/** What can be done with a message: answer it, edit one's own, and what the app offers on it. */
function choicesOn(message, { commands, bot, extension, user, edit }, { reply, startEdit }) {
  const offered = commands
    .filter(({ contexts }) => contexts.includes('message'))
    .map(({ id, title, description }) => ({
      words: description,
      more: `${bot.name} · ${title}`,
      run: () => extension(id, message),
    }));
  const isMine = message.from === user && edit;
  return [
    ...(reply ? [{ words: 'Reply', run: reply }] : []),
    ...(isMine ? [{ words: 'Edit', run: startEdit }] : []),
    ...offered,
  ];
}

/** The … of a message. */
function moreButton(name, choices) {
  const open = ({ currentTarget }) => openMenu(currentTarget, 'More options', choices());
  const label = `More options for the message of ${name}`;
  const props = { type: 'button', className: 'more', 'aria-haspopup': 'menu', 'aria-label': label };
  return el('button', { ...props, title: 'More options', onclick: open }, '⋯');
}

function textOf(message) {
  if (message.text.trim() === '') return null;
  if (!FORMATS.includes(message.textFormat)) {
    return showFaults([`A text of the format "${message.textFormat}".`]);
  }
  return el('div', { className: 'text' }, messageText(message));
}

function bodyOf(message, context, said) {
  if (message.gone) return [el('em', { className: 'quiet' }, 'This message has been deleted.')];
  const use = async (used) => {
    said.textContent = '';
    said.textContent = await context.press(message, used);
  };
  const around = { ...context, mentions: message.mentions, use };
  return [textOf(message), ...message.cards.map((card) => showCard(card, around))];
}

function isCallingYou({ mentions }) {
  return mentions.some(({ you }) => you);
}

/** A message as it stands in a conversation. `reply`: opens what answers it. */
export function renderMessage(message, context, reply) {
  const name = authorOf(message, context);
  const said = el('p', { className: 'said', role: 'alert' });
  const own = message.onlyYou ? el('p', { className: 'only-you' }, '👁 Only you see this') : null;
  const body = el('div', { className: 'body' }, bodyOf(message, context, said));
  const startEdit = () => editForm(body, message, context);
  const choices = () => choicesOn(message, context, { reply, startEdit });
  const more = message.gone ? null : moreButton(name, choices);
  const content = el(
    'div',
    { className: 'content' },
    own,
    heading(message, name, context),
    body,
    said,
  );
  const isMine = message.from === context.user;
  const marks = [isMine ? 'mine' : '', isCallingYou(message) ? 'calls-you' : ''];
  const className = ['message', ...marks].filter(Boolean).join(' ');
  const props = { className, tabIndex: -1, 'data-message': message.id, role: 'group' };
  const label = `${name}${message.isBot ? ', app' : ''}`;
  return el('div', { ...props, 'aria-label': label }, faceOf(name, message.isBot), content, more);
}
