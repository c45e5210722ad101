import { el, showList } from '../frame/dom.js';
import { openMenu } from './menu.js';

function row({ name, unread, isOpen, state, face }, go) {
  const spoken = el('span', { className: 'sr-only' }, ' unread');
  const mark = unread > 0 ? el('span', { className: 'unread' }, String(unread), spoken) : null;
  const props = {
    type: 'button',
    className: unread > 0 ? 'row new' : 'row',
    'aria-current': isOpen ? 'page' : undefined,
    onclick: go,
  };
  const small = state ? el('span', { className: 'quiet' }, state) : null;
  const label = el('span', {}, ...(face ? [face, ' '] : []), name);
  return el('li', {}, el('button', props, label, small, mark));
}

/** What a team's owner does with the app: the … beside its name. */
function teamMenu(team, { botName, deed }) {
  const choice = team.installed
    ? { words: `Remove ${botName} from the team`, run: () => deed('remove-from-team') }
    : { words: `Add ${botName} to the team`, run: () => deed('add-to-team') };
  const props = {
    type: 'button',
    className: 'more',
    'aria-haspopup': 'menu',
    'aria-label': `More options for the team ${team.name}`,
    title: 'More options',
    onclick: ({ currentTarget }) => openMenu(currentTarget, team.name, [choice]),
  };
  return el('button', props, '⋯');
}

function teamRow(team, around) {
  const { open, go, botName } = around;
  const list = el('ul', { className: 'rows' });
  const rows = team.channels.map(({ id, name, archived, unread }) =>
    row({ name, unread, isOpen: id === open, state: archived ? 'archived' : '' }, () => go(id)),
  );
  list.append(...rows);
  const away = team.installed
    ? null
    : el('p', { className: 'quiet away' }, `${botName} is not in this team`);
  const head = el(
    'div',
    { className: 'team-head' },
    el('h3', {}, team.name),
    teamMenu(team, around),
  );
  return el('li', { className: 'team' }, head, away, list);
}

function chatRow({ id, unread, blocked, installed }, { open, go, botName }) {
  const state = blocked ? 'blocked' : installed ? '' : 'not installed';
  // the letter is the style sheet's: it is no part of the row's name
  const face = el('span', { className: 'face bot small', 'aria-hidden': 'true' });
  face.dataset.letter = botName.slice(0, 1);
  return row({ name: botName, unread, isOpen: id === open, state, face }, () => go(id));
}

/** The lists beside the rail: the person's chat with the app, and their teams with the channels. */
export function showLists({ teams, chat }, screen, around) {
  const { open } = screen;
  const stamped = (items) => items.map((item) => ({ ...item, open }));
  const keyOf = ({ id }) => id;
  showList(teams, stamped(screen.teams), keyOf, (team) => teamRow(team, { ...around, open }));
  showList(chat, stamped([screen.chat]), keyOf, (one) => chatRow(one, { ...around, open }));
}
