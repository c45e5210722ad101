import { act, read } from './api.js';
import { botNow, nextWorkingDay, setBotNow, setMoves } from './clock.js';
import { arrivalWords, reminders, reminderWords } from './clock-words.js';
import { dayTime } from './dates.js';
import { byId, el, showList } from './dom.js';
import { makeSoon } from './soon.js';
import {
  frameState,
  isBotUp,
  isConnected,
  onFrameState,
  onLive,
  refreshFrame,
  refreshFrameSoon,
} from './state.js';

const HOUR = 3_600_000;
const QUARTER_HOUR = HOUR / 4;
/** Changes come in groups; the plans are asked for once after each group, ms. */
const GROUP_MS = 400;
/** The plans are asked for anew this often, ms: other tabs move the clock too. */
const OFTEN_MS = 5000;
/** A difference that is more than a slow answer, ms. */
const MOVED_MS = 60_000;
/** How long messages that a jump sets off may take to arrive, ms, and how often we look. */
const ARRIVALS = { tries: 4, ms: 500 };
/** How long what came of a jump stays on the page, ms. */
const SAID_MS = 12_000;
/** How many of the coming reminders are listed. */
const SHOWN = 8;

const known = { zone: 'Etc/UTC', nudges: [], busy: false, away: false, onMove: undefined };

function when(ms) {
  return dayTime(ms, known.zone);
}

/** Sets a text; one that is the same is left alone, so that it is not spoken again. */
function showText(id, words) {
  const node = byId(id);
  if (node.textContent !== words) node.textContent = words;
}

let silence;
/** Says what came of a move, for a while. */
function say(words) {
  clearTimeout(silence);
  showText('clock-said', words);
  if (words !== '') silence = setTimeout(() => showText('clock-said', ''), SAID_MS);
}

function disable(id, why) {
  const button = byId(id);
  button.setAttribute('aria-disabled', String(why !== ''));
  button.title = why;
}

function whyNot() {
  if (known.away || !isBotUp()) return 'Redress is away: its clock can be moved when it is back.';
  return known.busy ? 'The clock is being moved.' : '';
}

function drawButtons(coming) {
  const why = whyNot();
  disable('clock-hour', why);
  disable('clock-day', why);
  disable('clock-nudge', why || (coming.length === 0 ? 'Nothing is planned.' : ''));
}

function drawNow() {
  showText('now', when(botNow()));
}

function drawNext(coming) {
  const next = coming[0];
  const moment = next ? `Next: ${when(next.at)}` : 'Nothing is planned';
  const what = next ? reminderWords(next) : 'reminders come with complaints';
  showText('clock-next', moment);
  showText('clock-what', what);
  const list = byId('clock-list');
  const rows = coming.slice(0, SHOWN).map((one) => ({ ...one, shown: when(one.at) }));
  showList(
    list,
    rows.length > 0 ? rows : [{ at: 0 }],
    ({ at, complaint, rule }) => `${at}${complaint}${rule}`,
    (one) =>
      one.at === 0
        ? el('li', { className: 'quiet' }, 'Nothing is planned yet.')
        : el('li', {}, el('time', {}, one.shown), el('span', {}, reminderWords(one))),
  );
  const more = coming.length - rows.length;
  showText('clock-others', more > 0 ? `and ${more} more` : '');
}

