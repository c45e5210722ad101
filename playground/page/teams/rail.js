import { el, showList } from '../frame/dom.js';

function row({ name, unread, isOpen, state }, go) {
  const mark = unread > 0 ? el('span', { className: 'unread' }, String(unread)) : null;
  const props = {
    type: 'button',
    className: unread > 0 ? 'row new' : 'row',
    'aria-current': isOpen ? 'page' : undefined,
    'aria-label': unread > 0 ? `${name}, ${unread} unread` : name,
    onclick: go,
  };
  const small = state ? el('span', { className: 'quiet' }, state) : null;
  return el('li', {}, el('button', props, el('span', {}, name), small, mark));
}

function teamRow(team, { open, go }) {
  const list = el('ul', { className: 'rows' });
  const rows = team.channels.map(({ id, name, archived, unread }) =>
    row({ name, unread, isOpen: id === open, state: archived ? 'archived' : '' }, () => go(id)),
  );
  list.append(...rows);
  const away = team.installed
    ? null
    : el('p', { className: 'quiet' }, 'Redress is not in this team');
  return el('li', {}, el('h3', {}, team.name), away, list);
}

/** The rail on the left: the person's chat with the app, and their teams with the channels. */
export function showRail({ teams, chat }, screen, { botName, go }) {
  const { open } = screen;
  const stamped = (items) => items.map((item) => ({ ...item, open }));
  showList(
    teams,
    stamped(screen.teams),
    ({ id }) => id,
    (team) => teamRow(team, { open, go }),
  );
  showList(
    chat,
    stamped([screen.chat]),
    ({ id }) => id,
    ({ id, unread, blocked, installed }) => {
      const state = blocked ? 'blocked' : installed ? '' : 'not installed';
      return row({ name: botName, unread, isOpen: id === open, state }, () => go(id));
    },
  );
}
