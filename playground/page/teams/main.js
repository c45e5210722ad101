import { act, listen, read } from '../frame/api.js';
import { refreshClock, refreshClockSoon, startClock } from '../frame/clock.js';
import { byId, el } from '../frame/dom.js';
import { recallPerson, rememberPerson } from '../frame/who.js';
import { makeCompose } from './compose.js';
import { showDialog } from './dialog.js';
import { showChat, showPosts } from './messages.js';
import { showRail } from './rail.js';
import { toastOutcome } from './toasts.js';
import { showTrouble } from './trouble.js';

/** What the page calls the chat with the app. */
const CHAT = 'personal';

/** Where this page is: who looks, at what; the rest is asked for after every change. */
const at = { user: '', conversation: '', botUp: true, connected: true };
let directory;
let screen;

/** The person who looks. */
function me() {
  return directory.people.find(({ id }) => id === at.user);
}

/** Does something in this person's name, and shows what came of it. */
async function perform(deed, body) {
  const outcome = await act(`/teams-page/${deed}`, { user: at.user, ...body });
  toastOutcome({ message: outcome.message });
  return [outcome.error, ...(outcome.reasons ?? [])].filter(Boolean).join('\n');
}

async function press({ conversation, id }, { which, inputs }) {
  try {
    return await perform('press', { conversation, activity: id, which, inputs });
  } catch (error) {
    return error.message;
  }
}

/** What a compose box of that conversation does. */
function deedsIn(conversation) {
  return {
    write: (text) => perform('write', { conversation: conversation(), text }),
    command: (text) => perform('command', { conversation: conversation(), text }),
    extension: (command) => perform('extension', { conversation: conversation(), command }),
  };
}

async function onMessage(command, { conversation, id }) {
  try {
    const error = await perform('extension', { command, conversation, activity: id });
    toastOutcome({ error });
  } catch (error) {
    toastOutcome({ error: error.message });
  }
}

function context() {
  const { people, bot, commands } = directory;
  return {
    user: at.user,
    zone: me().tz,
    people,
    bot,
    commands,
    press,
    mayWrite: !channel()?.archived,
    extension: onMessage,
    directory: () => directory,
    deedsIn: (conversation) => deedsIn(() => conversation),
  };
}

function showEnd() {
  byId('messages').scrollTop = byId('messages').scrollHeight;
}

/** What the compose box below the conversation does: what somebody wrote comes into view. */
function deedsHere() {
  const deeds = deedsIn(() => at.conversation);
  const seen = (deed) => async (text) => {
    const words = await deed(text);
    await refresh();
    showEnd();
    return words;
  };
  return { ...deeds, write: seen(deeds.write), command: seen(deeds.command) };
}

const composer = makeCompose(byId('composer'), {
  label: 'Write a message',
  directory: () => directory,
  deeds: deedsHere(),
});

/** The channel that is open. */
function channel() {
  return screen.teams.flatMap(({ channels }) => channels).find(({ id }) => id === screen.open);
}

function showPlace() {
  const isChat = screen.open === CHAT;
  const place = channel();
  const team = screen.teams.find(({ channels }) => channels.includes(place));
  byId('place-name').textContent = isChat
    ? directory.bot.name
    : (place?.name ?? 'Choose a channel');
  const { installed, blocked } = screen.chat;
  const away = blocked ? 'You blocked this app' : installed ? 'Chat' : 'The app is not installed';
  const absent = team && !team.installed ? ' · Redress is not in this team' : '';
  byId('place-topic').textContent = isChat ? away : `${team?.name ?? ''}${absent}`;
  composer.enable(isChat || (place !== undefined && !place.archived));
  composer.offerPrompts(isChat);
  const hint = isChat ? 'Write complaint, or /' : 'Start a post, @Redress or /';
  composer.hint(place?.archived ? 'This channel is archived.' : hint);
}

function showConversation() {
  const list = byId('messages');
  const posts = screen.open !== CHAT;
  list.classList.toggle('posts', posts);
  list.classList.toggle('talk', !posts);
  if (posts) showPosts(list, screen.posts, context());
  else showChat(list, screen.chatMessages, context());
}

function showBanner() {
  const banner = byId('banner');
  banner.hidden = at.botUp && at.connected;
  banner.textContent = at.connected
    ? 'Redress is restarting…'
    : 'The playground has stopped. Start it again with npm start.';
}

function show() {
  const places = { teams: byId('teams'), chat: byId('chat') };
  showRail(places, screen, { botName: directory.bot.name, go });
  showPlace();
  showConversation();
  showDialog(screen.dialog, context());
  showTrouble(byId('trouble'), { hasLab: directory.hasLab, screen, user: at.user });
  showBanner();
}

async function markRead() {
  const open = screen.open === CHAT ? screen.chat : channel();
  if (open && open.unread > 0 && !document.hidden) {
    await act('/teams-page/read', { user: at.user, conversation: open.id });
  }
}

let asking = false;
let askAgain = false;
/** Asks for the screen as it is now and shows it; changes meanwhile are asked for once more. */
async function refresh() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  const { user, conversation } = at;
  const next = await read('/teams-page/screen', { user, conversation }).catch(() => undefined);
  asking = false;
  if (next && user === at.user && conversation === at.conversation) {
    screen = next;
    show();
    await markRead();
  } else askAgain ||= next !== undefined;
  if (!askAgain) return;
  askAgain = false;
  await refresh();
}

async function go(conversation) {
  at.conversation = conversation;
  location.hash = [at.user, conversation].map(encodeURIComponent).join('/');
  composer.say('');
  byId('messages').replaceChildren();
  await refresh();
  showEnd();
}

async function become(user, conversation = '') {
  at.user = user;
  byId('who').value = user;
  rememberPerson(me());
  const nameOf = (id) => directory.people.find((person) => person.id === id)?.name ?? id;
  if (directory.hasLab) startClock({ zone: me().tz, nameOf, onMove: () => screen && show() });
  const { teams } = await read('/teams-page/screen', { user });
  const channels = teams.flatMap((team) => team.channels);
  const known = conversation === CHAT || channels.some(({ id }) => id === conversation);
  await go(known ? conversation : (channels[0]?.id ?? CHAT));
}

function onChange(event) {
  if (event.kind === 'bot') {
    at.botUp = event.up;
    showBanner();
    if (directory.hasLab) void refreshClock();
    return;
  }
  if (event.kind === 'message' && directory.hasLab) refreshClockSoon();
  if (event.kind !== 'read' || event.user === at.user) void refresh();
}

function onConnection(connected) {
  const back = connected && !at.connected;
  at.connected = connected;
  showBanner();
  if (back) void refresh();
}

async function start() {
  directory = await read('/teams-page/directory');
  const people = directory.people.filter(({ deleted }) => !deleted);
  const options = people.map(({ id, name, title }) =>
    el('option', { value: id }, title ? `${name} – ${title}` : name),
  );
  byId('who').replaceChildren(...options);
  byId('who').addEventListener(
    'change',
    ({ target }) => void become(target.value, at.conversation),
  );
  const [user, conversation] = location.hash.slice(1).split('/').map(decodeURIComponent);
  await become(recallPerson(people, user).id, conversation);
  listen(onChange, onConnection, '/teams-page/events');
}

void start();
