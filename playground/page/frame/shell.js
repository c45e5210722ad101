import { fromHash, toHash } from './address.js';
import { showBanner } from './banner.js';
import { takeDraft } from './carried.js';
import { byId } from './dom.js';
import { showPersona, startPersona } from './persona.js';
import { afterPress, watchPresses } from './press.js';
import { makeReader } from './reader.js';
import {
  isConnected,
  onFrameState,
  onLive,
  refreshFrame,
  refreshFrameSoon,
  startLive,
} from './state.js';
import { showClockOf, startClock } from './strip.js';
import { showTabs } from './tabs.js';
import { recallPerson, rememberPerson } from './who.js';

/** How long the first screen waits for the state of the frame, ms: times are right at once. */
const STATE_MS = 400;
/** How long until something that failed is asked for again, ms. */
const AGAIN_MS = 1500;

/** Where this page is: who looks, at what. */
const at = { user: '', place: '', thread: '', tab: '' };
let world;
let known;
let screen;

/** Who looks at what now. */
export function here() {
  return { ...at };
}

/** What the world's `readDirectory` answered. */
export function directory() {
  return known;
}

/** The world this page shows, as it was given to {@link startShell}. */
export function startedWorld() {
  return world;
}

/** The people one can be. */
export function people() {
  return known.people.filter(({ isBot, deleted }) => !isBot && !deleted);
}

/** The person who looks. */
export function me() {
  return known.people.find(({ id }) => id === at.user);
}

function draw() {
  if (screen) world.show(screen, here(), known);
}

/** Shows the screen as it was last read, again; during a press, right after it. */
export function redraw() {
  afterPress(draw);
}

async function markRead() {
  if (!document.hidden && screen) await world.markRead(screen, here()).catch(() => undefined);
}

/** Of the conversations this person has: the one asked for, else where they were, else the first. */
function placeIn(next) {
  const ids = world.places(next).map(({ id }) => id);
  const wanted = [at.place, sessionStorage.getItem(memoryKey())];
  return wanted.find((id) => ids.includes(id)) ?? ids[0] ?? '';
}

function memoryKey() {
  return `place:${world.id}:${at.user}`;
}

/** Where the conversations are one row, the open one may be outside it. */
function showCurrentRow() {
  const row = document.querySelector('.side-lists [aria-current]');
  row?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

async function arrived(next) {
  const place = placeIn(next);
  if (place !== at.place) {
    move({ place, thread: '', tab: '' });
    history.replaceState(null, '', toHash(at));
    return refresh();
  }
  sessionStorage.setItem(memoryKey(), place);
  const isNew = screen === undefined;
  screen = next;
  delete document.body.dataset.waiting;
  redraw();
  if (isNew) showCurrentRow();
  await markRead();
}

const reader = makeReader({
  read: () => world.readScreen(here()).catch(() => undefined),
  arrived,
  failed() {
    // when the playground itself is away, its coming back is what asks again
    if (isConnected()) setTimeout(refresh, AGAIN_MS);
  },
});

function move(to) {
  Object.assign(at, to);
  reader.moved();
  document.body.dataset.waiting = 'yes';
}

/** Asks for the screen as it is now; resolves when one at least as new as this call is shown. */
export function refresh() {
  return reader.refresh();
}

/** The parts of `at` that a wish to go somewhere changes. */
function changes({ user = at.user, place, thread, tab }) {
  const isNew = user !== at.user || (place !== undefined && place !== at.place);
  if (!isNew) return { thread: thread ?? at.thread, tab: tab ?? at.tab };
  return { user, place: place ?? '', thread: thread ?? '', tab: tab ?? '' };
}

async function resolved(to) {
  if (to.place !== 'app' || !world.resolve) return to;
  const user = to.user ?? at.user;
  return { ...to, place: await world.resolve('app', { ...here(), user }) };
}

function enter(to) {
  const before = here();
  move(to);
  if (before.user !== at.user || before.place !== at.place) {
    screen = undefined;
    // what the page is painted with stays until the first screen is there
    if (before.user !== '') world.clear();
  }
  if (before.user !== at.user) personChanged();
}

/** Goes to another person, conversation, thread or tab; resolves when it is on the screen. */
export async function go(wish) {
  const to = changes(await resolved(wish));
  const hash = toHash({ ...at, ...to });
  if (hash !== location.hash) history.pushState(null, '', hash);
  enter(to);
  await refresh();
}

function personChanged() {
  const person = me();
  rememberPerson(person);
  showPersona(person);
  showTabs(world.id, person);
  showClockOf(person);
}

/** Goes where the address says: at the start, after Back or Forward, or when somebody typed one. */
async function followAddress() {
  const asked = fromHash(location.hash);
  const user = recallPerson(people(), asked.user).id;
  const to = await resolved({ ...asked, user });
  const hash = toHash(to);
  if (hash === toHash(at)) return;
  history.replaceState(null, '', hash);
  enter(to);
  await refresh();
}

function concerns({ kind, change }) {
  if (kind !== world.id) return false;
  world.onChange?.(change);
  return change?.kind !== 'read' || change.user === at.user;
}

/** Everything was forgotten: so does this page, which begins as on the first day. */
function startAgain() {
  sessionStorage.clear();
  localStorage.clear();
  location.replace('/');
}

function onEvent(event) {
  if (event.kind === 'reset') return startAgain();
  showBanner();
  refreshFrameSoon();
  const isBack = event.kind === 'connection' && event.up;
  if (isBack || concerns(event)) void refresh();
}

async function readDirectory() {
  const read = await world.readDirectory().catch(() => undefined);
  if (read) return read;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  return readDirectory();
}

/** What scrolls can be scrolled by keyboard, also when there is nothing in it to focus. */
function makeScrollable() {
  for (const place of document.querySelectorAll('.messages, .clock-rest')) place.tabIndex = 0;
}

function listen() {
  watchPresses(document);
  byId('skip').addEventListener('click', () => {
    const box = document.querySelector('#composer textarea:not(:disabled)');
    const usable = box?.checkVisibility() ? box : byId('messages');
    usable.focus();
  });
  window.addEventListener('popstate', () => void followAddress());
  document.addEventListener('visibilitychange', () => void markRead());
  onFrameState((state) => {
    showTabs(world.id, me(), state);
    showPersona(me(), state);
  });
  onLive(onEvent);
  startLive();
}

/** Starts the page of one of the worlds; `slack/world.js` has what that is. */
export async function startShell(ofWorld) {
  world = ofWorld;
  const state = refreshFrame();
  known = await readDirectory();
  await Promise.race([state, new Promise((resolve) => setTimeout(resolve, STATE_MS))]);
  startPersona({ people: people(), become: (user) => go({ user }) });
  startClock({ onMove: redraw });
  makeScrollable();
  await followAddress();
  document.body.dataset.ready = 'yes';
  listen();
  const draft = takeDraft();
  if (draft !== null) world.setDraft(draft);
}
