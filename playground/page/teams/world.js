import { act, read } from '../frame/api.js';
import { byId } from '../frame/dom.js';
import { directory, go, here, me, refresh } from '../frame/shell.js';
import { endVisit, noteArrival } from './arrival.js';
import { showChat } from './chat.js';
import { makeCompose } from './compose.js';
import { showDialog } from './dialog.js';
import { showFeed } from './feed.js';
import { keepingFocus } from './keep-focus.js';
import { showLists } from './lists.js';
import { announceNew, showNews } from './news.js';
import { showPlace } from './place.js';
import { showPosts } from './posts.js';
import { showRail } from './rail.js';
import { followThread, keepingEnd, showEnd } from './scroll.js';
import { refreshTimes } from './times.js';
import { clearOffers, toastOutcome } from './toasts.js';

/** What the page calls the chat with the app. */
const CHAT = 'personal';
/** The tab of the shell's address in which the feed stands in place of the conversations. */
const ACTIVITY = 'activity';

/** Does something in this person's name, and shows what came of it. */
async function perform(deed, body) {
  const outcome = await act(`/teams-page/${deed}`, { user: here().user, ...body });
  toastOutcome({ message: outcome.message });
  return [outcome.error, ...(outcome.reasons ?? [])].filter(Boolean).join('\n');
}

/** As {@link perform}; what is refused comes back as words too. */
function attempt(deed, body) {
  return perform(deed, body).catch((error) => error.message);
}

/** As {@link attempt}, for deeds that have no place of their own for words. */
async function announce(deed, body) {
  toastOutcome({ error: await attempt(deed, body) });
}

/** What a compose box of that conversation does. */
function deedsIn(conversation) {
  return {
    write: (text) => perform('write', { conversation: conversation(), text }),
    command: (text) => perform('command', { conversation: conversation(), text }),
    extension: (command) => perform('extension', { conversation: conversation(), command }),
  };
}

function channels(screen) {
  return screen.teams.flatMap((team) => team.channels);
}

/** The channel that is open. */
function channelOf(screen) {
  return channels(screen).find(({ id }) => id === screen.open);
}

function mayWrite(screen) {
  if (screen.open !== CHAT) return channelOf(screen)?.archived === false;
  return screen.chat.installed || screen.chatMessages.length > 0;
}

function context(screen) {
  const { people, bot, commands } = directory();
  return {
    user: me().id,
    zone: me().tz,
    people,
    bot,
    commands,
    mayWrite: mayWrite(screen),
    directory,
    placeName: (id) => channels(screen).find((one) => one.id === id)?.name ?? bot.name,
    deedsIn: (conversation) => deedsIn(() => conversation),
    install: () => void announce('install', {}),
    press: ({ conversation, id }, { which, inputs }) =>
      attempt('press', { conversation, activity: id, which, inputs }),
    extension: (command, { conversation, id }) =>
      void announce('extension', { command, conversation, activity: id }),
    edit: ({ conversation, id }, text) => attempt('edit', { conversation, activity: id, text }),
  };
}

/** What the compose box below the conversation does: what somebody wrote comes into view. */
function deedsHere() {
  const deeds = deedsIn(() => here().place);
  const seen = (deed) => async (text) => {
    const words = await deed(text);
    await refresh();
    showEnd(byId('messages'));
    return words;
  };
  return { ...deeds, write: seen(deeds.write), command: seen(deeds.command) };
}

const composer = makeCompose(byId('composer'), {
  label: 'Write a message',
  directory,
  deeds: deedsHere(),
});

function showComposer(screen) {
  const isChat = screen.open === CHAT;
  const isOn = mayWrite(screen);
  composer.open(me().id, screen.open ?? '');
  composer.enable(isOn);
  composer.offerPrompts(isChat && isOn);
  const hint = isChat
    ? 'Type a message: complaint, or / for commands'
    : 'Start a post: @ or / for Redress';
  const off = isChat ? 'The app is not installed.' : 'This channel is archived.';
  composer.hint(isOn ? hint : off);
}

/** To an entry of the feed, which stays open when it is. */
function openItem({ place, id }) {
  void go({ place, thread: id, tab: here().tab });
}

function sum(items) {
  return items.reduce((all, { unread }) => all + Number(unread), 0);
}

function showBars(screen, { tab }, around) {
  const { activity = [], chat } = screen;
  // a narrow window has no rail, and no way back from the feed
  const isFeed = tab === ACTIVITY && !window.matchMedia('(max-width: 760px)').matches;
  const toChannel = () => go({ place: channelOf(screen)?.id ?? channels(screen)[0]?.id, tab: '' });
  const isChat = screen.open === CHAT;
  showRail(byId('rail'), [
    {
      id: 'activity',
      words: 'Activity',
      unread: sum(activity),
      isOpen: isFeed,
      run: () => go({ tab: ACTIVITY }),
    },
    {
      id: 'chat',
      words: 'Chat',
      unread: chat.unread,
      isOpen: !isFeed && isChat,
      run: () => go({ place: CHAT, tab: '' }),
    },
    {
      id: 'teams',
      words: 'Teams',
      unread: sum(channels(screen)),
      isOpen: !isFeed && !isChat,
      run: toChannel,
    },
  ]);
  showLists({ teams: byId('teams'), chat: byId('chat') }, screen, {
    botName: around.bot.name,
    go: (place) => void go({ place }),
    deed: (deed) => void announce(deed, {}),
  });
  const lists = document.querySelector('.side-lists');
  showFeed(lists, activity, { isOpen: isFeed, context: around, open: openItem });
}

function showHeader(screen, { bot }) {
  const channel = channelOf(screen);
  showPlace({
    isChat: screen.open === CHAT,
    channel,
    team: screen.teams.find((team) => team.channels.includes(channel)),
    chat: screen.chat,
    botName: bot.name,
    deed: (deed) => void announce(deed, {}),
  });
}

function showConversation(screen, { thread }, around) {
  const list = byId('messages');
  const isChat = screen.open === CHAT;
  list.classList.toggle('posts', !isChat);
  list.classList.toggle('talk', isChat);
  keepingEnd(list, () =>
    keepingFocus(() => {
      if (isChat) showChat(list, screen.chatMessages, around);
      else showPosts(list, screen.posts, around);
    }),
  );
  refreshTimes(list, around.zone);
  followThread(list, thread);
}

/** The Teams-like workspace, as the shell wants it. */
export const world = {
  id: 'teams',
  readDirectory: () => read('/teams-page/directory'),
  readScreen: ({ user, place }) => read('/teams-page/screen', { user, conversation: place }),
  show(screen, at) {
    const around = context(screen);
    noteArrival(screen, around.user);
    showBars(screen, at, around);
    showHeader(screen, around);
    showComposer(screen);
    showConversation(screen, at, around);
    showDialog(screen.dialog, around);
    showNews(screen, around, openItem);
    announceNew(screen, around);
  },
  places: ({ teams, chat }) => [...teams.flatMap((team) => team.channels), chat],
  resolve: async () => CHAT,
  async markRead(screen, { user }) {
    const open = screen.open === CHAT ? screen.chat : channelOf(screen);
    if (!open || open.unread === 0) return;
    await act('/teams-page/read', { user, conversation: open.id });
  },
  clear() {
    endVisit();
    clearOffers();
    composer.say('');
    byId('messages').replaceChildren();
    followThread(byId('messages'), '');
  },
  setDraft: (text) => composer.setText(text),
};
