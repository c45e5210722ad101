import { act, read } from './api.js';
import { fullTime, shortTime } from './dates.js';
import { byId, el } from './dom.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A difference that is more than a slow answer. */
const MOVED = 60_000;
/** Changes come in groups; the plans are asked for once after each group, ms. */
const GROUP_MS = 400;
/** How many of the coming nudges are listed. */
const SHOWN = 6;

/** What is known of the bot's clock: how far it is ahead of this computer's, and what fires next. */
const known = { ahead: 0, nudges: [], error: '', busy: false };

/** The bot's time now, Unix ms. */
export function botNow() {
  return Date.now() + known.ahead;
}

/** The same time tomorrow, or on Monday when tomorrow is a Saturday or Sunday in this zone. */
export function nextWorkingDay(now, zone) {
  let then = now + DAY;
  const dayName = () =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(then);
  while (['Sat', 'Sun'].includes(dayName())) then += DAY;
  return then;
}

/** The first nudge that is still to come. */
function nextNudge() {
  return known.nudges.find((nudge) => nudge.at > botNow());
}

async function move(body) {
  known.busy = true;
  known.error = '';
  draw();
  try {
    await act('/lab/clock', body);
  } catch (error) {
    known.error = error.message;
  }
  known.busy = false;
  await refreshClock();
}

function button(words, onclick, isOff) {
  const disabled = known.busy || isOff;
  return el('button', { type: 'button', className: 'button', onclick, disabled }, words);
}

function nudgeRow(nudge) {
  const zone = known.zone;
  const when = el('time', {}, shortTime(nudge.at, { zone, now: botNow() }));
  const what = el('span', {}, `${nudge.complaint} · ${nudge.rule}`);
  const to = nudge.to ? el('span', { className: 'quiet' }, `to ${known.nameOf(nudge.to)}`) : null;
  return el('li', {}, when, ' ', what, ' ', to);
}

function draw() {
  const { zone } = known;
  const next = nextNudge();
  const list = known.nudges.slice(0, SHOWN).map(nudgeRow);
  const more = known.nudges.length - list.length;
  byId('clock-body').replaceChildren(
    el('p', { className: 'now', id: 'now' }, fullTime(botNow(), zone)),
    el(
      'div',
      { className: 'stack' },
      button('+1 hour', () => move({ forward: HOUR })),
      button('+1 working day', () => move({ to: nextWorkingDay(botNow(), zone) })),
      button('To the next nudge', () => move({ to: next.at }), !next),
    ),
    el('p', { className: 'wrong', role: 'alert' }, known.error),
    el('h3', {}, 'What fires next'),
    list.length > 0
      ? el('ol', { className: 'nudges' }, list)
      : el('p', { className: 'quiet' }, 'Nothing is planned.'),
    more > 0 ? el('p', { className: 'quiet' }, `and ${more} more`) : '',
  );
}

/** Asks the bot for its clock and its plans, and shows them. */
export async function refreshClock() {
  if (known.busy) return;
  try {
    const [clock, plan] = await Promise.all([read('/lab/clock'), read('/lab/nudges')]);
    const ahead = clock.now - Date.now();
    const moved = Math.abs(ahead - known.ahead) > MOVED;
    known.ahead = ahead;
    if (moved) known.onMove();
    known.nudges = [...plan.nudges].sort((a, b) => a.at - b.at);
    if (known.error.includes('restarting')) known.error = '';
  } catch (error) {
    known.error = error.message;
  }
  draw();
}

let soon;
/** Asks for the plans again in a moment: something happened that may have changed them. */
export function refreshClockSoon() {
  clearTimeout(soon);
  soon = setTimeout(refreshClock, GROUP_MS);
}

/**
 * Starts the clock: shown in `zone`, with `nameOf` for the ids of people; `onMove` is called when
 * the bot's time jumped.
 */
export function startClock({ zone, nameOf, onMove }) {
  Object.assign(known, { zone, nameOf, onMove });
  if (byId('clock').hidden) {
    byId('clock').hidden = false;
    byId('clock').open = window.matchMedia('(min-width: 761px)').matches;
    setInterval(() => {
      const now = document.getElementById('now');
      if (now) now.textContent = fullTime(botNow(), known.zone);
    }, 1000);
    setInterval(() => {
      if (!document.hidden) void refreshClock();
    }, 5000);
  }
  void refreshClock();
}
