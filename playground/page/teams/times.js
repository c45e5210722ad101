import { botNow, shownAt } from '../frame/clock.js';
import { fullTime, shortTime } from '../frame/dates.js';
import { el } from '../frame/dom.js';

/** The moment something happened, by the bot's clock; {@link refreshTimes} brings its words up to date. */
export function timeOf(realMs, zone) {
  const node = el('time', { className: 'quiet', 'data-at': String(realMs) });
  setWords(node, zone);
  return node;
}

function setWords(node, zone) {
  const at = shownAt(Number(node.dataset.at));
  const words = shortTime(at, { zone, now: botNow() });
  if (node.textContent === words) return;
  node.textContent = words;
  node.title = fullTime(at, zone);
}

/** Brings the moments in `place` up to date, and nothing else: what people are at there stays. */
export function refreshTimes(place, zone) {
  for (const node of place.querySelectorAll('time[data-at]')) setWords(node, zone);
}
