import { el, showList } from '../frame/dom.js';

function row(item, { name, isOpen, go }) {
  const mark = item.unread > 0 ? el('span', { className: 'unread' }, String(item.unread)) : null;
  const spoken = item.unread > 0 ? `${name}, ${item.unread} unread` : name;
  const props = {
    type: 'button',
    className: item.unread > 0 ? 'row new' : 'row',
    'aria-current': isOpen ? 'page' : undefined,
    'aria-label': spoken,
    onclick: go,
  };
  const state = item.archived ? el('span', { className: 'quiet' }, 'archived') : null;
  return el('li', {}, el('button', props, el('span', {}, name), state, mark));
}

/** Shows a person's channels and their conversation with the bot, with what is unread. */
export function showSidebar({ channels, dms }, screen, { botName, current, go, goApp }) {
  const rows = screen.channels.map((item) => ({ ...item, isOpen: item.id === current }));
  showList(
    channels,
    rows,
    (item) => item.id,
    (item) => row(item, { name: `# ${item.name}`, isOpen: item.isOpen, go: () => go(item.id) }),
  );
  const dm = screen.dm ?? { id: 'app', unread: 0, archived: false };
  showList(
    dms,
    [{ ...dm, isOpen: dm.id === current }],
    (item) => item.id,
    (item) => row(item, { name: botName, isOpen: item.isOpen, go: () => goApp('messages') }),
  );
}
