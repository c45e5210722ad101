import { act } from '../frame/api.js';
import { byId, el } from '../frame/dom.js';
import { go, here } from '../frame/shell.js';
import { showAppPage, showTabs } from './app-page.js';

function noComposer(app, start) {
  const button = { type: 'button', className: 'button', onclick: start };
  return el(
    'div',
    { className: 'no-composer', hidden: true },
    el('p', {}, `Sending messages to ${app} is turned off: it writes to you here.`),
    el('button', button, 'Record a complaint in a channel'),
  );
}

async function press(view, { action_id: action }, value) {
  const { user } = here();
  await act('/page/modal-press', { user, view: view.id, action, value });
}

/**
 * The app's own conversation: its tabs, its pages, and a line in place of the composer, since people
 * cannot write to it. `start` begins a complaint in a channel.
 */
export function makeAppView({ context, start }) {
  const page = el('section', { className: 'app-page', 'aria-label': 'The app', hidden: true });
  byId('messages').after(page);
  let closed;

  function showComposer(isApp, tab, app) {
    const isClosed = isApp && app?.messagesReadOnly;
    closed ??= noComposer(app?.name ?? 'Redress', start);
    if (!closed.isConnected) byId('composer').after(closed);
    byId('composer').hidden = isClosed || tab !== 'messages';
    closed.hidden = !(isClosed && tab === 'messages');
  }

  return {
    show(screen, at) {
      const { app, ...rest } = context();
      const isApp = screen.dm !== null && screen.channel === screen.dm?.id;
      const ids = isApp
        ? [...(screen.home ? ['home'] : []), 'messages', ...(app ? ['about'] : [])]
        : [];
      const tab = ids.includes(at.tab) ? at.tab : 'messages';
      showTabs(byId('tabs'), ids, tab, (id) => void go({ tab: id }));
      const stamp = `${at.user} ${tab === 'home' ? screen.home.hash : ''}`;
      const parts = { app, start, view: screen.home, press, context: { ...rest, app } };
      showAppPage(page, tab, stamp, parts);
      byId('messages').hidden = tab !== 'messages';
      showComposer(isApp, tab, app);
    },
  };
}
