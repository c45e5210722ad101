import { el, showList } from '../frame/dom.js';
import { faceOf } from '../frame/face.js';
import { authorOf } from './message.js';
import { refreshTimes, timeOf } from './times.js';

const WHAT = { mention: 'mentioned you', reply: 'replied in your thread', chat: 'wrote to you' };

/** What somebody is told of an entry: who did what, and where. */
export function feedWords(item, { name, place }) {
  const where = item.kind === 'chat' ? '' : ` in ${place}`;
  return `${name} ${WHAT[item.kind]}${where}`;
}

function entry(item, context, open) {
  const name = authorOf(item, context);
  const words = feedWords(item, { name, place: context.placeName(item.place) });
  const dot = item.unread ? el('span', { className: 'sr-only' }, 'unread') : null;
  const text = el(
    'span',
    { className: 'feed-words' },
    el(
      'span',
      { className: 'feed-head' },
      el('span', {}, words),
      ' ',
      timeOf(item.at, context.zone),
      ' ',
      dot,
    ),
    el('span', { className: 'quiet feed-preview' }, item.preview),
  );
  const props = { type: 'button', className: item.unread ? 'feed-row new' : 'feed-row' };
  const onclick = () => open(item);
  return el('li', {}, el('button', { ...props, onclick }, faceOf(name, item.isBot), text));
}

function listIn(place) {
  const there = place.querySelector('.feed');
  if (there) return there;
  const list = el('ol', { className: 'feed', hidden: true, 'aria-label': 'Activity' });
  place.append(el('h2', { className: 'feed-title', hidden: true }, 'Activity'), list);
  return list;
}

/** Shows the person's activity feed in place of the lists of conversations, or those again. */
export function showFeed(place, items, { isOpen, context, open }) {
  const list = listIn(place);
  const focused = list.contains(document.activeElement);
  place.classList.toggle('shows-feed', isOpen);
  list.hidden = !isOpen;
  list.previousElementSibling.hidden = !isOpen;
  if (!isOpen) return;
  const rows = items.length > 0 ? items : [{ id: 'none' }];
  const render = (item) =>
    item.id === 'none'
      ? el(
          'li',
          { className: 'quiet empty' },
          'Nothing yet: mentions, replies and the app’s messages stand here.',
        )
      : entry(item, context, open);
  showList(list, rows, ({ id }) => `${context.user}:${id}`, render);
  refreshTimes(list, context.zone);
  if (focused && !list.contains(document.activeElement)) list.querySelector('button')?.focus();
}
