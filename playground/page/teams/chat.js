import { el, showList } from '../frame/dom.js';
import { isNew } from './arrival.js';
import { renderMessage } from './message.js';

const LINE = { id: 'new' };
const NONE = { id: 'none' };

/** The messages with the line above the first that was new when the person came here. */
function withLine(messages, user) {
  const first = messages.findIndex((message) => isNew(message, user));
  return first < 1 ? messages : [...messages.slice(0, first), LINE, ...messages.slice(first)];
}

function empty({ mayWrite, install, bot }) {
  if (mayWrite)
    return el(
      'li',
      { className: 'quiet empty' },
      'Nothing here yet. Write complaint to record one.',
    );
  const props = { type: 'button', className: 'button primary', onclick: install };
  const words = el('p', {}, `${bot.name} is not installed for you.`);
  return el('li', { className: 'quiet empty' }, words, el('button', props, `Add ${bot.name}`));
}

function row(item, context) {
  if (item.id === LINE.id) {
    return el('li', { className: 'new-line' }, el('span', {}, 'Last read'));
  }
  if (item.id === NONE.id) return empty(context);
  return el('li', {}, renderMessage(item, context));
}

/** Shows the messages of the chat with the app. */
export function showChat(list, messages, context) {
  const { mayWrite } = context;
  const items = messages.length > 0 ? withLine(messages, context.user) : [{ ...NONE, mayWrite }];
  showList(
    list,
    items,
    ({ id }) => `${context.user}:${id}`,
    (item) => row(item, context),
  );
}
