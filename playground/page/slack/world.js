import { act, read } from '../frame/api.js';
import { botNow, shownAt } from '../frame/clock.js';
import { byId } from '../frame/dom.js';
import { directory, go, here, me } from '../frame/shell.js';
import { makeAppView } from './app-view.js';
import { ask } from './ask.js';
import { makeComposer } from './composer.js';
import { openMenu } from './menu.js';
import { sayUnder, showMessages, spokenWords } from './messages.js';
import { showModal } from './modal.js';
import { makeNews } from './news.js';
import { placeName } from './place-name.js';
import { showSidebar } from './sidebar.js';
import { announce } from './spoken.js';

const news = makeNews();
let latest;

function context(more = {}) {
  const { people: all, channels, groups, app } = directory();
  const now = botNow();
  const who = { user: me().id, zone: me().tz, now, shownAt, people: all, channels, groups, app };
  return { ...who, ask: (question) => ask(question, who), openMenu, ...more };
}

/** Does something with a message, and says under it what came of that when it failed. */
async function attempt(list, message, deed, body) {
  const { user, place } = here();
  const target = { user, channel: place, ts: message.ts };
  const outcome = await act(`/page/${deed}`, { ...target, ...body }).catch((error) => ({
    error: error.message,
  }));
  sayUnder(list, user, message.ts, outcome.error ?? '');
}

async function send(text, { user, place, thread }) {
  const body = { user, channel: place, text };
  if (thread) return act('/page/write', { ...body, thread }).then(() => '');
  if (!text.startsWith('/')) return act('/page/write', body).then(() => '');
  return (await act('/page/slash', body)).error ?? '';
}

const composer = makeComposer(byId('composer'), { label: 'Write a message', send, directory });
const threadComposer = makeComposer(byId('thread-composer'), { label: 'Reply', send, directory });
const appView = makeAppView({ context, start: () => void write('/complaint ') });
byId('thread-close').addEventListener('click', () => void closeThread());
byId('thread').addEventListener('keydown', ({ key, defaultPrevented, target }) => {
  // Escape in a menu closes the menu alone
  if (key === 'Escape' && !defaultPrevented && !target.closest('[popover]')) void closeThread();
});

async function closeThread() {
  await go({ thread: '' });
  composer.focus();
}

async function openThread(ts) {
  await go({ thread: ts });
  threadComposer.focus();
}

/** Puts words into a composer: that of the open channel, or of the first where there is none. */
async function write(text) {
  if (byId('composer').hidden) await go({ place: latest?.channels[0]?.id });
  composer.setText(text);
}

function conversations({ channels, dm }) {
  return [...channels, dm].filter(Boolean);
}

function openPlace(screen) {
  return conversations(screen).find(({ id }) => id === screen.channel);
}

function showPlace(screen, open) {
  const isApp = open !== undefined && open.id === screen.dm?.id;
  const { app } = directory();
  const name = open ? placeName(open) : '# ';
  byId('place-name').textContent = isApp ? (app?.name ?? 'Redress') : name;
  const away = open && !open.botIn ? 'Redress is not in this channel' : '';
  const topic = isApp ? 'App' : (open?.topic ?? '');
  byId('place-topic').textContent = [topic, away].filter(Boolean).join(' · ');
  const isOff = !open || open.archived;
  composer.enable(!isOff);
  const hint = `Message #${open?.name ?? ''}, or / for commands`;
  composer.hint(open?.archived ? 'This channel is archived.' : hint);
}

/** What stands above everything in a conversation. */
function introOf(open, isApp) {
  if (!open) return undefined;
  if (isApp) {
    const words = 'Here it tells you what became of your complaints, and reminds you of yours.';
    return { title: directory().app?.name ?? 'Redress', words };
  }
  return {
    title: placeName(open),
    words: `This is the very beginning of the channel. ${open.topic}.`,
  };
}

function showConversation(screen, at, open) {
  const list = byId('messages');
  const newFrom = news.line(screen, at);
  const deeds = {
    newFrom,
    intro: introOf(open, open?.id === screen.dm?.id),
    openThread,
    press: (message, { action_id: action }, value) =>
      attempt(list, message, 'press', { action, value }),
    shortcut: (message, shortcut) => attempt(list, message, 'shortcut', { shortcut }),
  };
  showMessages(list, screen.messages, context(deeds));
}

function showThread(screen, at, open) {
  byId('thread').hidden = !screen.thread;
  if (!screen.thread) return;
  const list = byId('replies');
  const replies = screen.thread.length - 1;
  const deeds = {
    count: replies > 0 ? `${replies} ${replies === 1 ? 'reply' : 'replies'}` : undefined,
    press: (message, { action_id: action }, value) =>
      attempt(list, message, 'press', { action, value }),
    shortcut: (message, shortcut) => attempt(list, message, 'shortcut', { shortcut }),
  };
  showMessages(list, screen.thread, context(deeds));
  threadComposer.at(at);
  threadComposer.hint('Reply…');
  threadComposer.enable(!open?.archived);
}

function showSide(screen, at) {
  showSidebar({ channels: byId('channels'), dms: byId('dms') }, screen, {
    botName: directory().app?.name ?? 'Redress',
    user: at.user,
    current: screen.channel,
    go: (place) => void go({ place }),
    goApp: () => void go({ place: 'app' }),
  });
}

/** The Slack-like workspace, as the shell wants it. */
export const world = {
  id: 'slack',
  readDirectory: () => read('/page/directory'),
  readScreen: ({ user, place, thread }) => read('/page/screen', { user, channel: place, thread }),
  show(screen, at) {
    latest = screen;
    const open = openPlace(screen);
    const place = screen.channel ?? '';
    showSide(screen, at);
    showPlace(screen, open);
    composer.at({ user: at.user, place, thread: '' });
    showConversation(screen, at, open);
    showThread(screen, at, open);
    appView.show(screen, at);
    showModal(screen.modal, context());
    const heard = news.heard(screen, at, document.hidden);
    announce(heard.map((message) => spokenWords(message, context())));
  },
  places: conversations,
  async resolve(_place, { user }) {
    const { channel } = await act('/page/open-app', { user, tab: 'messages' });
    return channel;
  },
  async markRead(screen, { user }) {
    const open = openPlace(screen);
    if (!open || open.unread === 0) return;
    await act('/page/read', { user, channel: open.id });
  },
  clear() {
    news.forget();
    byId('messages').replaceChildren();
    byId('replies').replaceChildren();
    byId('thread').hidden = true;
    showModal(null, { user: '' });
  },
  setDraft: write,
};
