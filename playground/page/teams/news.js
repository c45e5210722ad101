import { byId, el } from '../frame/dom.js';
import { feedWords } from './feed.js';
import { authorOf } from './message.js';
import { toast } from './toasts.js';

/** Whose feed was looked at last, and its newest entry. */
const last = { user: '', id: 0 };
/** Which conversation was shown last, and its newest message. */
const shown = { key: '', id: 0 };

function messagesIn({ posts, chatMessages }) {
  return [...chatMessages, ...posts.flatMap(({ replies, ...post }) => [post, ...replies])];
}

function spoken() {
  const there = document.querySelector('#middle > .spoken');
  if (there) return there;
  const place = el('p', { className: 'sr-only spoken', role: 'status' });
  byId('middle').append(place);
  return place;
}

/** Tells who listens to the page that somebody else wrote into the conversation that is open. */
export function announceNew(screen, context) {
  const messages = messagesIn(screen);
  const key = `${context.user}:${screen.open}`;
  const before = shown.id;
  const isSame = shown.key === key;
  Object.assign(shown, { key, id: Math.max(0, ...messages.map(({ id }) => Number(id))) });
  if (!isSame) return;
  const news = messages.filter(({ id, from }) => Number(id) > before && from !== context.user);
  if (news.length === 0) return;
  const names = [...new Set(news.map((message) => authorOf(message, context)))].join(' and ');
  spoken().textContent = `New message from ${names}`;
}

/** Says it, when something for this person arrived elsewhere while they look. */
export function showNews({ activity = [], open, dialog }, context, openItem) {
  // behind a dialog nothing can be used; it is said when that is closed
  if (dialog) return;
  const newest = Number(activity[0]?.id ?? 0);
  const isSame = last.user === context.user;
  const before = last.id;
  Object.assign(last, { user: context.user, id: newest });
  if (!isSame) return;
  const items = activity.filter(
    ({ id, place, unread }) => unread && Number(id) > before && place !== open,
  );
  for (const item of items.slice(0, 3)) {
    const place = context.placeName(item.place);
    const words = feedWords(item, { name: authorOf(item, context), place });
    toast(`${words}\n${item.preview}`, { action: { words: 'Open', run: () => openItem(item) } });
  }
}
