import { el, showList } from '../frame/dom.js';
import { readDraft } from './drafts.js';
import { placeName } from './place-name.js';

/** Words that are spoken and not shown. */
const spoken = (words) => el('span', { className: 'sr-only' }, words);

function marks(item) {
  const state = item.archived ? el('span', { className: 'quiet' }, 'archived') : null;
  const pencil = el('span', { 'aria-hidden': 'true' }, '✎');
  const draft = item.hasDraft && !item.isOpen ? [pencil, spoken(', draft')] : [];
  const unread =
    item.unread > 0
      ? el('span', { className: 'unread' }, String(item.unread), spoken(' unread'))
      : null;
  return [state, ...draft, unread];
}

function row(item, go) {
  const props = {
    type: 'button',
    className: item.unread > 0 ? 'row new' : 'row',
    'aria-current': item.isOpen ? 'page' : undefined,
    onclick: go,
  };
  return el('li', {}, el('button', props, el('span', {}, item.label), marks(item)));
}

/** Shows a person's channels and their conversation with the bot, with what is unread. */
export function showSidebar({ channels, dms }, screen, { botName, user, current, go, goApp }) {
  const marked = (item) => ({
    ...item,
    isOpen: item.id === current,
    hasDraft: readDraft({ user, place: item.id }) !== '',
  });
  const rows = screen.channels.map((item) => ({ ...marked(item), label: placeName(item) }));
  showList(
    channels,
    rows,
    (item) => `${user}:${item.id}`,
    (item) => row(item, () => go(item.id)),
  );
  const dm = screen.dm ?? { id: 'app', unread: 0, archived: false };
  showList(
    dms,
    [{ ...marked(dm), label: botName }],
    (item) => `${user}:${item.id}`,
    (item) => row(item, goApp),
  );
}
