import { act, listen, read } from '../frame/api.js';
import { botNow, refreshClock, refreshClockSoon, startClock } from '../frame/clock.js';
import { byId, el } from '../frame/dom.js';
import { recallPerson, rememberPerson } from '../frame/who.js';
import { blocks } from './blocks.js';
import { makeComposer } from './composer.js';
import { sayUnder, showMessages } from './messages.js';
import { showModal } from './modal.js';
import { showSidebar } from './sidebar.js';
import { showTrouble } from './trouble.js';

/** Where this page is: who looks, at what; the rest is asked for after every change. */
const at = { user: '', channel: '', thread: '', tab: 'messages', botUp: true, connected: true };
let directory;
let screen;

/** The person who looks. */
function me() {
  return directory.people.find((person) => person.id === at.user);
}

function context(more = {}) {
  const { people, channels, groups } = directory;
  return { user: at.user, zone: me().tz, now: botNow(), people, channels, groups, ...more };
}

async function press(message, element, value, list) {
  const body = { user: at.user, channel: at.channel, ts: message.ts, action: element.action_id };
  try {
    const outcome = await act('/page/press', { ...body, value });
    sayUnder(list, at.user, message.ts, outcome.error ?? '');
  } catch (error) {
    sayUnder(list, at.user, message.ts, error.message);
  }
}

async function send(text) {
  const body = { user: at.user, channel: at.channel, text };
  if (!text.startsWith('/')) await act('/page/write', body);
  else return (await act('/page/slash', body)).error ?? '';
  return '';
}

async function reply(text) {
  await act('/page/write', { user: at.user, channel: at.channel, text, thread: at.thread });
  return '';
}

const composer = makeComposer(byId('composer'), { label: 'Write a message', send });
const threadComposer = makeComposer(byId('thread-composer'), { label: 'Reply', send: reply });

function showPlace() {
  const isDm = screen.dm?.id === screen.channel;
  const channel = [...screen.channels, screen.dm].find((item) => item?.id === screen.channel);
  const name = isDm ? 'Redress' : `# ${channel?.name ?? ''}`;
  byId('place-name').textContent = channel ? name : 'Choose a channel';
  const away = channel && !channel.botIn ? ' · Redress is not in this channel' : '';
  byId('place-topic').textContent = isDm
    ? 'Your conversation with the bot'
    : `${channel?.topic ?? ''}${away}`;
  const tab = (id, words) =>
    el(
      'button',
      {
        type: 'button',
        className: 'link',
        'aria-pressed': String(at.tab === id),
        onclick: () => goApp(id),
      },
      words,
    );
  byId('tabs').replaceChildren(
    ...(isDm && screen.home ? [tab('messages', 'Messages'), tab('home', 'Home')] : []),
  );
  composer.enable(channel !== undefined && !channel.archived);
  composer.hint(channel?.archived ? 'This channel is archived.' : 'Message, or /complaint');
}

function showHome(list) {
  const use = (element, value) =>
    act('/page/modal-press', {
      user: at.user,
      view: screen.home.id,
      action: element.action_id,
      value,
    });
  list.replaceChildren(
    el(
      'li',
      { className: 'message' },
      el('div', { className: 'content' }, blocks(screen.home.blocks, context({ use }))),
    ),
  );
}

function openThread(ts) {
  at.thread = ts;
  void refresh().then(threadComposer.focus);
}

function showConversation() {
  const list = byId('messages');
  if (at.tab === 'home' && screen.home) showHome(list);
  else {
    const deeds = { press: (m, element, value) => press(m, element, value, list), openThread };
    const empty = 'Nothing here yet. Type /complaint below to record one.';
    showMessages(list, screen.messages, context(deeds), empty);
  }
  byId('thread').hidden = !screen.thread;
  if (!screen.thread) return;
  const replies = byId('replies');
  const deeds = { press: (m, element, value) => press(m, element, value, replies) };
  showMessages(replies, screen.thread, context(deeds), 'This message is gone.');
}

function showBanner() {
  const banner = byId('banner');
  banner.hidden = at.botUp && at.connected;
  banner.textContent = at.connected
    ? 'Redress is restarting…'
    : 'The playground has stopped. Start it again with npm start.';
}

function show() {
  const places = { channels: byId('channels'), dms: byId('dms') };
  showSidebar(places, screen, { botName: 'Redress', current: screen.channel, go, goApp });
  showPlace();
  showConversation();
  showModal(screen.modal, context());
  showBanner();
}

async function markRead() {
  const open = [...screen.channels, screen.dm].find((item) => item?.id === screen.channel);
  if (open && open.unread > 0 && !document.hidden) {
    await act('/page/read', { user: at.user, channel: open.id });
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
  const { user, channel, thread } = at;
  const next = await read('/page/screen', { user, channel, thread }).catch(() => undefined);
  asking = false;
  if (next && user === at.user && channel === at.channel && thread === at.thread) {
    screen = next;
    show();
    await markRead();
  } else askAgain ||= next !== undefined;
  if (!askAgain) return;
  askAgain = false;
  await refresh();
}

async function go(channel) {
  Object.assign(at, { channel, thread: '', tab: 'messages' });
  location.hash = `${at.user}/${channel}`;
  composer.say('');
  byId('messages').replaceChildren();
  await refresh();
}

async function goApp(tab) {
  const { channel } = await act('/page/open-app', { user: at.user, tab });
  await go(channel);
  at.tab = tab;
  show();
}

async function become(user, channel = '') {
  at.user = user;
  byId('who').value = user;
  rememberPerson(me());
  const nameOf = (id) => directory.people.find((person) => person.id === id)?.name ?? id;
  if (directory.hasLab) startClock({ zone: me().tz, nameOf, onMove: () => screen && show() });
  const { channels, dm } = await read('/page/screen', { user });
  const known = [...channels, dm].find((item) => item?.id === channel);
  await go(known?.id ?? channels[0]?.id ?? '');
}

function onChange(event) {
  if (event.kind === 'bot') {
    at.botUp = event.up;
    showBanner();
    if (directory.hasLab) void refreshClock();
    return;
  }
  if (event.kind === 'message' && directory.hasLab) refreshClockSoon();
  if (!event.user || event.user === at.user || event.kind !== 'read') void refresh();
}

async function start() {
  directory = await read('/page/directory');
  const people = directory.people.filter((person) => !person.isBot && !person.deleted);
  const options = people.map((p) =>
    el('option', { value: p.id }, p.title ? `${p.name} – ${p.title}` : p.name),
  );
  byId('who').replaceChildren(...options);
  byId('who').addEventListener('change', (event) => void become(event.target.value));
  byId('thread-close').addEventListener('click', () => {
    at.thread = '';
    void refresh();
  });
  showTrouble(byId('trouble'), directory.hasLab);
  const [user, channel] = location.hash.slice(1).split('/');
  await become(recallPerson(people, user).id, channel);
  listen(onChange, (connected) => {
    const back = connected && !at.connected;
    at.connected = connected;
    showBanner();
    if (back) void refresh();
  });
}

void start();