function draw() {
  const coming = reminders(known.nudges, botNow());
  drawNow();
  drawNext(coming);
  drawButtons(coming);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until something arrived for somebody, for a moment, and says what. */
async function sayArrivals(before) {
  for (let i = 0; i < ARRIVALS.tries; i += 1) {
    await refreshFrame();
    const words = arrivalWords(before ?? [], frameState()?.people ?? []);
    if (words !== '') return say(words);
    await pause(ARRIVALS.ms);
  }
}

async function move(body) {
  if (whyNot() !== '') return;
  known.busy = true;
  const before = frameState()?.people;
  say('');
  draw();
  try {
    const { now } = await act('/lab/clock', body);
    setBotNow(now);
    known.onMove();
    say(`It is now ${when(now)}.`);
    if (before) void sayArrivals(before);
  } catch (error) {
    say(error.message);
  }
  known.busy = false;
  await refreshClock();
}

/** Whether the bot cannot read its store: then it has no plans to tell either. */
function isStoreAway() {
  return frameState()?.complaints === null;
}

let asked = 0;
/** Asks the bot for its clock and its plans, and shows them. */
async function refreshClock() {
  if (known.busy) return;
  // who is known to be away is not asked: coming back is told
  if (!isBotUp() || !isConnected()) return draw();
  if (isStoreAway()) {
    known.away = true;
    refreshFrameSoon();
    return draw();
  }
  asked += 1;
  const mine = asked;
  try {
    const [clock, plan] = await Promise.all([read('/lab/clock'), read('/lab/nudges')]);
    if (mine !== asked || known.busy) return;
    const drift = Math.abs(clock.now - botNow());
    setBotNow(clock.now);
    known.nudges = plan.nudges;
    known.away = false;
    if (drift > MOVED_MS) known.onMove();
  } catch {
    // the bot is away, or its store is: the strip says so and goes on asking
    if (mine === asked) known.away = true;
  }
  draw();
}

const refreshSoon = makeSoon(refreshClock, GROUP_MS);

function unfold(isOpen) {
  byId('clock').dataset.open = isOpen ? 'yes' : 'no';
  byId('clock-more').setAttribute('aria-expanded', String(isOpen));
}

function startUnfolding() {
  const strip = byId('clock');
  const isOpen = () => strip.dataset.open === 'yes';
  byId('clock-more').addEventListener('click', () => unfold(!isOpen()));
  document.addEventListener('click', ({ target }) => {
    if (isOpen() && !strip.contains(target)) unfold(false);
  });
  // what the toggles open comes where the unfolded strip is in narrow windows
  byId('toggles').addEventListener('click', () => unfold(false));
  strip.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    unfold(false);
    byId('clock-more').focus();
  });
}

/** Shows the clock in this person's zone from now on, and names it: another person's may differ. */
export function showClockOf({ tz }) {
  known.zone = tz;
  const city = tz.split('/').at(-1).replaceAll('_', ' ');
  byId('now-label').textContent = `Redress’s clock · ${city}`;
  draw();
}

function nextAt() {
  return reminders(known.nudges, botNow())[0]?.at;
}

/**
 * Moves on to the next reminder. What is due to a person is collected until their next quarter hour: then it
 * moves on to that as well, so that the reminder is there.
 */
async function moveToReminder() {
  const to = nextAt();
  if (to === undefined) return;
  await move({ to });
  const at = await findCollected();
  if (at !== undefined) await move({ to: at });
}

/** When the next reminder goes out, if it waits for a quarter hour; asked anew, as what is known may be older. */
async function findCollected() {
  try {
    const { nudges } = await read('/lab/nudges');
    const [next] = reminders(nudges, botNow());
    const isNear = next?.isCollected && next.at - botNow() <= QUARTER_HOUR;
    return isNear ? next.at : undefined;
  } catch {
    // the bot is away: the strip says so
    return undefined;
  }
}

/** Starts the strip with the bot's clock; `onMove` is called when its time jumped. */
export function startClock({ onMove }) {
  known.onMove = onMove;
  byId('clock-hour').addEventListener('click', () => void move({ forward: HOUR }));
  byId('clock-day').addEventListener(
    'click',
    () => void move({ to: nextWorkingDay(botNow(), known.zone) }),
  );
  byId('clock-nudge').addEventListener('click', () => void moveToReminder());
  startUnfolding();
  onFrameState(({ moves, complaints }) => {
    if (setMoves(moves)) onMove();
    if (known.away && complaints) refreshSoon();
  });
  onLive(refreshSoon);
  setInterval(drawNow, 1000);
  setInterval(() => {
    if (!document.hidden) void refreshClock();
  }, OFTEN_MS);
  void refreshClock();
}
