import { byId, el } from '../frame/dom.js';
import { openMenu } from './menu.js';

function appChoices({ installed, blocked }, { botName, deed }) {
  return [
    installed
      ? {
          words: `Uninstall ${botName}`,
          more: 'Takes it away for you alone',
          run: () => deed('uninstall'),
        }
      : { words: `Add ${botName}`, more: 'Installs it for you', run: () => deed('install') },
    blocked
      ? { words: `Unblock ${botName}`, run: () => deed('unblock') }
      : { words: `Block ${botName}`, more: 'It cannot write to you', run: () => deed('block') },
  ];
}

/** The app's own … in the header of the chat with it. */
function showMenu(chat, around) {
  const place = byId('place-actions');
  const stamp = JSON.stringify([chat.installed, chat.blocked]);
  if (place.stamp === stamp && place.childElementCount > 0) return;
  place.stamp = stamp;
  const label = `More options for ${around.botName}`;
  const props = { type: 'button', className: 'more', 'aria-haspopup': 'menu', 'aria-label': label };
  const onclick = ({ currentTarget }) =>
    openMenu(currentTarget, around.botName, appChoices(chat, around));
  const focused = place.contains(document.activeElement);
  place.replaceChildren(el('button', { ...props, title: 'More options', onclick }, '⋯'));
  if (focused) place.firstElementChild.focus();
}

function topicOf({ isChat, chat, team, botName }) {
  if (!isChat) {
    const absent = team && !team.installed ? ` · ${botName} is not in this team` : '';
    return `${team?.name ?? ''}${absent}`;
  }
  if (chat.blocked) return 'You blocked this app';
  return chat.installed ? 'App · your chat with it' : 'The app is not installed';
}

/** The header of the open conversation. `channel` and `team` are there for channels. */
export function showPlace({ isChat, channel, team, chat, botName, deed }) {
  byId('place-name').textContent = isChat ? botName : (channel?.name ?? 'Choose a channel');
  byId('place-topic').textContent = topicOf({ isChat, chat, team, botName });
  if (isChat) showMenu(chat, { botName, deed });
  else byId('place-actions').replaceChildren();
}
